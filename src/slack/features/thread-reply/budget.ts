/** When a channel has heard enough within the hour: people are answered alone, and the channel is told so once. */
import type { Job } from '../../../store/ports-jobs.js';
import type { Desk } from '../../desk.js';
import type { SlackMessage } from '../../saying/message.js';
import { plainMessage } from '../../saying/message.js';
import type { Request } from './request.js';
import { enoughSaid } from './short-words.js';

const HOUR_MS = 3_600_000;
const yes = (value: unknown): true | undefined => (value === true ? true : undefined);

/** The words for the channel, once an hour, and for the person. */
export async function overBudget(
  job: Job<Request>,
  desk: Desk,
  alone: { readonly userId: string; readonly message: SlackMessage } | undefined,
): Promise<void> {
  const { channel, ts } = job.payload;
  desk.log.warn({ event: 'over-budget', channel, threadTs: ts }, 'A channel has heard enough for this hour');
  const hour = Math.floor(desk.clock.now() / HOUR_MS);
  const { first } = await desk.notes.claim(`reply enough ${channel} ${hour}`, true, HOUR_MS, yes);
  if (first)
    await desk.out.post({
      id: `enough ${channel} ${hour}`,
      channel,
      message: plainMessage(enoughSaid().headline.join('')),
      pressing: true,
    });
  if (alone === undefined) return;
  await job.step('told', {
    revive: (value) => (typeof value === 'string' ? value : undefined),
    find: async () => undefined,
    act: () => desk.out.privately({ userId: alone.userId, channelId: channel }, alone.message),
  });
}
