/** Begins a watch: one per person and place, whoever begins it, and never two for two clicks. */

import type { Asked } from '../../asking/kept/asked.js';
import type { Desk } from '../../desk.js';
import { threadOf } from '../thread-reply/thread.js';
import { kindOf, nextLook } from './schedule.js';
import { isStopped, release, seatedAt, seatOf, takeSeat, type Watch } from './state.js';

export const WATCH_KIND = 'watch';

/** Before the look that follows somebody's word. */
const HEARD_MS = 1_000;

export interface Begun {
  readonly id: string;
  /** False when the person watches this already. */
  readonly first: boolean;
  /** It will be told in the thread, to everybody. */
  readonly publicly: boolean;
}

export const seatFor = (asked: Asked): string =>
  seatOf({
    userId: asked.question.userId,
    what: asked.what,
    resource: asked.resource,
    subject: asked.subject,
  });

/** Whether it was asked in a thread that we answered where everybody reads; the same person is told there. */
export async function inPublic({ question, about }: Asked, desk: Desk): Promise<boolean> {
  const { channelId, threadTs, userId } = question;
  if (channelId === undefined || threadTs === undefined || about === 'other') return false;
  return (await threadOf(desk.notes, channelId, threadTs))?.userId === userId;
}

async function watchFor(
  asked: Asked,
  { id, since }: Pick<Watch, 'id' | 'since'>,
  desk: Desk,
): Promise<Watch> {
  const { question, gist, about, place, pinned } = asked;
  const { userId, teamId, channelId, threadTs } = question;
  return {
    id,
    userId,
    words: [...pinned],
    what: asked.what,
    about,
    place,
    publicly: await inPublic(asked, desk),
    startedAt: desk.clock.now(),
    since,
    before: { key: gist.key, ...(gist.code === undefined ? {} : { code: gist.code }) },
    ...(teamId === undefined ? {} : { teamId }),
    ...(channelId === undefined ? {} : { channelId }),
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(asked.person === undefined ? {} : { person: asked.person }),
  };
}

/** A click begins a watch of its own; somebody's word that it is done begins one by this id, at once. */
export type Beginning = { readonly since: 'click' } | { readonly since: 'done'; readonly id: string };

/**
 * Begins to watch. `done` looks at once and takes the place of a watch that is on; the same id begins once, however
 * often it is said. A click while a watch is on begins nothing; should that one have been lost with its process before
 * it was a job, it becomes one now.
 */
export async function beginWatch(asked: Asked, how: Beginning, desk: Desk): Promise<Begun> {
  const seat = seatFor(asked);
  const id = how.since === 'done' ? how.id : desk.newReference();
  const before = how.since === 'done' ? await seatedAt(desk.notes, seat) : undefined;
  if (before !== undefined && before.id !== id) await release(desk.notes, before.id);
  const watch = await watchFor(asked, { id, since: how.since }, desk);
  const taken = await takeSeat(desk.notes, seat, watch);
  const payload = { ...watch, id: taken.id, startedAt: taken.startedAt };
  const { delayMs } = nextLook(kindOf(asked.gist.code, asked.what), 0, 0);
  // First the person hears that it was said to be done.
  const later = { delayMs: how.since === 'done' ? HEARD_MS : delayMs / desk.times.watchPace };
  const accepted = await desk.jobs.enqueue(WATCH_KIND, taken.id, payload, later);
  // It has been, and is over: nobody looks any more.
  if (accepted === 'known' && (await isStopped(desk.notes, taken.id))) await release(desk.notes, taken.id);
  return { ...taken, publicly: watch.publicly };
}
