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
const DEEPEST = 8;
const LONGEST = 8_000;

/** A text without secrets, cut at 8,000 characters. */
export function scrubText(text: string): string {
  let clean = redact(text.slice(0, LONGEST), []);
  for (const [form, kept] of FORMS) clean = clean.replace(form, kept);
  return text.length > LONGEST ? `${clean}…` : clean;
}

function scrubError(error: Error, depth: number): Record<string, unknown> {
  const { message, stack, cause, ...rest } = {
    ...error,
    message: error.message,
    stack: error.stack,
    cause: error.cause,
  };
  return {
    type: error.name,
    message: scrubText(message),
    stack: stack === undefined ? undefined : scrubText(stack),
    ...(cause === undefined ? {} : { cause: scrub(cause, depth + 1) }),
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, scrubField(key, value, depth)])),
  };
}

function scrubField(key: string, value: unknown, depth: number): unknown {
  const secret =
    SECRET_FIELD.test(key) && value !== undefined && value !== null && typeof value !== 'boolean';
  return secret ? REMOVED : scrub(value, depth + 1);
}

/** A copy without secrets, at most eight levels deep; errors become plain objects. Never throws for what it is given. */
export function scrub(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrubText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return '[deeper]';
  if (value instanceof Error) return scrubError(value, depth);
  if (value instanceof URL || value instanceof Date) return scrubText(String(value));
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map((item) => scrub(item, depth + 1));
  if (value instanceof Map || value instanceof Set) return scrub([...value], depth);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, scrubField(key, item, depth)]));
}
