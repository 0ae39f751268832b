/** Replies as IAP, Google and apps make them, for tests of what is learned from them. */
import type { Reply } from '../../../src/probe/observation.js';
import { reply } from '../observations.js';

const marked = { 'x-goog-iap-generated-response': ['true'], 'content-type': ['text/html'] };

/** IAP's redirect to Google's sign-in. */
export function signIn(query: Readonly<Record<string, string>>): Reply {
  const location = `https://accounts.google.com/o/oauth2/v2/auth?${new URLSearchParams(query)}`;
  return reply(302, {
    headers: { ...marked, location: [location] },
    body: 'Invalid IAP credentials: empty token',
  });
}

export const callback = (client: string): string =>
  `https://iap.googleapis.com/v1/oauth/clientIds/${client}:handleRedirect`;

/** IAP's refusal of a credential. */
export const refusal = (reason: string, status = 401): Reply =>
  reply(status, { headers: marked, body: `Invalid IAP credentials: ${reason}` });

export const wrongAudience = (actual: string, expected: string): Reply =>
  refusal(
    `JWT audience doesn't match this application ('aud' claim (${actual}) doesn't match expected value (${expected}))`,
  );
