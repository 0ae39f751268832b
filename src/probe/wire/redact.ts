/** Takes everything that could be used to sign in out of what came over the wire, before anybody else sees it. */
import type { Fields } from '../observation.js';
import { redactUrl } from './redact-url.js';

export const REMOVED = '[removed]';

/** Things that look like a secret wherever they stand. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, REMOVED],
  // A JWT whole or cut short: its header alone tells what it was.
  [/\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4}/g, REMOVED],
  [/\bya29\.[\w.-]+/g, REMOVED],
  [/\b1\/\/[\w-]{20,}/g, REMOVED],
  [/\bAIza[\w-]{20,}/g, REMOVED],
  [/\bGOCSPX-[\w-]+/g, REMOVED],
  [/\bxox[a-z]-[\w-]+/g, REMOVED],
  // "Invalid bearer token." is what IAP says, and no token.
  [
    /\b((?:bearer|basic|negotiate)\s+)(?!error=|realm=|scope=|charset=|(?:tokens?|authentication|authorization|credentials?)[.,;:]?(?:\s|$))[\w.~+/=-]{6,}/gi,
    `$1${REMOVED}`,
  ],
  // IAP's own cookies: the nonce stands in the name.
  [/\b(GCP_IAP_XSRF_NONCE)_[\w%+/=-]*?(?==|[;,\s"'&<]|$)/g, `$1_${REMOVED}`],
  [/\b((?:__(?:Host|Secure)-)?GCP_IA+P_[\w[\]]+=)[^;,\s"'&<]+/g, `$1${REMOVED}`],
  [
    /\b((?:access|refresh|id|session|auth|csrf|xsrf)[_-]?token["']?\s*[:=]\s*["']?)[^\s"'&,;}<]{4,}/gi,
    `$1${REMOVED}`,
  ],
  [
    /([?&](?:amp;)?(?:state|code|nonce|code_challenge|assertion|ticket|sig|signature)=)[^\s"'&<>#]+/gi,
    `$1${REMOVED}`,
  ],
  [
    /\b((?:client_?secret|private_?key|password|api_?key)["']?\s*[:=]\s*["']?)[^\s"'&,;}<]+/gi,
    `$1${REMOVED}`,
  ],
];
/** Shorter ones are words, and would tear holes into every sentence. */
const SECRET_LENGTH = 8;

/** Every piece of the credentials a request carried that a server might send back: whole, without its scheme, parts of a JWT. */
export function secretsIn(headers: Readonly<Record<string, string>>): readonly string[] {
  const pieces = new Set<string>();
  for (const [name, value] of Object.entries(headers)) {
    if (!SECRET_HEADER.test(name)) continue;
    const cookies = /cookie/i.test(name)
      ? value.split(/;\s*/).map((pair) => pair.slice(pair.indexOf('=') + 1))
      : [];
    for (const text of [value, ...value.split(/\s+/), ...cookies])
      for (const piece of [text, ...text.split('.')])
        for (const form of [piece, encodeURIComponent(piece), Buffer.from(piece).toString('base64')])
          if (piece.length >= SECRET_LENGTH && !/^(?:bearer|basic)$/i.test(piece)) pieces.add(form);
  }
  return [...pieces].sort((a, b) => b.length - a.length);
}

/** Values of cookies that a reply sets: an app that shows its own cookie in a page shows a session. */
export function cookiesIn(headers: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const values = (headers['set-cookie'] ?? []).map((field) => /^[^=;]*=([^;]*)/.exec(field)?.[1] ?? '');
  return values.flatMap((value) =>
    value.length >= SECRET_LENGTH ? [value, Buffer.from(value).toString('base64')] : [],
  );
}

/** A text without the given secrets and without anything that has the form of one. */
export function redactText(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, REMOVED);
  clean = clean.replace(/https?:\/\/[^\s<>"'`]+/gi, redactUrl);
  for (const [form, kept] of FORMS) clean = clean.replace(form, kept);
  return clean;
}

/** Fields whose value is a credential whatever it looks like. */
const SECRET_HEADER =
  /^(?:(?:proxy-|x-serverless-|x-forwarded-|x-original-)?authorization|cookie|x-goog-iap-jwt-assertion|x-api-key|authentication-info|.*-(?:token|secret|assertion))$/i;
const ADDRESS_HEADER = /^(?:location|content-location|refresh|referer|link|origin-location)$/;

/** A `Set-Cookie` keeps the name and the attributes. */
const redactCookie = (value: string): string => value.replace(/^([^=;]*)=[^;]*/, `$1=${REMOVED}`);

function redactField(name: string, value: string, secrets: readonly string[]): string {
  if (SECRET_HEADER.test(name)) return REMOVED;
  if (name.endsWith('-bin')) {
    const inside = Buffer.from(value, 'base64').toString('latin1');
    return redactText(inside, secrets) === inside ? value : REMOVED;
  }
  const plain = name === 'set-cookie' ? redactCookie(value) : value;
  const addressed = ADDRESS_HEADER.test(name)
    ? plain.replace(/(?:[a-z][a-z0-9+.-]*:\/\/|\/)[^\s<>"]*/gi, redactUrl)
    : plain;
  return redactText(addressed, secrets);
}

/** All fields of a reply, clean. */
export function redactFields(
  fields: Readonly<Record<string, readonly string[]>>,
  secrets: readonly string[],
): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, values]) => [
      redactText(name, secrets),
      values.map((value) => redactField(name, value, secrets)),
    ]),
  );
}
