/** Getting the credential to send: minted by the emulated Google with the real client, once, for the right audience. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGoogle, type GoogleConnection } from '../../../src/google/index.js';
import type { Email } from '../../../src/names/index.js';
import { headersOf } from '../../../src/probe/token/credential.js';
import { learnAudience } from '../../../src/probe/token/learn-audience.js';
import { type ObtainOptions, obtainCredential } from '../../../src/probe/token/obtain.js';
import { type GoogleEmulator, startGoogleEmulator } from '../../../src/sandbox/google/emulator.js';
import { acmeWorld } from '../../../src/sandbox/world.js';
import { terms } from '../../google/server.js';
import { seenOf } from '../observations.js';
import { CLIENT, idClaims, jwtOf, NOW } from './jwts.js';
import { callback, signIn } from './replies.js';

const as = 'ci-deployer@acme-prod.iam.gserviceaccount.com' as Email;
const redirect = signIn({ client_id: CLIENT, redirect_uri: callback(CLIENT) });
const own = learnAudience({ replies: [redirect] });
const managed = learnAudience({
  replies: [redirect],
  around: { ...seenOf().around, settingsRead: true, clientsRead: true },
});

let now = NOW;
let emulator: GoogleEmulator;
let google: GoogleConnection;
beforeAll(async () => {
  emulator = await startGoogleEmulator({ world: acmeWorld({ now: () => now }) });
});
afterAll(() => emulator.close());
beforeEach(() => {
  now = NOW;
  emulator.world.caller.denied = [];
  emulator.faults.length = 0;
  emulator.requests.length = 0;
  for (const account of emulator.world.serviceAccounts) account.disabled = false;
  // Each test has a connection of its own, and with it a memory of its own.
  google?.close();
  google = createGoogle({ endpoint: new URL(emulator.url), retryBaseMs: 1 });
});
afterAll(() => google.close());

const obtain = (more: Partial<ObtainOptions> = {}) =>
  obtainCredential({
    wish: { as, proxyAuthorization: false },
    url: 'https://dash.acme.test/',
    manyPaths: false,
    learned: own,
    google,
    call: terms(),
    now: () => now,
    ...more,
  });
const asked = (): string[] => emulator.requests.map(({ path }) => path.slice(path.lastIndexOf(':') + 1));
const deny = (permission: string): void => {
  emulator.world.caller.denied = [...emulator.world.caller.denied, { permission }];
};

describe('a minted credential', () => {
  it('is an identity token with the e-mail, for the client of the redirect', async () => {
    const got = await obtain();
    expect(got).toMatchObject({
      ok: true,
      plan: { kind: 'id-token', audience: CLIENT },
      facts: {
        kind: 'id-token',
        origin: `minted for ${as}`,
        header: 'authorization',
        aud: [CLIENT],
        email: as,
        expiresAt: NOW + 3_600_000,
        oddities: [],
      },
    });
    const headers = headersOf(got.ok ? got.credential : undefined);
    expect(headers.authorization).toMatch(/^Bearer eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it('is a JWT the account signs for the address, where Google manages the client', async () => {
    const got = await obtain({ learned: managed, wish: { as, proxyAuthorization: true }, manyPaths: true });
    expect(got).toMatchObject({
      ok: true,
      plan: { kind: 'self-signed-jwt' },
      facts: {
        kind: 'self-signed-jwt',
        header: 'proxy-authorization',
        iss: as,
        sub: as,
        email: as,
        aud: ['https://dash.acme.test/*'],
        issuedAt: NOW,
        expiresAt: NOW + 3_600_000,
      },
    });
    expect(Object.keys(headersOf(got.ok ? got.credential : undefined))).toEqual(['proxy-authorization']);
    expect(asked()).toEqual(['signJwt']);
  });

  it('is for the audience that was given, whatever was learned', async () => {
    const got = await obtain({ wish: { as, audience: 'mine', proxyAuthorization: false } });
    expect(got).toMatchObject({ ok: true, facts: { kind: 'id-token', aud: ['mine'] } });
  });

  it('is minted once for all who ask, until five minutes before it expires', async () => {
    await Promise.all([obtain(), obtain(), obtain()]);
    await obtain();
    now = NOW + 54 * 60_000;
    await obtain();
    expect(asked()).toEqual(['generateIdToken']);
    now = NOW + 55 * 60_000;
    const got = await obtain();
    expect(asked()).toHaveLength(2);
    expect(got).toMatchObject({ facts: { issuedAt: now } });
  });

  it('is another one for another audience, account or connection', async () => {
    await obtain();
    await obtain({ wish: { as, audience: 'b', proxyAuthorization: false } });
    await obtain({
      wish: { as: 'hr-sync@acme-prod.iam.gserviceaccount.com' as Email, proxyAuthorization: false },
    });
    const other = createGoogle({ endpoint: new URL(emulator.url) });
    await obtain({ google: other });
    other.close();
    expect(asked()).toHaveLength(4);
  });

  it('is nowhere to be seen in what is handed around', async () => {
    const got = await obtain();
    const [token = ''] = Object.values(headersOf(got.ok ? got.credential : undefined));
    const [, , signature = ''] = token.split('.');
    expect(signature.length).toBeGreaterThan(100);
    for (const shown of [JSON.stringify(got), inspect(got, { depth: 9, showHidden: true }), String(got)]) {
      expect(shown).not.toContain(signature.slice(0, 12));
      expect(shown).not.toContain(token.slice(7, 40));
    }
  });

  it('waits for nobody else longer than its own question lasts', async () => {
    emulator.faults.push({ api: 'iamcredentials', kind: 'hang', times: 1 });
    const [earlier, question] = [new AbortController(), new AbortController()];
    const first = obtain({ call: terms({ signal: earlier.signal }) });
    const second = obtain({ call: terms({ signal: question.signal }) });
    question.abort();
    expect(await second).toMatchObject({ ok: false, why: 'not-minted', spot: { code: 'deadline-exceeded' } });
    earlier.abort();
    expect(await first).toMatchObject({ ok: false });
  });
});

describe('what could not be minted', () => {
  it('names the role on that very account', async () => {
    deny('iam.serviceAccounts.getOpenIdToken');
    expect(await obtain()).toMatchObject({
      ok: false,
      why: 'not-minted',
      spot: {
        code: 'token-not-minted',
        what: `I could not mint an identity token for ${as}: I am not allowed to.`,
        needs: `roles/iam.serviceAccountOpenIdTokenCreator on ${as} (permission iam.serviceAccounts.getOpenIdToken)`,
      },
    });
  });

  it('names the other role for a self-signed JWT, and sends what IAP may take after all', async () => {
    deny('iam.serviceAccounts.signJwt');
    const got = await obtain({ learned: managed });
    expect(got).toMatchObject({
      ok: true,
      plan: { kind: 'id-token', audience: CLIENT },
      blindSpots: [{ needs: expect.stringContaining(`roles/iam.serviceAccountTokenCreator on ${as}`) }],
    });
    deny('iam.serviceAccounts.getOpenIdToken');
    expect(
      await obtain({
        learned: managed,
        wish: { as, audience: 'https://dash.acme.test/', proxyAuthorization: false },
      }),
    ).toMatchObject({
      ok: false,
      plan: { kind: 'self-signed-jwt' },
    });
  });

  it('says that an account is disabled', async () => {
    for (const account of emulator.world.serviceAccounts) account.disabled = account.email === as;
    expect(await obtain()).toMatchObject({
      ok: false,
      spot: {
        what: expect.stringContaining('the account is disabled'),
        needs: expect.stringContaining(`gcloud iam service-accounts enable ${as} --project=acme-prod`),
      },
    });
  });

  it('says that there is no such account', async () => {
    const nobody = 'nobody@acme-prod.iam.gserviceaccount.com' as Email;
    expect(await obtain({ wish: { as: nobody, proxyAuthorization: false } })).toMatchObject({
      ok: false,
      spot: { code: 'token-not-minted', what: expect.stringContaining('there is no such service account') },
    });
  });

  it('says both where the account may not be looked up', async () => {
    deny('iam.serviceAccounts.*');
    expect(await obtain()).toMatchObject({
      ok: false,
      spot: { what: expect.stringMatching(/not allowed to \(or there is no such account/) },
    });
  });

  it.each([
    ['api-disabled', 'token-not-minted', /enabling iamcredentials\.googleapis\.com/],
    ['throttled', 'api-throttled', /waiting/],
    ['server-error', 'api-unavailable', /in a moment/],
    ['half-json', 'api-unavailable', /in a moment/],
    ['not-found', 'token-not-minted', /an existing service account/],
  ] as const)('tells %s', async (kind, code, needs) => {
    emulator.faults.push({ api: 'iamcredentials', kind });
    expect(await obtain()).toMatchObject({ ok: false, spot: { code, needs: expect.stringMatching(needs) } });
  });

  it('is not remembered', async () => {
    emulator.faults.push({ api: 'iamcredentials', kind: 'forbidden', times: 1 });
    expect(await obtain()).toMatchObject({ ok: false });
    expect(await obtain()).toMatchObject({ ok: true });
  });
});

describe('a credential from a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'iap-doctor-obtain-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const from = (text: string, proxyAuthorization = false) => {
    const tokenFile = join(folder, 'token.txt');
    writeFileSync(tokenFile, text, { mode: 0o600 });
    return obtain({ wish: { tokenFile, proxyAuthorization } });
  };

  it('is sent as a client would send it, and asks nothing of Google', async () => {
    const token = jwtOf(idClaims);
    const got = await from(`${token}\n`, true);
    expect(headersOf(got.ok ? got.credential : undefined)).toEqual({
      'proxy-authorization': `Bearer ${token}`,
    });
    expect(got).toMatchObject({
      facts: { kind: 'id-token', origin: join(folder, 'token.txt') },
      plan: undefined,
    });
    expect(emulator.requests).toEqual([]);
  });

  it('keeps what is wrong with it, so that IAP\u2019s own refusal is seen', async () => {
    const got = await from('"abc.def.ghi"');
    expect(headersOf(got.ok ? got.credential : undefined)).toEqual({ authorization: 'Bearer "abc.def.ghi"' });
    expect(got).toMatchObject({ facts: { oddities: ['quoted', 'not-a-jwt'] } });
  });

  it.each([
    ['nothing', '\n', /is empty/],
    [
      'a refresh token',
      `1//0g${'a'.repeat(40)}`,
      /a refresh token, which belongs to Google alone: nothing was sent/,
    ],
    ['a client secret', 'GOCSPX-abcdefghijklmnop', /the secret of an OAuth client: nothing was sent/],
    ['an API key', `AIza${'a'.repeat(35)}`, /an API key: nothing was sent/],
    ['two quotes', '""', /holds no token/],
    [
      'a character no header carries',
      'abc\u2028d\u00e9f',
      /no header can carry \(U\+00E9\): nothing was sent/,
    ],
  ])('is refused where it is %s', async (_what, text, sentence) => {
    const got = await from(text);
    expect(got).toMatchObject({ ok: false, why: 'usage', sentence: expect.stringMatching(sentence) });
  });
});

it('sends nothing where nothing was asked for', async () => {
  const got = await obtain({ wish: { proxyAuthorization: false } });
  expect(got).toMatchObject({ ok: true, facts: { kind: 'none', origin: 'no credential' } });
  expect(headersOf(got.ok ? got.credential : undefined)).toEqual({});
});
