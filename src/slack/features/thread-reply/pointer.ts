/** The same person about the same service within ten minutes: one line that points to the first answer. */
import type { Job, JobEnd } from '../../../store/ports-jobs.js';
import type { Desk } from '../../desk.js';
import { plainMessage } from '../../saying/message.js';
import { overBudget } from './budget.js';
import type { Parts } from './parts.js';
import type { Request } from './request.js';
import { askedBefore } from './short-words.js';
import { placeFrom, samePlace } from './state.js';

/** Contract §7.20. */
const AGAIN_WITHIN_MS = 10 * 60_000;

/** Whose question about what: held by the first message that asks it. */
export const askedKey = ({
  teamId,
  userId,
  service,
}: Pick<Request, 'teamId' | 'userId' | 'service'>): string =>
  `reply asked ${teamId ?? ''} ${userId ?? ''} ${service ?? '?'}`;

/** Answers with the pointer; undefined when this is the first. */
export async function pointTo(
  job: Job<Request>,
  desk: Desk,
  { replies }: Parts,
): Promise<JobEnd | undefined> {
  const { payload: request } = job;
  const { channel, ts, userId, service, because } = request;
  const at = { channel, threadTs: ts };
  const { value: first } = await desk.notes.claim(askedKey(request), at, AGAIN_WITHIN_MS, placeFrom);
  if (userId === undefined || samePlace(first, at)) return undefined;
  const words = askedBefore(undefined);
  await replies.say(at, words, { because, ...(service === undefined ? {} : { service }) });
  await replies.change(at, (state) => ({ ...state, before: first, bare: true }));
  const fate = await replies.put(at);
  if (fate.kind === 'over-budget')
    await overBudget(job, desk, { userId, message: plainMessage(words.headline.join('')) });
  desk.metrics.count('replies_total', { outcome: fate.kind === 'over-budget' ? fate.kind : 'pointer' });
  desk.log.info({ event: 'replied', ...at, how: 'pointer', fate: fate.kind }, 'Pointed to an earlier answer');
  return { kind: 'done' };
}
