/** IAM Credentials v1: tokens of service accounts; and Google's token information for access tokens. */
import { z } from 'zod';
import { asker } from './api.js';
import type { Client } from './client.js';
import { optionalText } from './fields.js';
import { lazy } from './lazy.js';
import { mapLook } from './look.js';
import { plain } from './plain.js';
import type { AccessTokenInfo, TokenPort } from './ports.js';
import { Secret } from './ports-secret.js';

const v1 = lazy(async () => {
  const { iamcredentials_v1 } = await import('googleapis/build/src/apis/iamcredentials/v1.js');
  return new iamcredentials_v1.Iamcredentials({}).projects.serviceAccounts;
});

const token = z.string().min(1);
const idToken = z.object({ token });
const signed = z.object({ signedJwt: token });

/** Numbers come as text from this endpoint. */
const seconds = z.coerce.number().int().nonnegative().optional().catch(undefined);
const info: z.ZodType<AccessTokenInfo> = z
  .object({ scope: optionalText, aud: optionalText, email: optionalText, expires_in: seconds })
  .transform(({ scope, aud, email, expires_in }) => ({
    scopes: (scope ?? '').split(/\s+/).filter((one) => one !== ''),
    audience: aud,
    email,
    expiresIn: expires_in,
  }));

const TOKEN_INFO = 'https://oauth2.googleapis.com/tokeninfo';

/** `bare` sends no credential of ours: to Google's token information a bearer token would be the one it is asked about. */
export function tokenPort(client: Client, bare: Client): TokenPort {
  const api = asker(client, 'iamcredentials');
  const oauth = asker(bare, 'oauth2');
  // An address may hold characters that would end the path; Google's own examples keep the `@` as it is.
  const nameOf = (account: string): string =>
    `projects/-/serviceAccounts/${encodeURIComponent(account).replace('%40', '@')}`;
  return {
    idToken: async (account, audience, call) => {
      const name = nameOf(account);
      const requestBody = { audience, includeEmail: true };
      const look = await api.read(`${name}:generateIdToken`, call, idToken, async (options) =>
        (await v1()).generateIdToken({ name, requestBody }, options),
      );
      return mapLook(look, (answer) => new Secret(answer.token));
    },
    signJwt: async (account, claims, call) => {
      const name = nameOf(account);
      const requestBody = { payload: JSON.stringify(claims) };
      const look = await api.read(`${name}:signJwt`, call, signed, async (options) =>
        (await v1()).signJwt({ name, requestBody }, options),
      );
      return mapLook(look, (answer) => new Secret(answer.signedJwt));
    },
    describe: (accessToken, call) =>
      // In the body, so that it is in no address that anybody may log.
      oauth.read(
        'tokeninfo',
        call,
        info,
        plain(TOKEN_INFO, new URLSearchParams({ access_token: accessToken.reveal() })),
      ),
  };
}
