/** Begins a watch: one per person and place, whoever begins it, and never two for two clicks. */
import type { Desk } from '../desk.js';
import type { Asked } from '../kept/asked.js';
import { threadOf } from '../thread-reply/thread.js';
import { kindOf, nextLook } from './schedule.js';
import { release, seatedAt, seatOf, takeSeat, type Watch } from './state.js';

export const WATCH_KIND = 'watch';

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
    person: asked.about === 'other' ? asked.person : undefined,
  });

/** Whether it was asked in a thread that we answered where everybody reads; the same person is told there. */
export async function inPublic({ question, about }: Asked, desk: Desk): Promise<boolean> {
  const { channelId, threadTs, userId } = question;
  if (channelId === undefined || threadTs === undefined || about === 'other') return false;
  return (await threadOf(desk.notes, channelId, threadTs))?.userId === userId;
}

async function watchFor(asked: Asked, since: Watch['since'], desk: Desk): Promise<Watch> {
  const { question, gist, about, place, pinned } = asked;
  const { userId, teamId, channelId, threadTs } = question;
  return {
    id: desk.newReference(),
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

/**
 * Begins to watch. `done` looks at once and takes the place of a watch that is on. A click while one is on begins
 * nothing; should that one have been lost with its process before it was a job, it becomes one now.
 */
export async function beginWatch(asked: Asked, since: Watch['since'], desk: Desk): Promise<Begun> {
  const seat = seatFor(asked);
  if (since === 'done') {
    const on = await seatedAt(desk.notes, seat);
    if (on !== undefined) await release(desk.notes, on.id);
  }
  const watch = await watchFor(asked, since, desk);
  const taken = await takeSeat(desk.notes, seat, watch);
  const payload = { ...watch, id: taken.id, startedAt: taken.startedAt };
  const { delayMs } = nextLook(kindOf(asked.gist.code, asked.what), 0, 0);
  await desk.jobs.enqueue(
    WATCH_KIND,
    taken.id,
    payload,
    since === 'done' ? {} : { delayMs: delayMs / desk.times.watchPace },
  );
  return { ...taken, publicly: watch.publicly };
}
