/** Fills somebody's Home tab: at once with what is known, and again when the answers are there. */
import type { types } from '@slack/bolt';
import { type Home, type HomeAccess, homeBlocks, saysSomething } from '../../../render/home.js';
import { askWithin } from '../../asking/ask-within.js';
import type { Desk, Question } from '../../desk.js';
import { meet } from '../../people/speaker.js';
import { plainMessage } from '../../saying/message.js';
import { within } from '../../within.js';
import { publish } from './publish.js';
import { recentOf } from './recent.js';

export const AGAIN = 'home_again';

export interface Viewer {
  readonly userId: string;
  readonly teamId: string | undefined;
}

/** What a look at the rights came to; it costs real calls, and all administrators see the same. */
export interface Health {
  readonly at: number;
  readonly blocks: readonly types.KnownBlock[];
}

export interface Shelf {
  health: Health | undefined;
}

const MEET_MS = 3_000;
/** A look at the rights is shown for so long; by the button, only so long. */
const HEALTH_MS = 10 * 60_000;
const HEALTH_AGAIN_MS = 60_000;

const NO_ANSWER = 'I found no answer in time. Press \u201cCheck again\u201d in a moment.';

/** Shows the tab. `again`: the person pressed the button, so everything is read anew. Never rejects but for defects. */
export async function showHome(viewer: Viewer, again: boolean, shelf: Shelf, desk: Desk): Promise<void> {
  const { userId, teamId } = viewer;
  const signal = AbortSignal.any([desk.stopping, AbortSignal.timeout(desk.times.answerMs)]);
  const asked = (words: readonly string[]): Question => ({
    ...{ userId, teamId, words },
    origin: 'home',
    channelId: undefined,
    threadTs: undefined,
    // What has tiny quotas is not read anew for a glance.
    fresh: again ? 'fast' : false,
  });
  const met = await meet(userId, teamId, desk.sources, signal);
  if (!met.ok) {
    // Asked all the same, so that the refusal is the one of every other question, and in the audit.
    const reply = await askWithin(asked(['why', 'me']), desk, signal);
    await publish(userId, (reply?.message ?? plainMessage(NO_ANSWER)).blocks, undefined, desk);
    return;
  }
  const [{ services, complete }, recent] = await Promise.all([desk.directory.seen(), recentOf(userId, desk)]);
  const home = (access: HomeAccess, health: Home['health'], notes: readonly string[]): Home => ({
    ...{ access, services, complete, recent, health, notes },
    now: new Date(desk.clock.now()),
    timeZone: met.timeZone,
    again: { actionId: AGAIN, label: 'Check again', value: AGAIN },
  });
  const first = await publish(userId, homeBlocks(home({ kind: 'looking' }, [], [])), undefined, desk);
  const [access, health] = await Promise.all([
    accessOf(asked(['why', 'me']), desk, signal),
    within(MEET_MS, met.isAdmin(), false).then((admin) =>
      admin ? healthOf(asked(['status']), again, shelf, met.timeZone, desk, signal) : [],
    ),
  ]);
  if (first === 'newer') return;
  const hash = first === 'failed' ? undefined : first.hash;
  await publish(userId, homeBlocks(home(access, health, met.notes())), hash, desk);
}

async function accessOf(question: Question, desk: Desk, signal: AbortSignal): Promise<HomeAccess> {
  const reply = await askWithin(question, desk, signal);
  if (reply?.answer?.kind === 'why' && saysSomething(reply.answer.report))
    return { kind: 'report', report: reply.answer.report };
  return { kind: 'said', blocks: withoutButtons((reply?.message ?? plainMessage(NO_ANSWER)).blocks) };
}

/** Buttons of an answer are made for a message. */
const withoutButtons = (blocks: readonly types.KnownBlock[]): readonly types.KnownBlock[] =>
  blocks.filter(({ type }) => type !== 'actions');

async function healthOf(
  question: Question,
  again: boolean,
  shelf: Shelf,
  timeZone: string | undefined,
  desk: Desk,
  signal: AbortSignal,
): Promise<readonly types.KnownBlock[]> {
  const age = desk.clock.now() - (shelf.health?.at ?? Number.NEGATIVE_INFINITY);
  if (shelf.health && age < (again ? HEALTH_AGAIN_MS : HEALTH_MS)) return shelf.health.blocks;
  const reply = await askWithin(question, desk, signal);
  if (reply?.answer === undefined) return plainMessage(NO_ANSWER).blocks;
  const { blocks } = desk.render(reply.answer, reply.audience, 'other', timeZone, []);
  const health = { at: desk.clock.now(), blocks: withoutButtons(blocks) };
  if (reply.answer.kind !== 'failure') shelf.health = health;
  return health.blocks;
}
