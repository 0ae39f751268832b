/** A line under the thread while an answer is being made, where it takes long enough to wonder. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Desk } from '../../desk.js';
import { whatWentWrong } from '../../log.js';

/** A quicker answer needs no announcement. */
const AFTER_MS = 1_500;

/**
 * The result of the work. Slack shows the line beside our name and takes it away by itself after two minutes
 * (docs `assistant.threads.setStatus`, which takes `chat:write`); a workspace that knows no such line misses nothing.
 */
export async function whileLooking<T>(
  channel: string,
  threadTs: string,
  desk: Pick<Desk, 'client' | 'log'>,
  work: Promise<T>,
): Promise<T> {
  const show = async (status: string): Promise<void> => {
    try {
      await desk.client.assistant.threads.setStatus({ channel_id: channel, thread_ts: threadTs, status });
    } catch (error) {
      desk.log.debug({ error: whatWentWrong(error) }, 'Slack did not show that an answer is being made');
    }
  };
  const done = new AbortController();
  const shown = wait(AFTER_MS, true, { signal: done.signal }).then(
    () => show('is looking at policies, groups and logs \u2026').then(() => true),
    () => false,
  );
  try {
    return await work;
  } finally {
    done.abort();
    if (await shown) await show('');
  }
}
