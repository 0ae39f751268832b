/** The answer itself: looks, speaks in the thread with what everybody may read, and tells the person the rest alone. */
import type { Job, JobEnd } from '../../../store/ports-jobs.js';
import type { Reply } from '../../asking/asking.js';
import type { Desk } from '../../desk.js';
import { within } from '../../within.js';
import { overBudget } from './budget.js';
import { type Plan, startLooks } from './looks.js';
import { asOneOfMany } from './one-of-many.js';
import type { Parts } from './parts.js';
import { nameOf } from './public-words.js';
import type { Request } from './request.js';
import { joined } from './short-words.js';
import { createSpeaker, type Speaker } from './voice.js';

/** After this the thread hears that somebody is looking. */
const LOOKING_AFTER_MS = 2_500;
/** Whoever could not be reached is tried for so long. */
const TELL_FOR_MS = 15 * 60_000;
const TELL_AGAIN_MS = 5_000;
/** By then the message of an incident is out. */
const LINK_MS = 5_000;
const LINKED = 'linked';

/** Answers, and gives back what is left to be done. */
export async function answerInThread(
  job: Job<Request>,
  plan: Plan,
  desk: Desk,
  parts: Parts,
): Promise<JobEnd> {
  const { payload: request } = job;
  const begunAt = desk.clock.now();
  const at = { channel: request.channel, threadTs: request.ts };
  const looks = startLooks(request, plan, desk, parts.probes, job.signal);
  const speaker = createSpeaker(job, plan, looks, desk, parts);
  // In a long queue the place is taken at once; the words are ready when its turn comes.
  if (parts.busy.is(at.channel)) await speaker.speak(false);
  await within(LOOKING_AFTER_MS, looks.all, undefined);
  ours(job);
  await speaker.speak(true);
  const reply = await looks.reply;
  ours(job);
  await speaker.speak(false);
  const told = await tell(job, reply, speaker, desk);
  await looks.all;
  ours(job);
  await speaker.speak(false);
  await speaker.count();
  if (reply !== undefined && request.userId !== undefined && told === undefined)
    return job.reschedule(TELL_AGAIN_MS);
  await job.done('answered', speaker.linked() ? LINKED : 'without a link');
  const fate = speaker.fate();
  desk.metrics.count('replies_total', { outcome: fate === 'out' ? 'answered' : (fate ?? 'failed') });
  const { known } = looks;
  const { why } = known();
  desk.log.info(
    {
      event: 'replied',
      ...at,
      service: nameOf(known()),
      verdict: typeof why === 'object' ? why.verdict : undefined,
      reference: reply?.reference,
      fate,
      told,
      ms: desk.clock.now() - begunAt,
    },
    'Answered an access request in its thread',
  );
  return speaker.linked() ? settled(job, parts) : job.reschedule(LINK_MS);
}

/** An answered request: shows what has come since, until there is nothing more to come. */
export async function settled(job: Job<Request>, { replies }: Parts): Promise<JobEnd> {
  const { channel, ts: threadTs, because } = job.payload;
  const at = { channel, threadTs };
  const met = job.was('answered') === LINKED ? undefined : await replies.joinedNow(at);
  if (met) await replies.say(at, joined(met), { because });
  const end = await replies.bringUpToDate(at);
  return end.done ? { kind: 'done' } : job.reschedule(end.againMs);
}

/** Whoever stops hands the job back as it is; half an answer must not be the last. */
function ours({ signal }: Job<Request>): void {
  if (signal.aborted) throw new Error('stopped before there was an answer');
}

/** The whole answer for the person alone; a channel that heard enough hears so. */
async function tell(
  job: Job<Request>,
  reply: Reply | undefined,
  speaker: Speaker,
  desk: Desk,
): Promise<string | undefined> {
  const { payload: request, acceptedAt } = job;
  const { channel: channelId, ts, userId } = request;
  const fate = speaker.fate();
  if (fate === 'over-budget') await overBudget(job, desk, undefined);
  if (userId === undefined || reply === undefined) return undefined;
  const before = job.was('told');
  if (typeof before === 'string') return before;
  const threadTs = fate === 'out' ? ts : undefined;
  const alone = speaker.alone();
  const message = alone === undefined ? reply.message : asOneOfMany(reply.message, alone);
  const way = await desk.out.privately({ userId, channelId, threadTs }, message);
  if (way === 'nowhere' && desk.clock.now() < acceptedAt + TELL_FOR_MS) return undefined;
  await job.done('told', way);
  return way;
}
