/** What cut a stream: its age, a silence, the token's end, or somebody's word, told from one stream or from a pair. Pure. */
import type { StreamSeen } from '../observation.js';
import type { Competing, Sureness } from '../symptoms/symptom.js';

export interface Cut {
  readonly code: string;
  readonly sureness: Sureness;
  readonly text: string;
  readonly more: string;
  readonly competing: readonly Competing[];
}

/** Ages at which something ends whole streams, and what it usually is. */
const TIMERS: readonly (readonly [number, string])[] = [
  [30, 'the backend service\u2019s default timeout, which bounds whole streams'],
  [60, 'a usual timeout of proxies'],
  [120, 'a usual timeout of proxies'],
  [300, 'most likely Cloud Run\u2019s default request timeout'],
  [600, 'the load balancer\u2019s keep-alive time, or a usual timeout of proxies'],
  [3600, 'an hour: Cloud Run\u2019s longest request timeout, or the life of a token'],
];

/** Within one second or five per cent, whichever is more. */
const near = (ms: number, seconds: number): boolean =>
  Math.abs(ms - seconds * 1000) <= Math.max(1000, seconds * 50);

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 9_950 ? 1 : 0)} s`;

/** How long a silence has to be to say anything. */
const SILENCE_MS = 1000;

/** The end came out of a silence that is long against the pace of the messages before. */
function silent({ idleMs, heldMs, messages }: StreamSeen): boolean {
  const pace = messages > 1 ? Math.max(0, heldMs - idleMs) / (messages - 1) : 0;
  return idleMs >= SILENCE_MS && idleMs >= 3 * pace;
}

const sameAge = (a: StreamSeen, b: StreamSeen): boolean =>
  Math.abs(a.heldMs - b.heldMs) <= Math.max(1000, 0.05 * Math.max(a.heldMs, b.heldMs));

const cut = (
  code: string,
  sureness: Sureness,
  text: string,
  more = '',
  competing: readonly Competing[] = [],
): Cut => ({
  ...{ code, sureness, text, more, competing },
});

const IDLE: Competing = {
  code: 'stream-idle-cut',
  text: 'It was the silence, not the age.',
  check: 'Let the app send something every few seconds: if the stream then lasts longer, it was the silence.',
};

const DEADLINE: Competing = {
  code: 'stream-deadline-cut',
  text: 'It was the age, not the silence.',
  check: IDLE.check,
};

const BROKEN_OFF: Competing = {
  code: 'stream-reset',
  text: 'The app or a proxy broke it off for a reason of its own.',
  check: 'The log of the app at that minute; a timer strikes after the same silence again.',
};

/** The keep-alive was what saved the other one. */
function savedByKeepalive(one: StreamSeen, other: StreamSeen | undefined): Cut | undefined {
  if (one.keepalive || !other?.keepalive) return undefined;
  const saved =
    other.end.kind === 'held' || (other.heldMs > 1.5 * one.heldMs && other.end.kind !== 'no-first-message');
  if (!saved || other.heldMs < one.heldMs) return undefined;
  return cut(
    'stream-idle-cut',
    'certain',
    `The stream was cut after ${seconds(one.idleMs)} of silence; with keep-alive it lasted.`,
    `Something between has an idle timer of about ${seconds(one.idleMs)}. With keep-alive the same stream lasted ${seconds(other.heldMs)}.`,
  );
}

function atRoundAge(one: StreamSeen, other: StreamSeen | undefined): Cut | undefined {
  const timer = TIMERS.find(([age]) => near(one.heldMs, age));
  if (!timer) return undefined;
  const [age, what] = timer;
  const both = other !== undefined && other.end.kind !== 'held' && sameAge(one, other);
  return cut(
    'stream-deadline-cut',
    both ? 'certain' : 'likely',
    `The stream was cut at the age of ${seconds(one.heldMs)}: ${age} s is ${what}.`,
    both ? 'With keep-alive and without it ended at the same age.' : '',
    silent(one) ? [IDLE] : [],
  );
}

/** Resets that say nothing but "over" may be a timer's; the others name an error. */
const QUIET_RESETS: readonly number[] = [0, 5, 8];

/** Both ended out of the same silence: a timer rather than chance, whatever the reset says. nginx names an error then. */
const sameSilence = (a: StreamSeen, b: StreamSeen | undefined): boolean =>
  b !== undefined && b.end.kind !== 'held' && silent(b) && Math.abs(a.idleMs - b.idleMs) <= 0.1 * a.idleMs;

/** A reset that names an error is that; out of a longer silence it is most likely a timer's all the same. */
function erring(one: StreamSeen, other: StreamSeen | undefined): boolean {
  const { end, idleMs, messages } = one;
  if (end.kind !== 'reset' || QUIET_RESETS.includes(end.code)) return false;
  return idleMs < (messages > 1 || sameSilence(one, other) ? 2 : 5) * SILENCE_MS;
}

function afterSilence(one: StreamSeen, other: StreamSeen | undefined): Cut | undefined {
  if (!silent(one) || erring(one, other)) return undefined;
  return cut(
    'stream-idle-cut',
    'likely',
    `The stream was most likely cut for its silence, after ${seconds(one.idleMs)} without a message.`,
    `It was ${seconds(one.heldMs)} old.`,
    one.end.kind === 'reset' ? [DEADLINE, BROKEN_OFF] : [DEADLINE],
  );
}

/** Readings that a stream cut without a timer's clear sign leaves open. */
export function openReadings(one: StreamSeen, other: StreamSeen | undefined): readonly Competing[] {
  const both = other !== undefined && other.end.kind !== 'held' && sameAge(one, other);
  return [...(both && one.heldMs >= 2 * SILENCE_MS ? [AGE_TWICE] : []), ...(silent(one) ? [IDLE] : [])];
}

const AGE_TWICE: Competing = {
  code: 'stream-deadline-cut',
  text: 'A timer cut it: with keep-alive and without it ended at the same age.',
  check: 'Hold it once more: a timer strikes at the same age again.',
};

/** The token ended at the same moment. IAP checks only at the beginning, so it is the app or a proxy that looked. */
function withToken(one: StreamSeen): Cut | undefined {
  const at = one.tokenExpiredAfterMs;
  if (at === undefined || at <= 0 || Math.abs(one.heldMs - at) > Math.max(2000, 0.02 * at)) return undefined;
  return cut(
    'token-expired',
    'likely',
    `The stream ended when its token did, after ${seconds(one.heldMs)}.`,
    'IAP looks at the token when a stream begins, not later; most likely the app or a proxy ended it. Open the stream anew with a fresh token before that.',
  );
}

/**
 * The timer that cut a stream, most telling first; nothing when no timer explains it.
 *
 * @param one the stream that ended early
 * @param other the same stream with the other keep-alive setting, where one was held
 */
export function timerBehind(one: StreamSeen, other: StreamSeen | undefined): Cut | undefined {
  return withToken(one) ?? savedByKeepalive(one, other) ?? atRoundAge(one, other) ?? afterSilence(one, other);
}
