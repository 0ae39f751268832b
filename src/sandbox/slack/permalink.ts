/** The address of a message in Slack's own app. */
import type { ChannelMessage } from './types.js';
import type { Workspace } from './workspace.js';

/** A reply's address names its thread (docs `chat.getPermalink`). */
export function permalink(message: ChannelMessage, { team }: Workspace): string {
  const thread =
    message.threadTs === undefined || message.threadTs === message.ts
      ? ''
      : `?thread_ts=${message.threadTs}&cid=${message.channel}`;
  const at = `p${message.ts.replace('.', '')}`;
  return `https://${team.domain}.slack.test/archives/${message.channel}/${at}${thread}`;
}
