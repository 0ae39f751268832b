/** One request from its turn to the end: left alone, refused, pointed to an answer, or answered in its thread and alone. */

import type { Job, JobEnd } from '../../../store/ports-jobs.js';
import { askAs } from '../../asking/asking.js';
import type { Desk } from '../../desk.js';
import { refusalOf } from '../../people/people.js';
import { meet } from '../../people/speaker.js';
import { answerInThread, settled } from './answer.js';
import { whyLeft } from './leave.js';
import { type Plan, planFor } from './looks.js';
import type { Parts } from './parts.js';
import { pointTo } from './pointer.js';
import { type Request, wordsFor } from './request.js';

const DONE: JobEnd = { kind: 'done' };
/** Slack may know who somebody is a little later; whoever waits longer is answered without. */
const PATIENCE_MS = 120_000;
const AGAIN_MS = 5_000;
/** Where Slack says that so many are looked up at once, everybody's turn comes. */
const LONG_PATIENCE_MS = 15 * 60_000;

/** Everything it waits for has a limit, and whatever others see happens once, however often it begins anew. */
export async function answerRequest(job: Job<Request>, desk: Desk, parts: Parts): Promise<JobEnd> {
  const { payload: request } = job;
  const at = { channel: request.channel, threadTs: request.ts };
  const waitedMs = desk.clock.now() - job.acceptedAt;
  if (job.was('answered') !== undefined) return settled(job, parts);
  if (job.was('begun') === undefined) {
    const left = await whyLeft(request, waitedMs, desk, parts.limit);
    if (left !== undefined) {
      desk.metrics.count('replies_total', { outcome: left });
      desk.log.info({ event: 'left-alone', ...at, why: left }, 'An access request was left alone');
      return DONE;
    }
    await job.done('begun', true);
  }
  const { userId, teamId } = request;
  let isAdmin = false;
  if (userId !== undefined) {
    const waitFor = job.was('turn') === undefined ? parts.crowd.turn() : undefined;
    if (waitFor !== undefined) return itsTurn(job, waitFor);
    const look = await desk.sources.people.look(userId);
    if (!look.ok && look.why === 'unavailable') {
      const crowded = look.detail.includes('rate-limit');
      const young = waitedMs - desk.config.slack.replyDelayMs < (crowded ? LONG_PATIENCE_MS : PATIENCE_MS);
      if (young) return crowded ? itsTurn(job, parts.crowd.limited()) : job.reschedule(AGAIN_MS);
    }
    if (look.ok && refusalOf(look.person, desk.sources.team, teamId) !== undefined)
      return refuse(job, desk, look.person.bot);
    isAdmin = await mayBeTold(request, desk, job.signal);
  }
  const plan: Plan = planFor(request, isAdmin);
  const pointed = plan.whose === 'others' ? undefined : await pointTo(job, desk, parts);
  return pointed ?? answerInThread(job, plan, desk, parts);
}

/** Comes again when it is its turn to ask Slack who somebody is. */
async function itsTurn(job: Job<Request>, delayMs: number): Promise<JobEnd> {
  await job.done('turn', true);
  return job.reschedule(delayMs);
}

/** Only where somebody else is named it matters whether an administrator wrote it. */
async function mayBeTold(
  { about, other, userId, teamId }: Request,
  desk: Desk,
  signal: AbortSignal,
): Promise<boolean> {
  if (about !== 'other' || other === undefined || userId === undefined) return false;
  const met = await meet(userId, teamId, desk.sources, AbortSignal.any([signal, AbortSignal.timeout(2_000)]));
  return met.ok && (await met.isAdmin());
}

/** Nothing in public; a person hears why, a program hears nothing. */
async function refuse(job: Job<Request>, desk: Desk, isBot: boolean): Promise<JobEnd> {
  const { payload: request } = job;
  const { channel: channelId, ts: threadTs, userId = '', teamId } = request;
  desk.metrics.count('replies_total', { outcome: 'refused' });
  desk.log.info(
    { event: 'left-alone', channel: channelId, threadTs, why: 'refused' },
    'An access request was refused',
  );
  if (isBot) return DONE;
  const question = {
    userId,
    teamId,
    words: wordsFor(request),
    origin: 'message',
    channelId,
    threadTs,
    fresh: false,
  } as const;
  await job.step('refused', {
    revive: (value) => (typeof value === 'string' ? value : undefined),
    // An ephemeral message is found nowhere again; hearing it twice is better than never.
    find: async () => undefined,
    act: async (signal) => {
      const { message } = await askAs(question, desk, { signal });
      return desk.out.privately({ userId, channelId }, message);
    },
  });
  return DONE;
}
