/** The sending itself: takes turns through whatever keeps the channels, and posts what has its turn. */
import { randomUUID } from 'node:crypto';
import {
  type Channel,
  channelFrom,
  doubt,
  type Ended,
  endsOf,
  fateIn,
  learn,
  OUTBOX_RULES,
  type OutboxRules,
  put,
  settle,
  take,
  type Waiting,
} from './outbox-channel.js';
import { pause, quietly, whileWaiting } from './patience.js';
import type { Clock } from './ports.js';
import type { Outbox, OutboxMessage, OutboxSender, Sending } from './ports-outbox.js';

/** Keeps channels as texts. Undefined: away. */
export interface OutboxStore {
  /** The text, and the time on the clock that all who use this store share. */
  load(channel: string): Promise<{ readonly text: string | undefined; readonly now: number } | undefined>;
  /** Writes if the text is still the one that was read. `waits`: somebody has to send something. */
  swap(
    channel: string,
    before: string | undefined,
    after: string,
    waits: boolean,
  ): Promise<boolean | undefined>;
  /** Milliseconds since the store was last lost and came back; what waited before may have been sent without it. */
  backForMs?(): number | undefined;
  /** Where something waits. */
  channels(): Promise<readonly string[] | undefined>;
  close(): Promise<void>;
}

export interface OutboxParts {
  readonly clock: Clock;
  readonly sender: OutboxSender;
  readonly rules?: OutboxRules | undefined;
  /** How often it is looked for messages that another process left behind, milliseconds. */
  readonly lookEveryMs?: number | undefined;
}

/** A write without an answer may have been done: for so long it is found out. */
const DOUBT_MS = 2_000;
const LOOK_EVERY_MS = 1_000;
const SOONEST_MS = 5;
const MOST_MET = 10_000;
const never = new AbortController().signal;

/** Channels in this process alone. */
export function createMemoryOutboxStore(clock: Clock): OutboxStore {
  const texts = new Map<string, string>();
  const waiting = new Set<string>();
  return {
    load: async (channel) => ({ text: texts.get(channel), now: clock.now() }),
    async swap(channel, before, after, waits) {
      if (texts.get(channel) !== before) return false;
      texts.set(channel, after);
      if (waits) waiting.add(channel);
      else waiting.delete(channel);
      return true;
    },
    channels: async () => [...waiting],
    close: async () => undefined,
  };
}

/** Changes a channel in one step among all processes; undefined when the store is away. */
async function change<R>(
  store: OutboxStore,
  name: string,
  step: (channel: Channel, now: number) => readonly [Channel, R],
): Promise<{ readonly result: R; readonly now: number } | undefined> {
  const until = performance.now() + DOUBT_MS;
  let written = false;
  for (;;) {
    const seen = await store.load(name);
    if (seen) {
      const before = channelFrom(seen.text, seen.now);
      const [after, result] = step(before, seen.now);
      if (after === before) return { result, now: seen.now };
      written = true;
      const swapped = await store.swap(name, seen.text, JSON.stringify(after), after.queue.length > 0);
      if (swapped) return { result, now: seen.now };
    } else if (!written || performance.now() > until) return undefined;
    // Somebody else was quicker, or nobody knows: everything that is done here may be done again.
    await pause(1 + Math.random() * 20, never);
    if (performance.now() > until + DOUBT_MS) return undefined;
  }
}

/** The way out over a shared store, with this process's own for when that is away. */
export function createOutbox(shared: OutboxStore | undefined, parts: OutboxParts): Outbox {
  const { clock, sender, rules = OUTBOX_RULES, lookEveryMs = LOOK_EVERY_MS } = parts;
  const own = createMemoryOutboxStore(clock);
  const stores = shared ? [own, shared] : [own];
  const me = randomUUID();
  const busy = new Map<string, Promise<void>>();
  /** Whichever store it came from: in this process a channel has one pace. */
  const notBefore = new Map<string, number>();
  /** Ended here while the shared store was away, or it may have been. */
  const untold: { readonly channel: string; readonly ends: Ended[] }[] = [];
  /** What this process has put into the shared store, and sent from there: for when that is away. */
  const met = new Map<string, { readonly ts?: string }>();
  const meet = (channel: string, id: string, what: { readonly ts?: string }): void => {
    if (!shared) return;
    met.delete(`${channel} ${id}`);
    met.set(`${channel} ${id}`, what);
    for (const [oldest] of met) {
      if (met.size <= MOST_MET) break;
      met.delete(oldest);
    }
  };
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let wakeAt = Number.POSITIVE_INFINITY;

  const wakeIn = (ms: number): void => {
    const at = performance.now() + Math.max(SOONEST_MS, ms);
    if (closed || at >= wakeAt) return;
    wakeAt = at;
    clearTimeout(timer);
    timer = setTimeout(() => void quietly(look), at - performance.now());
    timer.unref();
  };

  const attempt = async (message: OutboxMessage, unsure: boolean): Promise<Sending | undefined> => {
    const signal = AbortSignal.timeout(rules.leaseMs / 2);
    const answer = quietly(async (): Promise<Sending> => {
      const found = unsure ? await sender.find(message, signal) : undefined;
      return found === undefined ? sender.post(message, signal) : { kind: 'sent', ts: found };
    });
    return whileWaiting(signal, answer);
  };

  /** What was put here because the shared store was away may wait there, or have been sent from there. */
  const inShared = async (channel: string, id: string): Promise<Sending | undefined> => {
    const seen = await shared?.load(channel);
    const fate = seen && fateIn(channelFrom(seen.text, seen.now), id);
    if (fate?.kind === 'sent') return { kind: 'sent', ts: fate.ts };
    return fate?.kind === 'waiting' ? { kind: 'throttled', retryAfterMs: rules.gapMs } : undefined;
  };

  const send = async (store: OutboxStore, channel: string, entry: Waiting, unsure: boolean, by: string) => {
    const { ids, key, body } = entry;
    const elsewhere = store === own ? await inShared(channel, ids[0] ?? '') : undefined;
    const end = elsewhere ?? (await attempt({ id: ids[0] ?? '', channel, key, body }, unsure));
    notBefore.set(channel, performance.now() + rules.gapMs);
    if (end?.kind === 'throttled') notBefore.set(channel, performance.now() + end.retryAfterMs);
    if (end?.kind === 'sent') for (const id of ids) meet(channel, id, { ts: end.ts });
    const settled = await change(store, channel, (now, at) => [settle(now, by, end, at, rules), true]);
    if (!end || end.kind === 'throttled' || (store !== own && settled) || !shared) return;
    const last = end.kind === 'sent' ? { ts: end.ts } : { reason: end.reason };
    untold.push({ channel, ends: endsOf(entry, clock.now(), last) });
  };

  /** Gives one channel its turn, if it has one: true when something was sent. */
  const serve = async (store: OutboxStore, channel: string): Promise<boolean> => {
    const rest = (notBefore.get(channel) ?? 0) - performance.now();
    if (rest > 0) {
      wakeIn(rest);
      return false;
    }
    const by = `${me} ${randomUUID()}`;
    const back = store.backForMs?.();
    const taken = await change(store, channel, (now, at) =>
      take(now, by, at, rules, back === undefined ? undefined : at - back),
    );
    if (!taken || taken.result.kind === 'idle') return false;
    if (taken.result.kind === 'wait') {
      wakeIn(taken.result.until - taken.now);
      return false;
    }
    await send(store, channel, taken.result.entry, taken.result.unsure, by);
    wakeIn(rules.gapMs);
    return true;
  };

  const tellShared = async (): Promise<void> => {
    for (let next = untold[0]; next && shared; next = untold[0]) {
      const { channel, ends } = next;
      if (!(await change(shared, channel, (now) => [learn(now, ends), true]))) return;
      untold.shift();
    }
  };

  const look = async (): Promise<void> => {
    wakeAt = Number.POSITIVE_INFINITY;
    await quietly(tellShared);
    const lists = await Promise.all(stores.map(async (store) => (await store.channels()) ?? []));
    for (const channel of new Set(lists.flat())) {
      if (closed || busy.has(channel)) continue;
      const work = quietly(async () => {
        for (const store of stores) if (await serve(store, channel)) return;
      }).then(() => void busy.delete(channel));
      busy.set(channel, work);
    }
    wakeIn(lookEveryMs);
  };
  wakeIn(0);

  return {
    async put(message) {
      const body: unknown = JSON.parse(JSON.stringify(message.body ?? null));
      const { id, channel: name } = message;
      const step = (channel: Channel, now: number) =>
        put(channel, { ...message, body }, (a, b) => sender.merge(a, b), now, rules);
      const there = shared && (await change(shared, name, step));
      const before = met.get(`${name} ${id}`);
      if (there && !before) meet(name, id, {});
      if (!there && before?.ts !== undefined) return { kind: 'sent', ts: before.ts, with: id };
      // Somebody else may have sent it while nobody here could hear of it.
      const doubtful = (channel: Channel, now: number): ReturnType<typeof step> => {
        const [after, fate] = step(channel, now);
        return [before ? doubt(after, id, now, rules) : after, fate];
      };
      const accepted = there ?? (await change(own, name, doubtful));
      wakeIn(0);
      return accepted?.result ?? { kind: 'failed', reason: 'it could not be kept', with: message.id };
    },
    async fate(channel, id) {
      for (const store of stores) {
        const seen = await store.load(channel);
        const fate = seen && fateIn(channelFrom(seen.text, seen.now), id);
        if (fate) return fate;
      }
      return undefined;
    },
    async waiting() {
      let messages = 0;
      let complete = true;
      for (const store of stores) {
        const channels = await store.channels();
        complete &&= channels !== undefined;
        for (const channel of channels ?? []) {
          const seen = await store.load(channel);
          complete &&= seen !== undefined;
          messages += seen ? channelFrom(seen.text, seen.now).queue.length : 0;
        }
      }
      return { messages, complete };
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await Promise.all(busy.values());
      await quietly(tellShared);
      let lost = 0;
      for (const channel of (await own.channels()) ?? []) {
        lost += channelFrom((await own.load(channel))?.text, clock.now()).queue.length;
      }
      await shared?.close();
      return { lost };
    },
  };
}

/** The way out for one process alone; what waits is gone with it. */
export const createMemoryOutbox = (parts: OutboxParts): Outbox => createOutbox(undefined, parts);
