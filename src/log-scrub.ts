/** Takes secrets out of what is about to be logged, by the name of the field and by the form of the text. */
import { redact } from './google/redact.js';

const REMOVED = '[removed]';
/** Fields whose value is a secret whatever it looks like. */
const SECRET_FIELD =
  /^(?:(?:proxy-|x-serverless-)?authorization|(?:set-)?cookie|x-goog-iap-jwt-assertion|.*(?:token|secret|password|credential|private_?key|api_?key|assertion)s?|response_?url)$/i;
/** Forms that only occur on our own side: Slack's app tokens and reply hooks, passwords in URLs. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/\bxapp-[A-Za-z0-9-]+/g, REMOVED],
  [/\bxoxe\.[A-Za-z0-9.-]+/g, REMOVED],
  [/(https:\/\/hooks\.slack\.com\/)[^\s"']+/g, `$1${REMOVED}`],
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:)[^\s/@]+@/gi, `$1${REMOVED}@`],
  [/\b(basic\s+)[A-Za-z0-9+/=]{6,}/gi, `$1${REMOVED}`],
];
const DEEPEST = 12;
const LONGEST = 8_000;

function scrubText(text: string): string {
  let clean = redact(text.slice(0, LONGEST), []);
  for (const [form, kept] of FORMS) clean = clean.replace(form, kept);
  return text.length > LONGEST ? `${clean}…` : clean;
}

function scrubField(key: string, value: unknown, depth: number): unknown {
  const harmless = value === null || typeof value === 'boolean';
  return SECRET_FIELD.test(key) && !harmless ? REMOVED : scrub(value, depth + 1);
}

/** A copy of a JSON value without secrets, texts cut at 8,000 characters, at most twelve levels deep. */
export function scrub(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrubText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return '[deeper]';
  if (Array.isArray(value)) return value.map((item) => scrub(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, scrubField(key, item, depth)]));
}
