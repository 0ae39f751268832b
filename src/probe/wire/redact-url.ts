/** An address without what could be used to sign in: values of its query stay only where they are known to be harmless. */

const REMOVED = '[removed]';

/** What identifies a sign-in without being part of its secret (OAuth 2.0, OpenID Connect, IAP's own parameters). */
const HARMLESS =
  /^(?:client_id|response_type|response_mode|scope|hd|login_hint|cred_ref|code_challenge_method|access_type|prompt|audience|gcp-iap-mode|iap-secure-token-test-type|error|error_description|error_subtype|hl|alt|page|pagesize|limit|format|version|v)$/i;
/** Values that are addresses themselves and are cleaned in turn. */
const NESTED =
  /^(?:redirect_uri|continue|followup|next|return|return_?to|returnurl|return_url|rd|url|target|dest(?:ination)?|service|relaystate_url)$/i;

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function cleanPair(pair: string, depth: number): string {
  const at = pair.indexOf('=');
  if (at < 0) return pair === '' ? '' : REMOVED;
  const key = pair.slice(0, at);
  const value = pair.slice(at + 1);
  // In a page the separator is written `&amp;`.
  const name = decoded(key)?.replace(/^amp;/, '');
  if (value === '') return pair;
  if (name !== undefined && HARMLESS.test(name)) return pair;
  const inner = name !== undefined && NESTED.test(name) && depth < 3 ? decoded(value) : undefined;
  if (inner === undefined || !/^(?:https?:\/\/|\/)/i.test(inner)) return `${key}=${REMOVED}`;
  return `${key}=${encodeURIComponent(clean(inner, depth + 1))}`;
}

function clean(url: string, depth: number): string {
  const [whole = '', query] = split(url.replace(/#.*$/s, ''), '?');
  const open = whole.replace(/^([a-z][a-z0-9+.-]*:)?(\/\/)[^/@]*@/i, '$1$2');
  if (query === undefined) return open;
  return `${open}?${query
    .split('&')
    .map((pair) => cleanPair(pair, depth))
    .join('&')}`;
}

function split(text: string, by: string): readonly [string, string | undefined] {
  const at = text.indexOf(by);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** The address without user name, fragment, and every query value that is not known to be harmless. */
export const redactUrl = (url: string): string => clean(url, 0);
