/** What Google tells of an access token: scopes, owner, end. Tokens of anybody else are never shown to Google. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createGoogle, type GoogleConnection } from '../../../src/google/index.js';
import { Secret } from '../../../src/google/ports-secret.js';
import { credentialOf } from '../../../src/probe/token/credential.js';
import { describeAccessToken } from '../../../src/probe/token/describe-access-token.js';
import { readCredential } from '../../../src/probe/token/read-credential.js';
import { subjectOf } from '../../../src/probe/token/subject-of.js';
import { type GoogleEmulator, startGoogleEmulator } from '../../../src/sandbox/google/emulator.js';
import { acmeWorld } from '../../../src/sandbox/world.js';
import { terms } from '../../google/server.js';
import { idClaims, jwtOf, NOW } from './jwts.js';

const SCOPES = ['openid', 'https://www.googleapis.com/auth/userinfo.email'];
const owner = 'ci-deployer@acme-prod.iam.gserviceaccount.com';

let now = NOW;
let emulator: GoogleEmulator;
let google: GoogleConnection;
beforeAll(async () => {
  emulator = await startGoogleEmulator({ world: acmeWorld({ now: () => now }) });
  google = createGoogle({ endpoint: new URL(emulator.url), retryBaseMs: 1 });
});
afterAll(async () => {
  google.close();
  await emulator.close();
});
afterEach(() => {
  now = NOW;
  emulator.faults.length = 0;
  emulator.requests.length = 0;
});

const described = (text: string) => {
  const made = credentialOf(new Secret(text), 'authorization');
  const facts = readCredential(text, { origin: 'token.txt' });
  return describeAccessToken(facts, made.ok ? made.credential : undefined, google, terms(), () => now);
};

describe('an access token of Google', () => {
  it('has its scopes, its owner and its end', async () => {
    const { facts, blindSpots } = await described(
      `Bearer ${emulator.switches.tokens.accessToken(owner, SCOPES)}`,
    );
    expect(facts).toMatchObject({
      kind: 'access-token',
      origin: 'token.txt',
      scopes: SCOPES,
      email: owner,
      expiresAt: NOW + 3_600_000,
    });
    expect(facts.aud).toHaveLength(1);
    expect(subjectOf(facts)).toBe(`serviceAccount:${owner}`);
    expect(blindSpots).toEqual([]);
    expect(emulator.requests).toMatchObject([{ method: 'POST', path: '/tokeninfo', status: 200 }]);
  });

  it('that is over or was never one is not known', async () => {
    const token = emulator.switches.tokens.accessToken(owner, SCOPES);
    now += 3_600_001;
    expect((await described(token)).facts).toMatchObject({ scopes: [], oddities: ['not-known-to-google'] });
    expect((await described('ya29.made-up-by-somebody')).facts.oddities).toEqual(['not-known-to-google']);
  });

  it('leaves a blind spot where Google cannot be asked', async () => {
    emulator.faults.push({ api: 'oauth2', kind: 'server-error' });
    const { facts, blindSpots } = await described(emulator.switches.tokens.accessToken(owner, SCOPES));
    expect(facts).toMatchObject({ kind: 'access-token', scopes: [] });
    expect(blindSpots).toMatchObject([{ code: 'api-unavailable' }]);
  });
});

it.each([
  ['an opaque token of somebody else', 'c2VjcmV0LXRva2VuLW9mLXNvbWVib2R5'],
  ['an identity token', jwtOf(idClaims)],
  ['nothing', ''],
])('%s is not shown to Google', async (_what, text) => {
  expect((await described(text)).facts).toEqual(readCredential(text, { origin: 'token.txt' }));
  expect(emulator.requests).toEqual([]);
});

it('a subject is whoever the token names, and nobody without a name', () => {
  expect(subjectOf({ email: 'Ana@ACME.test' })).toBe('user:ana@acme.test');
  expect(subjectOf({ email: 'x@developer.gserviceaccount.com' })).toBe(
    'serviceAccount:x@developer.gserviceaccount.com',
  );
  expect(subjectOf({ email: undefined })).toBeUndefined();
  expect(subjectOf({ email: 'no address' })).toBeUndefined();
});
