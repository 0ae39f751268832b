/** What IAP says when it refuses, word by word, with the header that marks its answers. */
import { type Answer, escapeHtml, type Headers } from './exchange.js';

/** The sign that IAP itself answered (IAP, "Query parameters and headers"). */
export const IAP_MARK = { 'x-goog-iap-generated-response': 'true' } as const;

/** One line of plain text that calls itself HTML, as measured. */
export function iapLine(status: number, line: string, headers: Headers = IAP_MARK): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=UTF-8', ...headers }, body: line };
}

/** Why a credential is not good enough, in IAP's own words without the family's prefix. */
export const CREDENTIAL = {
  empty: 'empty token',
  unparsable: 'Unable to parse JWT',
  signature: 'JWT signature is invalid',
  email: "JWT 'email' claim isn't a string",
  // Not found anywhere: the documentation only says that `exp` is honoured.
  expired: 'JWT has expired',
  audience: (given: string, expected: string): string =>
    `JWT audience doesn't match this application ('aud' claim (${given}) doesn't match expected value (${expected}))`,
  unlisted: { newest: 'Invalid bearer token. Invalid JWT audience.', newer: 'Invalid JWT audience.' },
  foreign: (payload: string): string =>
    `Jwt payload is invalid [Line 0, column 7: No quote found for string field] for payload ${payload}`,
} as const;

export const iapCredential = (reason: string): string => `Invalid IAP credentials: ${reason}`;
export const gcipCredential = (reason: string): string => `Invalid GCIP ID token: ${reason}`;

/** A code instead of words, shown on the app's own domain. */
export function codePage(code: number, status: number): Answer {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=UTF-8', ...IAP_MARK },
    body: `<!DOCTYPE html><html lang="en"><head><title>Error</title></head><body><p>There was a problem with your request. Error code ${code}</p></body></html>\n`,
  };
}

/** 403 for clients that are no browser; some carry the name of the app's consent screen. */
export const deniedLine = (email: string, app?: string): Answer =>
  iapLine(403, `${app === undefined ? '' : `${app}: `}Access denied. For user ${email}.`);

/** 403 as a redirect to the company's own page (`accessDeniedPageSettings.accessDeniedPageUri`). */
export const deniedElsewhere = (location: string): Answer => ({
  ...iapLine(302, ''),
  headers: { location, ...IAP_MARK },
});

/** 403 for browsers. */
export function deniedPage(email: string): Answer {
  return {
    status: 403,
    headers: { 'content-type': 'text/html; charset=UTF-8', ...IAP_MARK },
    body: `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>You don't have access</title></head><body><h1>You don't have access</h1><p>You are signed in as ${escapeHtml(email)}. Ask the owner of the app for access.</p></body></html>\n`,
  };
}

export const noOauthClient: Answer = iapLine(502, 'Empty Google Account OAuth client ID(s)/secret(s).', {});

export const noServiceAgent: Answer = iapLine(
  403,
  'The IAP service account is not provisioned. Please follow the instructions to create service account and rectify IAP and Cloud Run setup: https://cloud.google.com/iap/docs/enabling-cloud-run',
);

export const internalError: Answer = iapLine(
  403,
  'An internal server error occurred while authorizing your request. Error 36 code.',
);

export const throttledByIap: Answer = iapLine(429, 'Too many requests.');
