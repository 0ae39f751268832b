/** Where a watch says what it has to say: in the thread where everybody reads, or to its person alone; each thing once. */
import type { NoticePart } from '../../../render/notice.js';
import { notice } from '../../../render/notice.js';
import type { Desk } from '../../desk.js';
import { whatWentWrong } from '../../log.js';
import type { SlackMessage } from '../../saying/message.js';
import { patiently } from '../../saying/web-client.js';
import { stopButton } from './buttons.js';
import type { Watch } from './state.js';

const LONGEST_WAIT_MS = 15_000;

/**
 * A direct message that is sent once per id among all processes; where Slack takes none, it is tried as an ephemeral one.
 * False when it reached the person by no way.
 */
export async function tellPerson(
  to: {
    readonly userId: string;
    readonly channelId?: string | undefined;
    readonly threadTs?: string | undefined;
  },
  id: string,
  message: SlackMessage,
  desk: Desk,
): Promise<boolean> {
  const signal = AbortSignal.any([desk.stopping, AbortSignal.timeout(LONGEST_WAIT_MS)]);
  try {
    const opened = await patiently(() => desk.client.conversations.open({ users: to.userId }));
    const channel = opened.channel?.id;
    if (channel !== undefined) {
      const posted = await desk.out.posted({ id, channel, message, pressing: true }, signal);
      if (posted.ok || posted.why === 'late') return true;
    }
  } catch (error) {
    desk.log.warn({ user: to.userId, error: whatWentWrong(error) }, 'A direct message could not be opened');
  }
  const delivery = await desk.out.privately(to, message);
  if (delivery === 'nowhere') desk.log.error({ user: to.userId, post: id }, 'A person could not be told');
  return delivery !== 'nowhere';
}

/** Says it once, wherever this watch speaks; false when it reached nobody. */
export async function tell(
  watch: Watch,
  what: string,
  parts: readonly NoticePart[],
  desk: Desk,
  buttons: 'stop' | 'none',
): Promise<boolean> {
  const id = `watch ${watch.id} ${what}`;
  const message = notice(parts, buttons === 'stop' ? { buttons: [stopButton(watch.id)] } : {});
  const { channelId, threadTs, userId } = watch;
  if (watch.publicly && channelId !== undefined && threadTs !== undefined) {
    const signal = AbortSignal.any([desk.stopping, AbortSignal.timeout(LONGEST_WAIT_MS)]);
    const posted = await desk.out.posted(
      { id, channel: channelId, threadTs, message, pressing: true },
      signal,
    );
    if (posted.ok || posted.why === 'late') return true;
    desk.log.warn({ watch: watch.id, detail: posted.detail }, 'A watch could not speak in its thread');
  }
  return tellPerson({ userId, channelId, threadTs }, id, message, desk);
}
