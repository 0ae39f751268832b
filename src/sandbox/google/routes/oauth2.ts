/** Google's token information: what an access token is good for, told to whoever holds it. */
import { GoogleApiError } from '../http/errors.js';
import type { Call, Route } from '../http/route.js';

/** OAuth's own form of an error, which this endpoint uses (RFC 6749 §5.2). */
const unknownToken = (): GoogleApiError =>
  new GoogleApiError(
    { status: 400, body: { error: 'invalid_token', error_description: 'Invalid Value' } },
    'Invalid Value',
  );

function tokenInfo(call: Call): unknown {
  const { access_token: token } = call.body;
  const found = typeof token === 'string' ? call.switches.tokens.readAccessToken(token) : undefined;
  if (!found) throw unknownToken();
  const account = call.world.serviceAccounts.find(({ email }) => email === found.email);
  const client = account?.uniqueId ?? '32555940559.apps.googleusercontent.com';
  // Numbers travel as text here.
  const expiresIn = Math.floor((found.expiresAt - call.world.clock.now()) / 1000);
  return {
    azp: client,
    aud: client,
    scope: found.scopes.join(' '),
    exp: String(Math.floor(found.expiresAt / 1000)),
    expires_in: String(expiresIn),
    email: found.email,
    email_verified: 'true',
    access_type: 'online',
  };
}

export const oauth2Routes: readonly Route[] = [
  { api: 'oauth2', method: 'POST', path: /^\/tokeninfo$/, form: true, handle: tokenInfo },
];
