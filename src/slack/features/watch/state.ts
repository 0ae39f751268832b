/** What is known of a watch: its job's payload, and the notes by which buttons find it from any process. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Notes } from '../../../store/ports-notes.js';
import { LONGEST_MS } from './schedule.js';

const schema = z.object({
  id: z.string(),
  userId: z.string(),
  teamId: z.string().optional(),
  words: z.array(z.string()),
  what: z.enum(['why', 'probe']),
  about: z.enum(['self', 'other']),
  place: z.string(),
  person: z.string().optional(),
  channelId: z.string().optional(),
  /** Where everybody reads: the thread in which it was asked. Absent: told to the person alone. */
  threadTs: z.string().optional(),
  publicly: z.boolean(),
  /** Milliseconds. */
  startedAt: z.number(),
  /** What began it: a click, or somebody's word that it is done. */
  since: z.enum(['click', 'done']),
  /** What stood in the way then. */
  before: z.object({ key: z.string(), code: z.string().optional() }),
});
export type Watch = Readonly<z.infer<typeof schema>>;
export const reviveWatch = (value: unknown): Watch | undefined => schema.safeParse(value).data;

/** Somewhat longer than any watch lasts. */
const KEPT_MS = LONGEST_MS + 3_600_000;

const onSchema = z.object({ id: z.string(), startedAt: z.number() });
type On = z.infer<typeof onSchema>;
const reviveOn = (value: unknown): On | undefined => onSchema.safeParse(value).data;

const ofSchema = z.object({ userId: z.string(), seat: z.string() });
export const reviveOf = (value: unknown) => ofSchema.safeParse(value).data;

/** One watch per person, kind of question, place and person asked about; hashed, as it becomes part of a key. */
export function seatOf(of: {
  readonly userId: string;
  readonly what: string;
  readonly resource: string;
  readonly subject: string | undefined;
}): string {
  const parts = JSON.stringify([of.userId, of.what, of.resource, of.subject ?? null]);
  return createHash('sha256').update(parts).digest('hex').slice(0, 32);
}

const onKey = (seat: string): string => `watch on ${seat}`;
const ofKey = (id: string): string => `watch of ${id}`;
const stopKey = (id: string): string => `watch stopped ${id}`;

/** Takes the seat, or gives the watch that has it. */
export async function takeSeat(notes: Notes, seat: string, watch: Watch) {
  const own: On = { id: watch.id, startedAt: watch.startedAt };
  const { first, value } = await notes.claim(onKey(seat), own, KEPT_MS, reviveOn);
  if (first) await notes.put(ofKey(watch.id), { userId: watch.userId, seat }, KEPT_MS);
  return { first, id: value.id, startedAt: value.startedAt };
}

export const seatedAt = (notes: Notes, seat: string): Promise<On | undefined> =>
  notes.get(onKey(seat), reviveOn);

/** Whose watch it is. Undefined: there is none (any more). */
export const ownerOf = (notes: Notes, id: string) => notes.get(ofKey(id), reviveOf);

export const isStopped = async (notes: Notes, id: string): Promise<boolean> =>
  (await notes.get(stopKey(id), () => true)) === true;

/** Ends it for everybody: it looks no more and its seat is free. */
export async function release(notes: Notes, id: string): Promise<void> {
  await notes.put(stopKey(id), true, KEPT_MS);
  const of = await ownerOf(notes, id);
  if (of === undefined) return;
  // A newer watch may have the seat already.
  if ((await seatedAt(notes, of.seat))?.id === id) await notes.remove(onKey(of.seat));
  await notes.remove(ofKey(id));
}
