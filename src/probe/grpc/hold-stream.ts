/** Holds a server's stream open, with keepalive and without, and records what ended it. */
import { status as statusCodes } from '@grpc/grpc-js';
import type { StreamSeen } from '../observation.js';
import { HEALTH_WATCH } from './health.js';
import { type HeldMethod, holdOne, type StreamNow } from './hold-one.js';
import { planMethod, readMethod } from './method.js';
import type { StreamOptions } from './options.js';
import { UNSENDABLE, withSession } from './session.js';
import { showProgress } from './stream-progress.js';

/**
 * Opens the same stream twice, side by side on two connections: with keepalive first, without it second. Does not
 * reject; ends `holdMs` after the first message, or with the deadline when none comes. What was asked for and is no
 * stream is replaced by health Watch, and `note` says so.
 */
export async function holdStream(options: StreamOptions): Promise<readonly StreamSeen[]> {
  const asked = await choose(options);
  if (!asked.ok) return [notHeld(options, asked.method, asked.problem)];
  const seen = await holdBoth(options, asked.held);
  if (!asked.guess || !seen.every(answeredAndEnded)) return seen;
  const note = `${asked.held.method} answered and ended, so it is no stream: health Watch was held instead`;
  return holdBoth(options, { ...WATCH, note });
}

const WATCH: HeldMethod = { method: HEALTH_WATCH, request: new Uint8Array(), note: undefined };
const NO_WATCH =
  'the server has no health Watch either, so there is no stream to hold: name a server-streaming method';

async function holdBoth(options: StreamOptions, held: HeldMethod): Promise<readonly StreamSeen[]> {
  const modes = [true, false].map((keepalive) => {
    const now: StreamNow = { messages: 0, openSince: undefined, over: false };
    return { keepalive, now };
  });
  const stop = showProgress(modes, options.onProgress);
  const seen = await Promise.all(modes.map((mode) => holdOne({ ...options, ...mode, held })));
  stop();
  return seen.map((each) =>
    held.method === HEALTH_WATCH &&
    each.end.kind === 'status' &&
    each.end.status === statusCodes.UNIMPLEMENTED
      ? { ...each, note: [held.note, NO_WATCH].filter((part) => part !== undefined).join('; ') }
      : each,
  );
}

type Choice =
  /** `guess`: nobody said that this is a stream. */
  | { readonly ok: true; readonly held: HeldMethod; readonly guess: boolean }
  | { readonly ok: false; readonly method: string; readonly problem: string };

async function choose(options: StreamOptions): Promise<Choice> {
  if (options.credential !== undefined && !/^[\x20-\x7E]*$/.test(options.credential.value))
    return { ok: false, method: options.method ?? HEALTH_WATCH, problem: UNSENDABLE };
  if (options.method === undefined) return { ok: true, held: WATCH, guess: false };
  const method = readMethod(options.method);
  if (method === undefined)
    return { ok: false, method: options.method, problem: 'a gRPC method is written pkg.Service/Method' };
  const plan = await withSession(options, (session) => planMethod(session, method, options));
  const full = `${method.service}/${method.name}`;
  if (plan === undefined) return { ok: false, method: full, problem: UNSENDABLE };
  if (!plan.request.ok) return { ok: false, method: full, problem: plan.request.problem };
  switch (plan.shape) {
    case 'server-streaming':
    case 'unknown':
      return {
        ok: true,
        held: { method: full, request: plan.request.bytes, note: plan.note },
        guess: plan.shape === 'unknown',
      };
    case 'unary':
      return instead(`${full} is a unary method and answers once: health Watch was held instead`);
    case 'client-streaming':
    case 'bidi-streaming':
      return instead(
        `${full} takes a stream of requests, and a probe sends one: health Watch was held instead`,
      );
  }
}

const instead = (note: string): Choice => ({ ok: true, held: { ...WATCH, note }, guess: false });

/** The end of a unary call, not of a stream. */
const answeredAndEnded = ({ end, messages }: StreamSeen): boolean =>
  end.kind === 'status' && end.status === statusCodes.OK && messages <= 1;

function notHeld(options: StreamOptions, method: string, note: string): StreamSeen {
  return {
    keepalive: false,
    wantedMs: options.holdMs,
    heldMs: 0,
    firstMessageMs: undefined,
    messages: 0,
    idleMs: 0,
    end: { kind: 'no-first-message' },
    method,
    note,
  };
}
