/** Mentions in channels and threads, where slash commands cannot go, and direct messages: answered as commands are. */
import type { Desk, Feature } from '../../desk.js';
import type { SlackEvent } from '../../payloads.js';
import { reviveSpoken, spokenIn } from './accept.js';
import { answerSpoken } from './answer.js';

const KIND = 'mention';
/** A question mostly waits for Google, so many fit beside each other. */
const AT_ONCE = 50;

/** One job per message, however often and as whichever event it arrives. */
async function accept(event: SlackEvent, desk: Desk): Promise<void> {
  const spoken = spokenIn(event, desk.workspace);
  if (spoken === undefined) return;
  await desk.jobs.enqueue(KIND, `${spoken.channel} ${spoken.ts}`, spoken);
}

export const mention: Feature = {
  name: 'mention',
  events: { app_mention: accept, message: accept },
  kinds: [KIND],
  start: (desk) =>
    desk.jobs.work(KIND, {
      revive: reviveSpoken,
      concurrency: AT_ONCE,
      handle: (job) => answerSpoken(job, desk),
    }),
};
