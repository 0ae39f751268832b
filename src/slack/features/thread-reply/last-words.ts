/** When answering fails again and again: nobody is left with "Looking \u2026", and whoever runs the bot sees it in `status`. */
import type { Job, JobEnd } from '../../../store/ports-jobs.js';
import { broken } from '../../asking/outcome.js';
import type { Desk } from '../../desk.js';
import { whatWentWrong } from '../../log.js';
import { answerRequest } from './job.js';
import type { Parts } from './parts.js';
import { publicWords } from './public-words.js';
import type { Request } from './request.js';

/** The turn before the one after which a job is given up without a word. */
const LAST_ATTEMPT = 4;

/** As {@link answerRequest}; the last failure ends in words. */
export async function answerOrEnd(job: Job<Request>, desk: Desk, parts: Parts): Promise<JobEnd> {
  try {
    return await answerRequest(job, desk, parts);
  } catch (error) {
    // Stopping is no failure, and what is no longer ours must not be seen.
    if (job.attempt < LAST_ATTEMPT || job.signal.aborted) throw error;
    await endInWords(job, error, desk, parts);
    return { kind: 'dead', reason: whatWentWrong(error) };
  }
}

async function endInWords(job: Job<Request>, error: unknown, desk: Desk, { replies }: Parts): Promise<void> {
  const { channel, ts, userId, service, because } = job.payload;
  const at = { channel, threadTs: ts };
  const whose = userId === undefined ? 'others' : 'own';
  await replies.say(at, publicWords({ service, whose, why: 'nothing', probe: 'nothing' }), { because });
  if (job.was('put') === undefined) await replies.put(at);
  await replies.bringUpToDate(at);
  if (userId === undefined || job.was('told') !== undefined) return;
  await desk.out.privately({ userId, channelId: channel }, broken(error, desk).message);
  await job.done('told', 'the last words');
}
