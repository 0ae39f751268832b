/** Everything a reply rests on, looked up at once: the answer as the person, and a look at the service from outside. */
import { askAs, type Reply } from '../../asking/asking.js';
import { tooLate } from '../../asking/outcome.js';
import type { Desk, Question } from '../../desk.js';
import { within } from '../../within.js';
import type { Hit } from './hit.js';
import { newerFor } from './newer.js';
import type { Probes } from './probes.js';
import { causeIn, type Known, nameOf, stopsAll } from './public-words.js';
import { type Request, wordsFor } from './request.js';

/** What is asked for whom; `words` undefined: nothing may be told to whoever wrote it. */
export interface Plan {
  readonly whose: Known['whose'];
  readonly words: readonly string[] | undefined;
}

export interface Looks {
  /** What is known at this moment. */
  known(): Known;
  /** Of the answer for the person alone, once it is there. */
  reference(): string | undefined;
  /** The answer for the person alone; undefined when none is looked for, or none came. */
  readonly reply: Promise<Reply | undefined>;
  /** Resolves when nothing more will come. Never rejects. */
  readonly all: Promise<void>;
}

const NO_ANSWER = {
  answer: undefined,
  audience: 'asker',
  about: 'self',
  timeZone: undefined,
  refused: undefined,
} as const;

/** Begins to look. Ends by itself: every part has a limit. */
export function startLooks(
  request: Request,
  plan: Plan,
  desk: Desk,
  probes: Probes,
  signal: AbortSignal,
): Looks {
  const { service } = request;
  let why: Known['why'] = plan.whose === 'others' ? 'nothing' : undefined;
  let probe: Known['probe'];
  let reference: string | undefined;
  const reply = plan.words === undefined ? Promise.resolve(undefined) : asked(plan.words);

  async function asked(words: readonly string[]): Promise<Reply | undefined> {
    const { userId = '', teamId, channel: channelId, ts: threadTs } = request;
    const question: Question = {
      userId,
      teamId,
      words,
      origin: 'message',
      channelId,
      threadTs,
      fresh: await newerFor(request, desk),
    };
    const { answerMs } = desk.times;
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(answerMs)]);
    const made = await within(answerMs, askAs(question, desk, { signal: bounded }), undefined);
    if (plan.whose !== 'others') why = made?.answer?.kind === 'why' ? made.answer.report : 'nothing';
    reference = made?.reference;
    return made ?? { ...tooLate(answerMs, desk), ...NO_ANSWER };
  }

  async function looked(): Promise<void> {
    // Where only an error text was given, the answer says which service it is about.
    const at = service ?? (await reply.then(() => foundIn(why)));
    probe = (at === undefined ? undefined : await probes.of(at)) ?? 'nothing';
  }

  return {
    known: () => ({ service, whose: plan.whose, why, probe }),
    reference: () => reference,
    reply,
    all: Promise.allSettled([reply, looked()]).then(() => undefined),
  };
}

/** A place with an address, as the answer names it. */
const foundIn = (why: Known['why']): string | undefined =>
  typeof why === 'object' && why.where.url !== null && !why.where.name.includes('/')
    ? why.where.name
    : undefined;

/** What is asked for whoever wrote it. An administrator who names somebody is told about them, alone. */
export function planFor(request: Request, isAdmin: boolean): Plan {
  if (request.userId === undefined || request.form) return { whose: 'others', words: undefined };
  if (request.about !== 'other')
    return { whose: request.about === 'many' ? 'many' : 'own', words: wordsFor(request) };
  const { other } = request;
  return {
    whose: 'others',
    words: isAdmin && other !== undefined ? wordsFor(request, `<@${other}>`) : undefined,
  };
}

/** What stops the person, in the form other features are told of it; nothing while nothing is known to. */
export function hitOf({ channel, ts, userId }: Request, known: Known): Hit | undefined {
  const { why, whose } = known;
  const service = nameOf(known);
  if (userId === undefined || service === undefined || whose === 'others') return undefined;
  const path = stopsAll(known);
  const base = { service, userId, channel, threadTs: ts };
  if (path.state === 'broken') return { ...base, causeChange: undefined, code: path.code, stops: 'path' };
  if (typeof why !== 'object' || why.verdict !== 'denied') return undefined;
  const change = causeIn(why);
  const causeChange = change && {
    id: change.entry,
    kind: change.kind,
    actor: change.actor,
    resource: change.resource,
    at: change.at,
    summary: change.summary,
    affected: change.effect.lostCount > 0 ? change.effect.lostCount : undefined,
    complete: change.effect.complete,
  };
  return { ...base, causeChange, code: why.cause?.code ?? 'denied', stops: 'access' };
}
