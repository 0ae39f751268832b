/** What a reply says by now, kept apart from what is shown of it: whoever sends or edits goes by this. */
import { z } from 'zod';
import type { Notes } from '../../../store/ports-notes.js';
import type { PublicWords } from './public-words.js';

/** As long as its buttons may be clicked with sense. */
const KEPT_MS = 8 * 24 * 3_600_000;

const piece = z.union([
  z.string(),
  z.object({ at: z.string() }),
  z.object({ code: z.string() }),
  z.object({ link: z.string(), text: z.string() }),
]);
const words = z.object({
  rank: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  headline: z.array(piece),
  lines: z.array(z.array(piece)),
});
const place = z.object({ channel: z.string(), threadTs: z.string() });
const state = z.object({
  /** One more for every change of what is shown. */
  version: z.number(),
  words,
  /** When it was put into the queue; milliseconds. */
  putAt: z.number(),
  service: z.string().optional(),
  because: z.array(z.string()),
  /** The answer of the same person a few minutes ago. */
  before: place.optional(),
  /** Others with the same answer in this channel: the key they share, and the first of them. */
  same: z.object({ key: z.string(), first: place }).optional(),
  /** One line without buttons. */
  bare: z.boolean(),
  /** Somebody said that it was no request. */
  ended: z.boolean(),
  quiet: z.object({ by: z.string(), until: z.number() }).optional(),
});
const shown = z.object({ ts: z.string(), version: z.number(), at: z.number() });

export type Place = z.infer<typeof place>;
export type ReplyState = z.infer<typeof state>;
/** Where a reply stands, which version of it, and since when (milliseconds). */
export type Shown = z.infer<typeof shown>;

export const placeFrom = (value: unknown): Place | undefined => place.safeParse(value).data;
export const samePlace = (a: Place, b: Place): boolean =>
  a.channel === b.channel && a.threadTs === b.threadTs;

const keyOf = (what: string, { channel, threadTs }: Place): string => `reply ${what} ${channel} ${threadTs}`;

export const readState = (notes: Notes, at: Place): Promise<ReplyState | undefined> =>
  notes.get(keyOf('state', at), (value) => state.safeParse(value).data);

export const readShown = (notes: Notes, at: Place): Promise<Shown | undefined> =>
  notes.get(keyOf('shown', at), (value) => shown.safeParse(value).data);

export const writeShown = (notes: Notes, at: Place, value: Shown): Promise<void> =>
  notes.put(keyOf('shown', at), value, KEPT_MS);

const SAID_MS = 2 * 3_600_000;

/** The text that was sent last, or was about to be. */
export const readSaid = (notes: Notes, at: Place): Promise<string | undefined> =>
  notes.get(keyOf('said', at), (value) => z.string().safeParse(value).data);

export const writeSaid = (notes: Notes, at: Place, text: string): Promise<void> =>
  notes.put(keyOf('said', at), text, SAID_MS);

export const writeState = (notes: Notes, at: Place, value: ReplyState): Promise<void> =>
  notes.put(keyOf('state', at), value, KEPT_MS);

/** The state with better words; the same state when they are no better, or when nobody wants them any more. */
export function withWords(before: ReplyState, better: PublicWords): ReplyState {
  if (before.ended || better.rank < before.words.rank) return before;
  if (JSON.stringify(better) === JSON.stringify(before.words)) return before;
  const next = {
    rank: better.rank,
    headline: [...better.headline],
    lines: better.lines.map((one) => [...one]),
  };
  // A rank alone is nothing one sees.
  const seen = JSON.stringify({ ...next, rank: 0 }) !== JSON.stringify({ ...before.words, rank: 0 });
  return { ...before, words: next, version: before.version + (seen ? 1 : 0) };
}
