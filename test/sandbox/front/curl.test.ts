/** The front door through a client of quite another make: curl, which says in its own words what is wrong. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programsForTests } from '../../support/other-makers.js';
import { DEPLOYER, openStreet, type Street } from './harness.js';

const programs = await programsForTests(['curl', 'curl']);
const HOST = 'status.acme.test';

describe.skipIf(!programs)('curl at the front door', () => {
  let street: Street;
  const folder = mkdtempSync(join(tmpdir(), 'iap-doctor-curl-'));
  const ca = join(folder, 'ca.pem');
  beforeAll(async () => {
    street = await openStreet({ careless: [HOST] });
    writeFileSync(ca, street.front.caPem);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await street.close();
  });

  /** What curl prints of a request, and how it ended. */
  const curl = (host: string, ...words: readonly string[]): Promise<{ out: string; code: number }> => {
    const to = ['--cacert', ca, '--connect-to', `::${street.front.addressOf(host)}`];
    return new Promise((resolve) => {
      execFile(
        programs?.[0] ?? 'curl',
        ['-sS', '-i', '-m', '5', ...to, ...words, `https://${host}/`],
        (error, stdout) => resolve({ out: stdout, code: typeof error?.code === 'number' ? error.code : 0 }),
      );
    });
  };

  it('is sent to the sign-in over h2 and over HTTP/1.1, and refused as a script', async () => {
    expect((await curl('dash.acme.test')).out).toMatch(
      /^HTTP\/2 302 [\s\S]*\n\r\nInvalid IAP credentials: empty token$/,
    );
    expect((await curl('dash.acme.test', '--http1.1')).out).toMatch(/^HTTP\/1\.1 302 Found/);
    expect((await curl('dash.acme.test', '-X', 'POST')).out).toMatch(/^HTTP\/2 401 /);
    expect(
      (await curl('dash.acme.test', '-H', `Authorization: Bearer ${street.idToken(DEPLOYER)}`)).out,
    ).toMatch(/^HTTP\/2 403 [\s\S]*Access denied\. For user ci-deployer@/);
  });

  it('names the faults beneath HTTP by its own exit codes', async () => {
    const ended = async (switches: Parameters<Street['front']['set']>[1], ...words: string[]) => {
      await street.front.set(HOST, switches);
      const { code } = await curl(HOST, ...words);
      await street.front.mend(HOST);
      return code;
    };
    // libcurl error codes: 35 TLS connect, 52 nothing received, 56 receive error, 60 certificate, 92 HTTP/2 stream, 16 HTTP/2.
    expect(await ended({ certificate: 'expired' })).toBe(60);
    expect(await ended({ certificate: 'self-signed' })).toBe(60);
    expect(await ended({ tls: 'alert' })).toBe(35);
    expect(await ended({ tls: 'not-tls' })).toBe(35);
    expect(await ended({ http2: 'reset' })).toBe(92);
    expect([16, 52, 56, 92]).toContain(await ended({ http2: 'protocol-error' }));
    expect([16, 52, 56, 92]).toContain(await ended({ http2: 'goaway', http2Code: 11 }));
    expect([16, 18, 56, 92]).toContain(await ended({ http2: 'half-reply' }));
    expect(await ended({ http2: 'silent' }, '-m', '1')).toBe(28);
    expect((await curl(HOST)).out).toMatch(/^HTTP\/2 200 /);
  });
});
