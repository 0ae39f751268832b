/** The emulated Google's tokens: made by the official client, checked with a library of other make. */
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Running, refusal, startAcme } from './harness.js';

let acme: Running;
beforeAll(async () => {
  acme = await startAcme();
});
afterAll(() => acme.emulator.close());

const email = 'ci-deployer@acme-prod.iam.gserviceaccount.com';
const name = `projects/-/serviceAccounts/${email}`;
const accounts = () => acme.google.credentials.projects.serviceAccounts;
const keys = (account?: string) =>
  createLocalJWKSet(acme.emulator.switches.tokens.publicKeys(account) as unknown as JSONWebKeySet);
const currentDate = (): Date => new Date(acme.clock.now());

describe('tokens of service accounts', () => {
  it('are signed with Google’s key when they are ID tokens, and live for an hour', async () => {
    const requestBody = { audience: 'x.apps.googleusercontent.com', includeEmail: true };
    const { data } = await accounts().generateIdToken({ name, requestBody });
    const { payload } = await jwtVerify(data.token ?? '', keys(), { currentDate: currentDate() });
    expect(payload).toMatchObject({ email, aud: 'x.apps.googleusercontent.com' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600);
  });

  it('are signed with the account’s own key when it signs for itself', async () => {
    const now = Math.floor(acme.clock.now() / 1000);
    const claims = { iss: email, sub: email, aud: 'https://dash.acme.test/*', iat: now, exp: now + 3600 };
    const { data } = await accounts().signJwt({ name, requestBody: { payload: JSON.stringify(claims) } });
    const { payload, protectedHeader } = await jwtVerify(data.signedJwt ?? '', keys(email), {
      currentDate: currentDate(),
    });
    expect(payload).toEqual(claims);
    expect(protectedHeader.kid).toBe(data.keyId);
    await expect(jwtVerify(data.signedJwt ?? '', keys(), { currentDate: currentDate() })).rejects.toThrow();
  });

  it('are refused for claims that are none, or that would outlive half a day', async () => {
    const sign = (payload: string) => refusal(accounts().signJwt({ name, requestBody: { payload } }));
    expect(await sign('[]')).toMatchObject({ code: 400 });
    expect(await sign('{"exp":9999999999}')).toMatchObject({ code: 400 });
  });

  it('need the right to make them', async () => {
    acme.emulator.world.caller.denied.push({ permission: 'iam.serviceAccounts.signJwt' });
    const denied = await refusal(accounts().signJwt({ name, requestBody: { payload: '{}' } }));
    expect(denied).toMatchObject({ code: 403, status: 'PERMISSION_DENIED' });
    acme.emulator.world.caller.denied.pop();
  });

  it('are opaque when they are access tokens, and over after their hour', async () => {
    const { data } = await accounts().generateAccessToken({ name, requestBody: { scope: ['openid'] } });
    const { tokens } = acme.emulator.switches;
    expect(tokens.readAccessToken(data.accessToken ?? '')).toMatchObject({ email, scopes: ['openid'] });
    acme.clock.move(3_600_001);
    expect(tokens.readAccessToken(data.accessToken ?? '')).toBeUndefined();
  });
});
