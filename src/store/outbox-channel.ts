/** One channel's way out as a value: who waits, who is being sent, and when the next one may go. No clock, no store. */
import { z } from 'zod';
import type { OutboxFate, OutboxMessage, Sending } from './ports-outbox.js';

export interface OutboxRules {
  /** Between the end of one message and the next: Slack takes about one a second per channel. */
  readonly gapMs: number;
  readonly perHour: number;
  /** Whoever took a message and is not heard of for so long is dead; one attempt has half of it. */
  readonly leaseMs: number;
  /** The pause after an attempt without an answer. */
  readonly retryMs: number;
  readonly attempts: number;
}

export const OUTBOX_RULES: OutboxRules = {
  gapMs: 1_000,
  perHour: 100,
  leaseMs: 20_000,
  retryMs: 5_000,
  attempts: 5,
};

const HOUR_MS = 3_600_000;
/** Sent by anybody who was on time, a message goes out within moments of its turn. Later, somebody may have died over it. */
const LATE_MS = 10_000;

const waitingSchema = z.object({
  ids: z.array(z.string()).min(1),
  key: z.string().optional(),
  body: z.unknown(),
  at: z.number(),
  unsure: z.boolean(),
  failures: z.number(),
});
const endedSchema = z.object({
  id: z.string(),
  with: z.string(),
  at: z.number(),
  ts: z.string().optional(),
  reason: z.string().optional(),
});
const channelSchema = z.object({
  queue: z.array(waitingSchema),
  taken: z.object({ by: z.string(), until: z.number() }).optional(),
  nextAt: z.number(),
  sent: z.array(z.number()),
  ended: z.array(endedSchema),
});

/** A message that waits, with the ids of all that were merged into it. Times are milliseconds of the store's clock. */
export type Waiting = z.infer<typeof waitingSchema>;
export type Ended = z.infer<typeof endedSchema>;
export type Channel = z.infer<typeof channelSchema>;

export type Turn =
  | { readonly kind: 'idle' }
  | { readonly kind: 'wait'; readonly until: number }
  /** `unsure`: somebody may have sent it already, so look first. */
  | { readonly kind: 'send'; readonly entry: Waiting; readonly unsure: boolean };

const EMPTY: Channel = { queue: [], nextAt: 0, sent: [], ended: [] };

/** Reads a stored channel and drops what is older than an hour; what is not ours is an empty one. */
export function channelFrom(text: string | undefined, now: number): Channel {
  const parsed = channelSchema.safeParse(jsonIn(text));
  if (!parsed.success) return EMPTY;
  const recent = (at: number): boolean => at > now - HOUR_MS;
  const { sent, ended, ...rest } = parsed.data;
  return { ...rest, sent: sent.filter(recent), ended: ended.filter(({ at }) => recent(at)) };
}

function jsonIn(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What became of a message. */
export function fateIn({ queue, ended }: Channel, id: string): OutboxFate | undefined {
  const waiting = queue.find(({ ids }) => ids.includes(id));
  if (waiting) return { kind: 'waiting', with: waiting.ids[0] ?? id };
  const end = ended.find((each) => each.id === id);
  if (!end) return undefined;
  return end.ts === undefined
    ? { kind: 'failed', reason: end.reason ?? '', with: end.with }
    : { kind: 'sent', ts: end.ts, with: end.with };
}

/** Puts a message at the end (or before all others), or into one of its key that still waits. Nothing changes for one that is known. */
export function put(
  channel: Channel,
  { id, key, body, pressing, first }: OutboxMessage,
  merge: (waiting: unknown, coming: unknown) => unknown,
  now: number,
  rules: OutboxRules,
): readonly [Channel, OutboxFate] {
  const known = fateIn(channel, id);
  if (known) return [channel, known];
  // What is being sent can no longer be changed, nor what may have been.
  const free = channel.queue.slice(channel.taken ? 1 : 0).filter(({ unsure }) => !unsure);
  const same = key === undefined ? undefined : free.find((each) => each.key === key);
  const merged = same && merge(same.body, body);
  if (same && merged !== undefined) {
    const next = { ...same, body: merged, ids: [...same.ids, id] };
    const queue = channel.queue.map((each) => (each === same ? next : each));
    return [
      { ...channel, queue },
      { kind: 'waiting', with: same.ids[0] ?? id },
    ];
  }
  if (pressing !== true && channel.sent.length + channel.queue.length >= rules.perHour) {
    return [channel, { kind: 'over-budget', until: (channel.sent[0] ?? now) + HOUR_MS }];
  }
  const entry: Waiting = {
    ids: [id],
    ...(key === undefined ? {} : { key }),
    body,
    at: now,
    unsure: false,
    failures: 0,
  };
  const at = first !== true ? channel.queue.length : channel.taken ? 1 : 0;
  return [
    { ...channel, queue: channel.queue.toSpliced(at, 0, entry) },
    { kind: 'waiting', with: id },
  ];
}

/**
 * Whose turn it is: the first one's, when nobody is sending and the pause is over. `backAt`: what was put before then may
 * have been sent by somebody who was cut off meanwhile.
 */
export function take(
  channel: Channel,
  by: string,
  now: number,
  rules: OutboxRules,
  backAt = Number.NEGATIVE_INFINITY,
): readonly [Channel, Turn] {
  const [entry, ...rest] = channel.queue;
  if (!entry) return [channel, { kind: 'idle' }];
  const { taken, nextAt } = channel;
  // Asked once more, because the first answer got lost: nothing has been sent meanwhile.
  if (taken?.by === by) return [channel, { kind: 'send', entry, unsure: entry.unsure }];
  const before = entry.at < backAt;
  // Whoever was cut off may be sending it at this moment.
  const until = Math.max(taken ? taken.until : nextAt, before ? backAt + 2 * rules.gapMs : 0);
  if (until > now) return [channel, { kind: 'wait', until }];
  const late = now - Math.max(entry.at, nextAt) > LATE_MS || before;
  const unsure = entry.unsure || taken !== undefined || late;
  const queue = [{ ...entry, unsure }, ...rest];
  return [
    { ...channel, queue, taken: { by, until: now + rules.leaseMs } },
    { kind: 'send', entry, unsure },
  ];
}

/** Ends an attempt of whoever took the first message; nothing changes when it is no longer his. Undefined: no answer. */
export function settle(
  channel: Channel,
  by: string,
  end: Sending | undefined,
  now: number,
  rules: OutboxRules,
): Channel {
  const [entry, ...rest] = channel.queue;
  if (!entry || channel.taken?.by !== by) return channel;
  const { taken: _, ...free } = channel;
  const nextAt = Math.max(channel.nextAt, now + rules.gapMs);
  if (end?.kind === 'throttled') {
    // Slack's word that it was not taken.
    const queue = [{ ...entry, unsure: false }, ...rest];
    return { ...free, queue, nextAt: Math.max(nextAt, now + end.retryAfterMs) };
  }
  const failures = entry.failures + 1;
  if (!end && failures < rules.attempts) {
    const queue = [{ ...entry, unsure: true, failures }, ...rest];
    return { ...free, queue, nextAt: Math.max(nextAt, now + rules.retryMs) };
  }
  const sent = end?.kind === 'sent' ? [...channel.sent, now] : channel.sent;
  const last = end?.kind === 'sent' ? { ts: end.ts } : { reason: end?.reason ?? 'no answer' };
  return { ...free, queue: rest, nextAt, sent, ended: [...channel.ended, ...endsOf(entry, now, last)] };
}

/** How it ended for everybody whose message is in an entry. */
export function endsOf(entry: Waiting, at: number, last: { ts: string } | { reason: string }): Ended[] {
  return entry.ids.map((id) => ({ id, with: entry.ids[0] ?? id, at, ...last }));
}

/** Lets it be looked for before it is sent, and not before whoever may be sending it just now has ended. */
export function doubt(channel: Channel, id: string, now: number, rules: OutboxRules): Channel {
  if (!channel.queue.some(({ ids, unsure }) => ids.includes(id) && !unsure)) return channel;
  const queue = channel.queue.map((each) => (each.ids.includes(id) ? { ...each, unsure: true } : each));
  return { ...channel, queue, nextAt: Math.max(channel.nextAt, now + 2 * rules.gapMs) };
}

/** Learns what was sent elsewhere meanwhile, so that it is not sent from here too. */
export function learn(channel: Channel, ends: readonly Ended[]): Channel {
  const held = channel.taken ? channel.queue[0] : undefined;
  const told = new Set(ends.map(({ id }) => id));
  const queue = channel.queue.filter((each) => each === held || !each.ids.some((id) => told.has(id)));
  const news = ends.filter(({ id }) => fateIn({ ...channel, queue }, id) === undefined);
  return { ...channel, queue, ended: [...channel.ended, ...news] };
}
