/** One thing Google said, as it is stored, and how it is believed again when read back. */
import { z } from 'zod';
import type { Look, LookProblem } from '../google/ports.js';
import type { FactKey } from './keys.js';
import type { Dated } from './lifetime-rule.js';
import type { Revive } from './ports.js';
import { isApi } from './problems.js';
import { type Refusal, worthOf } from './refusals.js';

/**
 * A value, or the definite word that there is none. A definite refusal is written the same way but kept in a place of its
 * own ({@link decodeRefusal}); other failures are never stored.
 */
export interface Entry<T = unknown> {
  /** Milliseconds; the moment the read began, so that a copy is never taken for newer than it is. */
  readonly at: number;
  /** Names the read it came from. */
  readonly by: string;
  readonly look: Look<T>;
}

/** Larger values stay in the process: moving them would hold up everybody else who shares the store. */
const MAX_TEXT = 2_000_000;
const FORMAT = 1;
const HEAD = /^(\d{1,15}) (?=\{)/;

const problem = z.object({
  kind: z.enum(['not-found', 'forbidden', 'api-disabled', 'edition', 'invalid']),
  api: z.string().refine(isApi),
  resource: z.string(),
  status: z.number().optional(),
  message: z.string(),
});
const envelope = z.object({
  format: z.literal(FORMAT),
  of: z.string(),
  by: z.string().min(1),
  look: z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value: z.unknown() }),
    z.object({ ok: z.literal(false), problem }),
  ]),
});

/** The two things the rule of ages looks at. */
export const dated = (entry: Entry): Dated => ({ at: entry.at, found: entry.look.ok });

/**
 * The text stored for an entry: its time, a space, and JSON that also names the fact it belongs to. Undefined when the
 * value is too large or not JSON.
 */
export function encodeEntry(key: FactKey, entry: Entry): string | undefined {
  try {
    const body = JSON.stringify({ format: FORMAT, of: key.hash, by: entry.by, look: entry.look });
    return body.length > MAX_TEXT ? undefined : `${Math.max(0, Math.floor(entry.at))} ${body}`;
  } catch {
    return undefined;
  }
}

/** Reads a stored text; nothing when it is not ours, belongs to another fact, was tampered with, or is a refusal. */
export function decodeEntry(key: FactKey, text: string | undefined): Entry | undefined {
  const entry = decode(key, text);
  return entry && worthOf(entry.look) !== 'refused' ? entry : undefined;
}

/** Reads a stored refusal; nothing for whatever else stands in its place. */
export function decodeRefusal(key: FactKey, text: string | undefined): Refusal | undefined {
  const entry = decode(key, text);
  if (!entry || entry.look.ok || worthOf(entry.look) !== 'refused') return undefined;
  return { at: entry.at, by: entry.by, problem: entry.look.problem };
}

function decode(key: FactKey, text: string | undefined): Entry | undefined {
  const head = text === undefined ? null : HEAD.exec(text);
  if (text === undefined || !head) return undefined;
  let body: unknown;
  try {
    body = JSON.parse(text.slice(head[0].length));
  } catch {
    return undefined;
  }
  const parsed = envelope.safeParse(body);
  if (!parsed.success || parsed.data.of !== key.hash) return undefined;
  const { by, look } = parsed.data;
  const at = Number(head[1]);
  if (look.ok) return { at, by, look };
  const { status, ...rest } = look.problem;
  const problem: LookProblem = { ...rest, ...(status === undefined ? {} : { status }) };
  return { at, by, look: { ok: false, problem } };
}

/** Lets the asker judge a value that came out of a store. A reviver that throws has not recognised it. */
export function reviveEntry<T>(entry: Entry, revive: Revive<T>): Entry<T> | undefined {
  const { at, by, look } = entry;
  if (!look.ok) return { at, by, look };
  try {
    const value = revive(look.value);
    return value === undefined ? undefined : { at, by, look: { ok: true, value } };
  } catch {
    return undefined;
  }
}
