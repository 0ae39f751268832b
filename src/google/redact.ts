/** Makes Google's own sentences fit to be shown: one line, short, and without anything that could be used to sign in. */

const SECRETS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?/g,
  /\bya29\.[A-Za-z0-9_.-]+/g,
  /\b1\/\/[A-Za-z0-9_-]{20,}/g,
  /\bAIza[A-Za-z0-9_-]{20,}/g,
  /\bGOCSPX-[A-Za-z0-9_-]+/g,
  /\bxox[a-z]-[A-Za-z0-9-]+/g,
];
/** Keeps the word before the secret, so that the sentence stays readable. */
const NAMED: readonly RegExp[] = [
  /\b(bearer\s+)[A-Za-z0-9._~+/=-]+/gi,
  /\b((?:access|refresh|id)_?token["']?\s*[:=]\s*["']?)[^\s"'&,}]+/gi,
  /\b((?:client_?secret|private_?key|password|api_?key)["']?\s*[:=]\s*["']?)[^\s"'&,}]+/gi,
];
const REMOVED = '[removed]';
/** Shorter tokens are words of an emulator, not secrets, and would tear holes into sentences. */
const SECRET_LENGTH = 9;

/** The text without secrets: the given tokens wherever they stand, and whatever has the form of one. */
export function redact(text: string, tokens: Iterable<string>): string {
  let clean = text;
  for (const token of tokens) if (token.length >= SECRET_LENGTH) clean = clean.replaceAll(token, REMOVED);
  for (const form of SECRETS) clean = clean.replace(form, REMOVED);
  for (const form of NAMED) clean = clean.replace(form, `$1${REMOVED}`);
  return clean;
}

/** Control characters, line breaks and runs of blanks become one blank; cut to at most `limit` characters. */
export function oneLine(text: string, limit: number): string {
  const flat = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  const characters = [...flat.slice(0, limit * 2)];
  if (characters.length <= limit && flat.length <= limit * 2) return flat;
  return `${characters.slice(0, limit - 1).join('')}…`;
}
