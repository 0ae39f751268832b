/** No token, cookie or signature is in anything that is said: text, JSON, Slack blocks, raw trace, progress, observation. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createGoogle, type GoogleConnection } from '../../src/google/index.js';
import type { Email } from '../../src/names/index.js';
import { buildReport } from '../../src/probe/build-report.js';
import { conclude } from '../../src/probe/conclude.js';
import { probe } from '../../src/probe/probe.js';
import type { ProbeRequest } from '../../src/probe/request.js';
import type { Answer } from '../../src/render/answer.js';
import { renderBlocks, renderEvidence } from '../../src/render/blocks.js';
import { renderJson } from '../../src/render/json.js';
import { renderText } from '../../src/render/text.js';
import { createAuthority } from '../../src/sandbox/front/certificates.js';
import { type GoogleEmulator, startGoogleEmulator } from '../../src/sandbox/google/emulator.js';
import { acmeWorld } from '../../src/sandbox/world.js';
import { terms } from '../google/server.js';
import { DEPLOYER } from '../sandbox/front/harness.js';
import { secretGrep } from '../support/secret-grep.js';
import { LEAKS, type LeakyPeer, leakyPeer } from './leaky-peer.js';
import { idClaims, jwtOf } from './token/jwts.js';

const HOST = 'leaky.acme.test';
const folder = mkdtempSync(join(tmpdir(), 'iap-doctor-secrets-'));
let caPem: string;
let peer: LeakyPeer;
let emulator: GoogleEmulator;
let google: GoogleConnection;

beforeAll(async () => {
  const authority = await createAuthority();
  caPem = authority.caPem;
  peer = await leakyPeer(await authority.issue({ hosts: [HOST] }));
  emulator = await startGoogleEmulator({ world: acmeWorld({ now: Date.now }) });
  google = createGoogle({ endpoint: new URL(emulator.url), retryBaseMs: 1 });
});
afterAll(async () => {
  google.close();
  await Promise.all([peer.close(), emulator.close()]);
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  emulator.faults.length = 0;
});

function tokenFile(text: string): string {
  const file = join(folder, 'token.txt');
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

/** Everything that anybody could be shown of one probe. */
async function everything(more: Partial<ProbeRequest>): Promise<readonly (readonly [string, string])[]> {
  const said: string[] = [];
  const url = `https://${HOST}/`;
  const target = {
    name: 'leaky',
    url,
    host: HOST,
    port: 443,
    secure: true,
    resource: undefined,
    runApp: false,
  };
  const probed = await probe(
    {
      target: { ...target, grpc: more.grpc ? 'acme.v1.Leaky/Get' : undefined },
      typed: url,
      resource: undefined,
      wish: { proxyAuthorization: false },
      audience: undefined,
      grpc: undefined,
      streamMs: undefined,
      count: undefined,
      direct: undefined,
      jwtTest: false,
      origin: 'https://app.acme.test',
      ...more,
    },
    {
      google,
      call: (signal) => terms({ signal }),
      rules: { known: [HOST], allow: ['127.0.0.1'], connectTo: { [HOST]: `127.0.0.1:${peer.port}` } },
      trust: [caPem],
      now: Date.now,
      access: async () => undefined,
      say: (line) => said.push(line),
      trace: (event) => said.push(event.text),
    },
    { timeoutMs: 5_000, signal: new AbortController().signal },
  );
  if (probed.kind === 'usage') return [['the mistake', probed.sentence]];
  const { observation, hints } = probed;
  const report = buildReport(observation, conclude(observation), { id: '7Q2MK4XD', ms: 1, hints });
  const answer: Answer = { kind: 'probe', report };
  const about = { about: 'other', now: new Date() } as const;
  const text = (audience: 'asker' | 'admin', debug: boolean): string =>
    renderText(answer, { ...about, audience, debug, colour: false, width: 100 });
  return [
    ['the observation', JSON.stringify(observation)],
    ['the inspected observation', inspect(observation, { depth: 12 })],
    ['the trace and the progress', said.join('\n')],
    ['the JSON', renderJson(answer)],
    ['the text', text('admin', false)],
    ['the text with everything', text('admin', true)],
    ['the text for others', text('asker', true)],
    ['the Slack message', JSON.stringify(renderBlocks(answer, 'admin', about))],
    ['the Slack message for others', JSON.stringify(renderBlocks(answer, 'asker', about))],
    ['the Slack evidence', JSON.stringify(renderEvidence(answer, 'admin', about))],
  ];
}

async function leaksOf(leak: string, more: Partial<ProbeRequest>, given: readonly string[] = []) {
  peer.leak = leak;
  const before = peer.received.length;
  const shown = await everything(more);
  const sent = peer.received.slice(before);
  const grep = secretGrep();
  for (const token of new Set([...sent, ...given])) grep.addToken('the token', token);
  for (const [what, secret] of Object.entries(peer.own)) grep.add(`the server\u2019s ${what}`, secret);
  return {
    sent,
    leaks: shown.flatMap(([where, text]) => grep.leaks(text).map((found) => ({ where, ...found }))),
  };
}

const opaque = `s-${randomBytes(40).toString('base64url')}`;
const grpc = { method: 'acme.v1.Leaky/Get', data: undefined, descriptorSet: undefined };

describe.each(Object.keys(LEAKS))('a server that tells secrets in %s', (leak) => {
  it('has a minted token in nothing that is said', async () => {
    const { sent, leaks } = await leaksOf(leak, {
      wish: { as: DEPLOYER as Email, proxyAuthorization: false },
    });
    expect(sent.length).toBeGreaterThan(0);
    expect(leaks).toEqual([]);
  });

  it('has an opaque token from a file in nothing that is said', async () => {
    const wish = { tokenFile: tokenFile(opaque), proxyAuthorization: true };
    const { sent, leaks } = await leaksOf(leak, { wish });
    expect(sent).toContain(opaque);
    expect(leaks).toEqual([]);
  });

  it('has no token in what is said of gRPC', async () => {
    const wish = {
      tokenFile: tokenFile(jwtOf({ ...idClaims, exp: 9_999_999_999 })),
      proxyAuthorization: false,
    };
    const { sent, leaks } = await leaksOf(leak, { wish, grpc });
    expect(sent.length).toBeGreaterThan(0);
    expect(leaks).toEqual([]);
  });
});

describe('besides', () => {
  it('assertion tests and measured requests tell no token', async () => {
    const wish = { as: DEPLOYER as Email, proxyAuthorization: false };
    const { sent, leaks } = await leaksOf('the body as JSON', { wish, jwtTest: true, count: 3 });
    expect(sent.length).toBeGreaterThanOrEqual(6);
    expect(leaks).toEqual([]);
  });

  it.each([
    ['a refresh token', `1//0g${randomBytes(40).toString('base64url')}`],
    [
      'a key',
      `-----BEGIN PRIVATE KEY-----\n${randomBytes(200).toString('base64')}\n-----END PRIVATE KEY-----`,
    ],
    ['JSON without a token', JSON.stringify({ secret_of_theirs: randomBytes(40).toString('base64url') })],
    ['a token with a character that cannot be sent', `${jwtOf(idClaims)}\u00e9`],
  ])('%s in the file is neither sent nor told', async (_what, text) => {
    const given = /[\w-]{40,}/.exec(text)?.[0] ?? text;
    const { sent, leaks } = await leaksOf(
      'cookies',
      { wish: { tokenFile: tokenFile(text), proxyAuthorization: false } },
      [given],
    );
    expect(sent).toEqual([]);
    expect(leaks).toEqual([]);
  });

  it('a failed mint tells nothing', async () => {
    emulator.faults.push({ api: 'iamcredentials', kind: 'half-json' });
    const { sent, leaks } = await leaksOf('cookies', {
      wish: { as: 'hr-sync@acme-prod.iam.gserviceaccount.com' as Email, proxyAuthorization: false },
    });
    expect(sent).toEqual([]);
    expect(leaks).toEqual([]);
  });
});
