/** Which calls to Google belong to which question: by time, since nothing on the wire says so. */
import type { WatchedRequest } from '../google/emulator.js';
import type { GoogleCall, Question, Trace, Update } from './protocol.js';

/** The oldest are forgotten, so that a sandbox left running does not grow. */
const MOST_CALLS = 2_000;
const MOST_QUESTIONS = 200;
/** So long after the last sign of life a question is taken to be answered. */
const QUIET_MS = 400;
/** A message or a press that led to nothing visible after this is no question any more. */
const PATIENCE_MS = 60_000;
/** Calls were made, nothing became visible, and it has been quiet for so long: nothing will. */
const SILENT_MS = 5_000;
/** A message that led to nothing within this owns no later calls: most messages are no questions. */
const DOUBT_MS = 10_000;

const NOTE =
  'A call is given to the question that was worked on when it came; of several at once, to the newest. What the bot still remembered needs no call, so an answer with no calls came out of its cache.';

export interface Asked {
  readonly person: string;
  readonly channel?: string;
  readonly threadTs?: string;
  readonly what: string;
  /** Shown at once; otherwise only when something comes of it, as most messages are no questions. */
  readonly certain: boolean;
}

/** Something the bot made visible. */
export interface Effect {
  readonly person?: string;
  readonly channel?: string;
  readonly threadTs?: string;
}

export interface Tracer {
  readonly trace: () => Trace;
  ask(asked: Asked): void;
  call(request: WatchedRequest): void;
  effect(effect: Effect): void;
  clear(): void;
  close(): void;
}

interface Open {
  readonly asked: Asked;
  readonly since: number;
  question: Question;
  shown: boolean;
  /** Calls under way. */
  busy: number;
  /** When the last visible thing came of it. */
  seen: number | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** How long nothing has to happen until a question is over. */
function waitFor({ busy, seen, asked, question }: Open): number {
  if (busy > 0) return PATIENCE_MS;
  if (seen !== undefined) return QUIET_MS;
  return question.calls > 0 && !asked.certain ? SILENT_MS : PATIENCE_MS;
}

export function createTracer(tell: (update: Update) => void, now: () => number): Tracer {
  const open: Open[] = [];
  const questions = new Map<string, Question>();
  const calls = new Map<string, GoogleCall>();
  const owners = new Map<string, Open>();
  let serial = 0;

  function show(one: Open, change: Partial<Question> = {}): void {
    one.question = { ...one.question, ...change };
    if (!one.shown && change.state !== undefined) return;
    one.shown = true;
    questions.set(one.question.id, one.question);
    const [oldest] = questions.keys();
    if (questions.size > MOST_QUESTIONS && oldest !== undefined) questions.delete(oldest);
    tell({ type: 'question', question: one.question });
  }

  function end(one: Open): void {
    clearTimeout(one.timer);
    const at = open.indexOf(one);
    if (at < 0) return;
    open.splice(at, 1);
    show(one, { state: 'answered', ...(one.seen === undefined ? {} : { ms: one.seen - one.since }) });
  }

  /** Answered once something is to be seen and everything has been quiet for a moment. */
  function settle(one: Open): void {
    clearTimeout(one.timer);
    one.timer = setTimeout(() => end(one), waitFor(one));
    one.timer.unref();
  }

  /** The newest of those that are surely questions, else the newest that may be one. */
  const current = (): Open | undefined =>
    open.findLast(({ asked }) => asked.certain) ??
    open.findLast(({ shown, since }) => shown || now() - since < DOUBT_MS);

  /** Who waits for what became visible: the thread, then the person, then the channel. */
  const waiting = ({ person, channel, threadTs }: Effect): Open | undefined =>
    (threadTs === undefined ? undefined : open.findLast(({ asked }) => asked.threadTs === threadTs)) ??
    (person === undefined ? undefined : open.findLast(({ asked }) => asked.person === person)) ??
    (channel === undefined
      ? undefined
      : open.findLast(({ asked }) => asked.channel === channel && threadTs === undefined));

  return {
    trace: () => ({ note: NOTE, questions: [...questions.values()], calls: [...calls.values()] }),
    ask(asked) {
      serial += 1;
      const { person, channel, what } = asked;
      const one: Open = {
        asked,
        since: now(),
        question: {
          id: `q${serial}`,
          at: new Date(now()).toISOString(),
          person,
          ...(channel === undefined ? {} : { channel }),
          what,
          state: 'asking',
          calls: 0,
        },
        shown: false,
        busy: 0,
        seen: undefined,
        timer: undefined,
      };
      open.push(one);
      if (asked.certain) show(one);
      settle(one);
    },
    call({ id, at, api, method, path, status, ms }) {
      const key = `c${id}`;
      const over = ms !== undefined;
      // A call whose beginning was cleared away is not shown by its end alone.
      if (over && !calls.has(key)) return;
      const owner = over ? owners.get(key) : current();
      const call: GoogleCall = {
        id: key,
        at,
        api,
        method,
        path,
        ...(owner === undefined ? {} : { question: owner.question.id }),
        ...(status === undefined ? {} : { status }),
        ...(over ? { ms: Math.round(ms * 10) / 10 } : {}),
      };
      calls.set(key, call);
      const [oldest] = calls.keys();
      if (calls.size > MOST_CALLS && oldest !== undefined) calls.delete(oldest);
      if (owner) {
        owner.busy += over ? -1 : 1;
        if (over) owners.delete(key);
        else {
          owners.set(key, owner);
          show(owner, { calls: owner.question.calls + 1 });
        }
        if (open.includes(owner)) settle(owner);
      }
      tell({ type: 'call', call });
    },
    effect(effect) {
      const one = waiting(effect);
      if (!one) return;
      one.seen = now();
      if (!one.shown) show(one);
      settle(one);
    },
    clear() {
      questions.clear();
      calls.clear();
      owners.clear();
      for (const one of open.splice(0)) clearTimeout(one.timer);
      tell({ type: 'trace_cleared' });
    },
    close() {
      for (const one of open.splice(0)) clearTimeout(one.timer);
    },
  };
}
