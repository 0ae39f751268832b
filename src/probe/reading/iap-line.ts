/** The words IAP refuses with, told apart by family (literals of IAP's own replies). Pure. */
import type { Reply } from '../observation.js';
import { oneLine, plainText } from './reply.js';

/** Why IAP did not take a credential. `other`: its prefix, and a reason that is not known. */
export type Refusal =
  | 'empty'
  | 'unparsable'
  | 'signature'
  | 'foreign-jwt'
  | 'no-email'
  | 'audience'
  | 'audience-unlisted'
  | 'expired'
  | 'other';

export type IapLine =
  | {
      readonly kind: 'credential';
      readonly refusal: Refusal;
      /** The place uses Identity Platform. */
      readonly gcip: boolean;
      /** IAP's words after the prefix, without anything that was in the token. */
      readonly reason: string;
      /** The token's audience and the expected one, where IAP names them. */
      readonly actual?: string;
      readonly expected?: string;
    }
  | { readonly kind: 'denied'; readonly app: string | undefined; readonly email: string }
  | { readonly kind: 'denied-page' }
  | { readonly kind: 'no-oauth-client' }
  | { readonly kind: 'no-service-agent' }
  | { readonly kind: 'error-code'; readonly number: number };

const CREDENTIAL = /^invalid (iap credentials|gcip id token)\b:?\s*(.*)$/i;
const AUDIENCE = /'aud' claim \((.*?)\) doesn't match expected value \((.*)\)\)$/i;
const DENIED = /^(?:(.{1,200}?): )?Access denied\. For user (\S+?)\.?$/i;

/** The families in the order in which they are tried; the first that fits. */
const REASONS: readonly (readonly [Refusal, RegExp])[] = [
  ['empty', /^empty token\.?$/i],
  ['unparsable', /^unable to parse jwt/i],
  ['signature', /^jwt signature is invalid/i],
  ['foreign-jwt', /^jwt payload is invalid/i],
  ['no-email', /^jwt 'email' claim isn't a string/i],
  ['audience', /^jwt audience doesn't match/i],
  ['audience-unlisted', /^(?:invalid bearer token\. )?invalid jwt audience\.?$/i],
  ['expired', /\bexpired?\b/i],
];

/** IAP's line about a credential; nothing when the text does not begin with one. */
function readCredentialLine(line: string): (IapLine & { readonly kind: 'credential' }) | undefined {
  const found = CREDENTIAL.exec(line);
  if (!found) return undefined;
  const gcip = /gcip/i.test(found[1] ?? '');
  const words = found[2] ?? '';
  const refusal = REASONS.find(([, pattern]) => pattern.test(words))?.[0] ?? 'other';
  // The app's own token is quoted behind "for payload"; nobody else is to read it.
  const reason = words.replace(/\s*for payload[\s\S]*$/i, '').slice(0, 200);
  const claims = AUDIENCE.exec(words);
  if (!claims) return { kind: 'credential', refusal, gcip, reason };
  return {
    kind: 'credential',
    refusal,
    gcip,
    reason: "JWT audience doesn't match this application",
    actual: claims[1] ?? '',
    expected: claims[2] ?? '',
  };
}

/** IAP's words in a reply, whatever its header says; nothing when the body is of another family. */
export function readIapLine(reply: Reply): IapLine | undefined {
  const line = oneLine(reply);
  if (line !== undefined) {
    const credential = readCredentialLine(line);
    if (credential) return credential;
    const denied = DENIED.exec(line);
    if (denied) return { kind: 'denied', app: denied[1], email: denied[2] ?? '' };
  }
  const text = plainText(reply.body);
  if (/^Empty Google Account OAuth client ID\(s\)\/secret\(s\)\.?/i.test(text))
    return { kind: 'no-oauth-client' };
  if (/^(?:.{0,80} )?The IAP service account is not provisioned\b/i.test(text))
    return { kind: 'no-service-agent' };
  const code =
    /^(?:.{0,80} )?There was a problem with your request\. Error code:? (\d{1,6})\b/i.exec(text) ??
    /^(?:.{0,80} )?An internal server error occurred while authorizing your request\. Error (\d{1,6}) code\b/i.exec(
      text,
    );
  if (code) return { kind: 'error-code', number: Number(code[1]) };
  if (reply.status === 403 && /<title>\s*You don('|&#39;|\u2019)t have access\s*<\/title>/i.test(reply.body))
    return { kind: 'denied-page' };
  return undefined;
}

/** An error code named anywhere in a reply that is IAP's by its mark: the pages differ, the two words do not. */
export function markedErrorCode(reply: Reply): number | undefined {
  const found = /\berror code:? (\d{1,6})\b/i.exec(plainText(reply.body));
  return found ? Number(found[1]) : undefined;
}
