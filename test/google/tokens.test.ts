/** Tokens of service accounts: what is asked of IAM Credentials, and that nothing of an answer can be printed. */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/google/ports-secret.js';
import type { Email } from '../../src/names/index.js';
import { apiError, TOKEN, terms, withServer } from './server.js';

const account = 'probe@acme-prod.iam.gserviceaccount.com' as Email;
const name = '/v1/projects/-/serviceAccounts/probe@acme-prod.iam.gserviceaccount.com';
const claims = { iss: account, sub: account, aud: 'https://dash.acme.test/*', iat: 1, exp: 3601 };
const TEXT = 'header-of-it.claims-of-it.signature-of-it';

describe('a secret', () => {
  it('shows itself in no way of printing', () => {
    const secret = new Secret(TEXT);
    const shown = [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ deep: { secret } }, { depth: 9, showHidden: true }),
      Object.entries(secret).join(),
      JSON.stringify(structuredClone({ secret })),
      new Error(`no ${secret}`, { cause: secret }).stack ?? '',
    ];
    for (const text of shown) expect(text).not.toContain('of-it');
    expect(shown.slice(0, 2)).toEqual(['[secret]', '[secret]']);
    expect(secret.reveal()).toBe(TEXT);
  });
});

describe('minting', () => {
  it('asks for an identity token with the e-mail in it', async () => {
    await withServer([{ json: { token: TEXT } }], async (server) => {
      const call = terms();
      const look = await server.google().tokens.idToken(account, 'client.apps.googleusercontent.com', call);
      expect(server.requests[0]).toMatchObject({
        method: 'POST',
        path: `${name}:generateIdToken`,
        query: [],
        body: { audience: 'client.apps.googleusercontent.com', includeEmail: true },
      });
      expect(look.ok && look.value.reveal()).toBe(TEXT);
      expect(call.counted).toEqual(['iamcredentials']);
    });
  });

  it('has a JWT signed as it stands', async () => {
    await withServer([{ json: { keyId: 'k', signedJwt: TEXT } }], async (server) => {
      const look = await server.google().tokens.signJwt(account, claims, terms());
      const [request] = server.requests;
      expect(request).toMatchObject({ method: 'POST', path: `${name}:signJwt` });
      const body = request?.body as { payload: string } | undefined;
      expect(JSON.parse(body?.payload ?? '')).toEqual(claims);
      expect(look.ok && look.value.reveal()).toBe(TEXT);
    });
  });

  it('keeps an address from ending the path', async () => {
    await withServer([{ json: { token: 'x' } }], async (server) => {
      await server.google().tokens.idToken('a?b#c/d@acme.test' as Email, 'x', terms());
      expect(server.requests[0]?.path).toBe(
        '/v1/projects/-/serviceAccounts/a%3Fb%23c%2Fd@acme.test:generateIdToken',
      );
    });
  });

  it.each([
    ['403', apiError(403, 'PERMISSION_DENIED', 'Permission denied'), 'forbidden'],
    ['404', apiError(404, 'NOT_FOUND', 'Not found'), 'not-found'],
    ['400', apiError(400, 'FAILED_PRECONDITION', 'disabled'), 'invalid'],
    [
      'a switched-off API',
      apiError(403, 'PERMISSION_DENIED', 'off', {
        details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'SERVICE_DISABLED' }],
      }),
      'api-disabled',
    ],
    ['an answer without a token', { json: {} }, 'malformed'],
    ['an empty token', { json: { token: '', signedJwt: '' } }, 'malformed'],
    ['half an answer', { text: '{"token": "abcdef' }, 'malformed'],
  ])('gives %s back as a value', async (_what, reply, kind) => {
    await withServer([reply], async (server) => {
      const { tokens } = server.google();
      expect(await tokens.idToken(account, 'x', terms())).toMatchObject({ ok: false, problem: { kind } });
      expect(await tokens.signJwt(account, claims, terms())).toMatchObject({ ok: false, problem: { kind } });
    });
  });

  it('tries again what passes', async () => {
    await withServer([apiError(503, 'UNAVAILABLE', 'later'), { json: { token: TEXT } }], async (server) => {
      const look = await server.google().tokens.idToken(account, 'x', terms());
      expect(look.ok).toBe(true);
      expect(server.requests).toHaveLength(2);
    });
  });
});

describe('asking about an access token', () => {
  const access = new Secret('ya29.c.an-access-token-of-somebody');
  it('sends it in the body, and nothing of our own with it', async () => {
    const json = {
      scope: 'openid  https://www.googleapis.com/auth/userinfo.email',
      aud: '104',
      expires_in: '3000',
    };
    await withServer([{ json }], async (server) => {
      const look = await server.google().tokens.describe(access, terms());
      const [request] = server.requests;
      expect(request).toMatchObject({ method: 'POST', path: '/tokeninfo', query: [] });
      expect(request?.body).toBe('access_token=ya29.c.an-access-token-of-somebody');
      expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded');
      expect(JSON.stringify(request?.headers)).not.toContain(TOKEN);
      expect(look).toEqual({
        ok: true,
        value: {
          scopes: ['openid', 'https://www.googleapis.com/auth/userinfo.email'],
          audience: '104',
          email: undefined,
          expiresIn: 3000,
        },
      });
    });
  });

  it('tells a token that Google does not know', async () => {
    const gone = { status: 400, text: '{"error":"invalid_token","error_description":"Invalid Value"}' };
    await withServer([gone], async (server) => {
      const look = await server.google().tokens.describe(access, terms());
      expect(look).toMatchObject({ ok: false, problem: { kind: 'invalid', api: 'oauth2' } });
    });
  });
});
