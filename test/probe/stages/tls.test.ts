/** The tls stage verifies before anything is sent, and shows the certificate it did not like. */
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TlsOptions } from 'node:tls';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CertificateFlaw, createAuthority } from '../../../src/sandbox/front/certificates.js';
import { tcpServer, tlsServer } from '../../support/odd-servers.js';
import { certified, HOST, walkTo } from '../../support/walking.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const one of open.splice(0).reverse()) await one.close();
});

/** A TLS server that notes what is said to it after the handshake. */
async function listener(options: TlsOptions): Promise<{ readonly port: number; readonly said: Buffer[] }> {
  const said: Buffer[] = [];
  const server = await tlsServer({ ALPNProtocols: ['http/1.1'], ...options }, (socket) => {
    socket.on('data', (chunk: Buffer) => {
      said.push(chunk);
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
    });
  });
  open.push(server);
  return { port: server.port, said };
}

describe('a certificate', () => {
  it.each([
    ['expired', 'tls-expired', 'CERT_HAS_EXPIRED', /expired on 20/],
    ['not-yet-valid', 'tls-not-yet-valid', 'CERT_NOT_YET_VALID', /valid only from 20/],
    ['self-signed', 'tls-self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT', /signed itself/],
    [
      'unknown-ca',
      'tls-untrusted',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      /Nobody knows this root, which is neither sent along nor trusted/,
    ],
    [
      'wrong-host',
      'tls-hostname',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      /is for elsewhere\.acme\.test, not for dash/,
    ],
  ] as const)(
    'that is %s ends the walk, shown, and nothing is sent',
    async (flaw: CertificateFlaw, code, errno, words) => {
      const { authority } = await certified();
      const server = await listener(await authority.issue({ hosts: [HOST], flaw }));
      const walked = await walkTo('https', server.port);
      expect(walked.halt).toMatchObject({ stage: 'tls', code, errno });
      expect(walked.halt?.detail).toMatch(words);
      const facts = walked.stages.find(({ stage }) => stage === 'tls')?.facts;
      expect(facts).toMatchObject({ verified: false, verifyError: errno, protocol: 'TLSv1.3' });
      expect(facts?.validTo).toMatch(/^20\d\d-/);
      expect(walked.connection).toBeUndefined();
      expect(server.said).toEqual([]);
    },
  );

  it('of a public kind is shown whole when it is sound', async () => {
    const { leaf } = await certified();
    const server = await listener(leaf);
    const walked = await walkTo('https', server.port, {
      now: () => leaf.validTo.getTime() - 3.5 * 86_400_000,
    });
    open.push(walked);
    expect(walked.reply).toMatchObject({ status: 200, body: 'ok', protocol: 'http/1.1' });
    expect(walked.stages.find(({ stage }) => stage === 'tls')?.facts).toMatchObject({
      servername: HOST,
      alpnOffered: ['h2', 'http/1.1'],
      alpn: 'http/1.1',
      protocol: 'TLSv1.3',
      names: [HOST, '127.0.0.1'],
      issuer: 'CN=acme.test sandbox root',
      daysLeft: 3,
      verified: true,
      validTo: leaf.validTo.toISOString().replace(/\.\d+/, '.000'),
    });
  });

  it('is compared with the address where no name was typed', async () => {
    const { leaf, authority } = await certified();
    const sound = await listener(leaf);
    const named = await listener(await authority.issue({ hosts: [HOST] }));
    const rules = { known: [], allow: ['127.0.0.1'], connectTo: {} };
    const good = await walkTo('https', sound.port, { url: `https://127.0.0.1:${sound.port}/`, rules });
    open.push(good);
    const bad = await walkTo('https', named.port, { url: `https://127.0.0.1:${named.port}/`, rules });
    expect(good.reply?.status).toBe(200);
    expect(bad.halt?.code).toBe('tls-hostname');
  });

  it('of an authority in NODE_EXTRA_CA_CERTS is trusted beside the one of the configuration', async () => {
    const other = await createAuthority();
    const folder = await mkdtemp(join(tmpdir(), 'iap-doctor-ca-'));
    open.push({ close: () => rm(folder, { recursive: true }) });
    writeFileSync(join(folder, 'extra.pem'), other.caPem);
    const server = await listener(await other.issue({ hosts: [HOST] }));
    expect((await walkTo('https', server.port)).halt?.code).toBe('tls-untrusted');
    vi.stubEnv('NODE_EXTRA_CA_CERTS', join(folder, 'extra.pem'));
    const third = await createAuthority();
    const walked = await walkTo('https', server.port, { trust: [third.caPem] });
    open.push(walked);
    expect(walked.reply?.status).toBe(200);
  });
});

describe('a handshake', () => {
  it('with something that does not speak TLS is told as such', async () => {
    const server = await tcpServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    );
    open.push(server);
    const walked = await walkTo('https', server.port);
    expect(walked.halt).toMatchObject({ stage: 'tls', code: 'tls-handshake' });
    expect(walked.halt?.detail).toContain('does not speak TLS');
  });

  it('that the server refuses names the alert', async () => {
    const { leaf } = await certified();
    const server = await listener({
      ...leaf,
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.2',
      ciphers: 'PSK-AES128-GCM-SHA256',
    });
    const walked = await walkTo('https', server.port);
    expect(walked.halt).toMatchObject({ stage: 'tls', code: 'tls-handshake' });
    expect(walked.halt?.detail).toContain('handshake failure');
  });

  it('that lacks a client certificate is told as such, though TLS 1.3 says so only afterwards', async () => {
    const { leaf, authority } = await certified();
    for (const ALPNProtocols of [['http/1.1'], ['h2']]) {
      const server = await listener({
        ...leaf,
        ALPNProtocols,
        requestCert: true,
        rejectUnauthorized: true,
        ca: authority.caPem,
      });
      const walked = await walkTo('https', server.port);
      expect(walked.halt).toMatchObject({ stage: 'tls', code: 'tls-handshake' });
      expect(walked.halt?.detail).toContain('client certificate');
      expect(walked.stages.find(({ stage }) => stage === 'tls')?.ok).toBe(false);
    }
  });

  it('that is never answered ends with the deadline', async () => {
    const server = await tcpServer(() => undefined);
    open.push(server);
    const walked = await walkTo('https', server.port, { timeoutMs: 400 });
    expect(walked.halt).toMatchObject({ stage: 'tls', code: 'tls-timeout' });
    expect(walked.took).toBeGreaterThanOrEqual(395);
    expect(walked.took).toBeLessThan(1_400);
  });
});
