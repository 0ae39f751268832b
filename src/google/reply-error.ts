/** Reads Google's error bodies: the sentence, the machine-readable reasons, and how long to wait before the next try. */
import { z } from 'zod';

export interface ReplyError {
  /** The body had Google's (or OAuth's) error form; a proxy's or a front end's page has not. */
  readonly fromApi: boolean;
  readonly message: string | undefined;
  /** `errors[].reason`, `details[].reason` (google.rpc.ErrorInfo) and the canonical status, as Google spells them. */
  readonly reasons: readonly string[];
  /** From google.rpc.RetryInfo, in milliseconds. */
  readonly retryMs: number | undefined;
}

const text = z.string().optional().catch(undefined);
const detail = z
  .object({ reason: text, retryDelay: text })
  .catch({ reason: undefined, retryDelay: undefined });
const detailed = z.object({
  code: z.union([z.number(), z.string()]).optional().catch(undefined),
  message: text,
  status: text,
  errors: z.array(detail).catch([]),
  details: z.array(detail).catch([]),
});
const errorShape = z.object({ error: z.union([z.string(), detailed]), error_description: text });

const NOTHING: ReplyError = { fromApi: false, message: undefined, reasons: [], retryMs: undefined };

/** What an error object says, wherever it stood: in an HTTP error, or in an operation that failed. */
export function readErrorValue(value: unknown): ReplyError {
  // Streaming methods wrap their error into an array of one.
  const parsed = errorShape.safeParse(Array.isArray(value) ? value[0] : value);
  if (!parsed.success) return NOTHING;
  const { error, error_description } = parsed.data;
  if (typeof error === 'string')
    return { ...NOTHING, fromApi: true, message: error_description ?? error, reasons: [error] };
  const details = [...error.errors, ...error.details];
  const given = [error.status, error.code?.toString(), ...details.map((each) => each.reason)];
  return {
    fromApi: true,
    message: error.message,
    reasons: given.filter((reason) => reason !== undefined),
    retryMs: details.map((each) => durationMs(each.retryDelay)).find((ms) => ms !== undefined),
  };
}

/** What the body of an HTTP error says; an empty or foreign body says nothing. */
export function readErrorBody(body: string): ReplyError {
  try {
    return readErrorValue(JSON.parse(body));
  } catch {
    return NOTHING;
  }
}

/** A protobuf duration (`1.5s`) in milliseconds. */
export function durationMs(duration: string | undefined): number | undefined {
  const seconds = /^(\d{1,9}(?:\.\d{1,9})?)s$/.exec(duration ?? '')?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** A Retry-After header (seconds or an HTTP date, RFC 9110 §10.2.3) in milliseconds from `now`. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
