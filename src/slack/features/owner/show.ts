/** Brings the owners' messages up to date with what was answered. */
import type { Desk } from '../../desk.js';
import { messageFor, type OwnerAsk, type Recipient, repliesTo } from './request.js';

/** Every message that is known, and those given here. */
export async function showReplies(ask: OwnerAsk, desk: Desk, more: readonly Recipient[] = []): Promise<void> {
  const replies = await repliesTo(desk.notes, ask.id);
  if (replies.done === undefined && replies.noes.length === 0) return;
  const known = new Set(ask.recipients.map(({ channel, ts }) => `${channel} ${ts}`));
  const all = [...ask.recipients, ...more.filter(({ channel, ts }) => !known.has(`${channel} ${ts}`))];
  await Promise.all(
    all.map(({ channel, ts, userId }) => desk.out.edit(channel, ts, messageFor(ask, replies, userId))),
  );
}
