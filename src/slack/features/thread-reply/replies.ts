/** Replies in their threads: put into the queue once, sent with the best words there are, edited as better ones come. */
import { setTimeout as wait } from 'node:timers/promises';
import type { OutboxFate } from '../../../store/ports-outbox.js';
import type { Desk } from '../../desk.js';
import { whatWentWrong } from '../../log.js';
import type { Composer } from '../../saying/composed.js';
import type { SlackMessage } from '../../saying/message.js';
import { dress } from './dress.js';
import type { Joined, ThreadExtras } from './hit.js';
import { permalinkOf } from './permalinks.js';
import type { PublicWords } from './public-words.js';
import { askedBefore, joined, sameForMany } from './short-words.js';
import {
  type Place,
  type ReplyState,
  readSaid,
  readShown,
  readState,
  type Shown,
  samePlace,
  withWords,
  writeSaid,
  writeShown,
  writeState,
} from './state.js';
import { keepThread, threadOf } from './thread.js';

const COMPOSER = 'thread-reply';
/** Slack shows edits that come faster badly, and counts them. */
const EDIT_GAP_MS = 1_000;
/** Whoever waited so long in the queue had others before them. */
const QUEUED_MS = 3_000;
/** Those with the same answer are counted for so long. */
export const SAME_MS = 15 * 60_000;
const LOOK_EVERY_MS = 100;

/** What an edit came to: nothing is left to do, or it is to be tried again. */
export type UpToDate = { readonly done: true } | { readonly done: false; readonly againMs: number };

export interface Replies {
  /** Gives the reply these words, unless it has better ones. */
  say(at: Place, words: PublicWords, facts: Pick<ReplyState, 'service' | 'because'>): Promise<void>;
  /** Changes what else is known of a reply; nothing when nobody remembers it. */
  change(at: Place, step: (state: ReplyState) => ReplyState): Promise<ReplyState | undefined>;
  /** Gives the reply its place in the channel's queue. */
  put(at: Place): Promise<OutboxFate>;
  /** What became of it; undefined when nobody knows it. A second `put` would be a second post where a store is away. */
  fate(at: Place): Promise<OutboxFate | undefined>;
  /** The newest words of the incident that the thread has joined. Never throws. */
  joinedNow(at: Place): Promise<Joined | undefined>;
  /** Waits until it is out. */
  out(at: Place, ms: number): Promise<Shown | undefined>;
  /** Shows the newest words of a reply that is out, at most one edit a second. Never throws. */
  bringUpToDate(at: Place): Promise<UpToDate>;
  readonly composer: Composer;
}

const idOf = ({ channel, threadTs }: Place): string => `reply ${channel} ${threadTs}`;

export function createReplies(desk: Desk, extras: ThreadExtras): Replies {
  const { notes, clock } = desk;
  /** One change at a time of each reply in this process. */
  const turns = new Map<string, Promise<unknown>>();
  /** The versions on their way to Slack. */
  const sending = new Map<string, number>();
  /** Slack's limit of edits is one for all messages. */
  let editsFrom = 0;
  const nameOf = ({ channel, threadTs }: Place): string => `${channel} ${threadTs}`;

  function inTurn<T>(at: Place, what: string, work: () => Promise<T>): Promise<T> {
    const name = `${what} ${nameOf(at)}`;
    const turn = (turns.get(name) ?? Promise.resolve()).then(work, work);
    turns.set(name, turn);
    void turn
      .catch(() => undefined)
      .then(() => {
        if (turns.get(name) === turn) turns.delete(name);
      });
    return turn;
  }

  async function messageOf(at: Place, state: ReplyState): Promise<SlackMessage> {
    const thread = await threadOf(notes, at.channel, at.threadTs);
    const buttons =
      thread?.stopped === true && thread.words.length > 0 ? (extras.buttons?.(thread) ?? []) : [];
    return dress({ ...at, state, buttons, now: new Date(clock.now()) });
  }

  /** Our reply in another thread, or the message it answers while that is not out. */
  async function linkTo(at: Place): Promise<string | undefined> {
    const shown = await readShown(notes, at);
    return permalinkOf(at.channel, shown?.ts ?? at.threadTs, desk);
  }

  /** One line where it says no more than another reply that many have waited behind. */
  async function shortened(at: Place, state: ReplyState): Promise<PublicWords | undefined> {
    if (state.before) return askedBefore(await linkTo(state.before));
    const { same } = state;
    if (!same || samePlace(same.first, at) || clock.now() - state.putAt < QUEUED_MS) return undefined;
    const people = await notes.since(same.key, clock.now() - SAME_MS);
    return sameForMany(Math.max(2, people.length), state.service, await linkTo(same.first));
  }

  const change: Replies['change'] = (at, step) =>
    inTurn(at, 'state', async () => {
      const before = await readState(notes, at);
      const after = before && step(before);
      if (after && after !== before) await writeState(notes, at, after);
      return after;
    });

  /** Undefined also when it cannot be told now. */
  async function joinedNow(at: Place): Promise<Joined | undefined> {
    try {
      return await extras.joinedNow?.(at, desk);
    } catch (error) {
      desk.log.warn({ error: whatWentWrong(error) }, 'An incident could not be looked up');
      return undefined;
    }
  }

  async function compose(threadTs: string, channel: string): Promise<SlackMessage | undefined> {
    const at = { channel, threadTs };
    const before = await readState(notes, at);
    const met = before?.before ? undefined : await joinedNow(at);
    const short = met ? undefined : before && (await shortened(at, before));
    const state = await change(at, (now) =>
      short === undefined
        ? met === undefined
          ? now
          : withWords(now, joined(met))
        : {
            ...now,
            words: { ...short, headline: [...short.headline], lines: [] },
            bare: true,
            version: now.version + 1,
          },
    );
    // It may be remembered where nobody can be asked at this moment; the queue tries again.
    if (!state) throw new Error('nobody remembers what this reply says');
    sending.set(nameOf(at), state.version);
    const message = await messageOf(at, state);
    await writeSaid(notes, at, message.text);
    return message;
  }

  async function sent(threadTs: string, channel: string, ts: string): Promise<void> {
    const at = { channel, threadTs };
    const version = sending.get(nameOf(at)) ?? -1;
    sending.delete(nameOf(at));
    const known = await readShown(notes, at);
    if (known === undefined) await writeShown(notes, at, { ts, version, at: clock.now() });
    const thread = await threadOf(notes, channel, threadTs);
    if (thread && thread.replyTs !== ts) await keepThread(notes, { ...thread, replyTs: ts });
    // Better words may have come while it was on its way; whoever brought them did not know where it stands.
    desk.follow('better words for a reply', untilUpToDate(at));
  }

  const bringUpToDate: Replies['bringUpToDate'] = (at) =>
    inTurn(at, 'edit', async () => {
      for (;;) {
        const [state, shown] = await Promise.all([readState(notes, at), readShown(notes, at)]);
        if (!state || !shown || shown.version >= state.version) return { done: true };
        if (editsFrom > clock.now()) return { done: false, againMs: editsFrom - clock.now() };
        const rest = shown.at + EDIT_GAP_MS - clock.now();
        if (rest > 0) {
          await wait(rest);
          continue;
        }
        const end = await desk.out.change(at.channel, shown.ts, await messageOf(at, state));
        if (!end.ok && end.retryAfterMs !== undefined) {
          editsFrom = clock.now() + end.retryAfterMs;
          return { done: false, againMs: end.retryAfterMs };
        }
        const version = end.ok ? state.version : Number.MAX_SAFE_INTEGER;
        await writeShown(notes, at, { ts: shown.ts, version, at: clock.now() });
      }
    });

  async function untilUpToDate(at: Place): Promise<void> {
    for (let tries = 0; tries < 5; tries++) {
      const end = await bringUpToDate(at);
      if (end.done || desk.stopping.aborted) return;
      await wait(end.againMs, undefined, { signal: desk.stopping }).catch(() => undefined);
    }
  }

  return {
    say: (at, words, facts) =>
      inTurn(at, 'state', async () => {
        const before = await readState(notes, at);
        const first: ReplyState = {
          version: 0,
          words: {
            rank: words.rank,
            headline: [...words.headline],
            lines: words.lines.map((one) => [...one]),
          },
          putAt: clock.now(),
          bare: false,
          ended: false,
          ...facts,
        };
        const after = before ? withWords(before, words) : first;
        if (after !== before) await writeState(notes, at, { ...after, ...facts });
      }),
    change,
    put: (at) =>
      desk.out.post({
        id: idOf(at),
        channel: at.channel,
        threadTs: at.threadTs,
        message: { compose: COMPOSER, about: at.threadTs },
      }),
    fate: (at) => desk.out.fate(at.channel, idOf(at)),
    joinedNow,
    async out(at, ms) {
      for (const until = performance.now() + ms; ; await wait(LOOK_EVERY_MS)) {
        const shown = await readShown(notes, at);
        if (shown || performance.now() >= until) return shown;
      }
    },
    bringUpToDate,
    composer: { compose, sent, said: (threadTs, channel) => readSaid(notes, { channel, threadTs }) },
  };
}

export const COMPOSES = COMPOSER;
