/** What can be done with a message: answer in its thread, or use one of the app's message shortcuts. */
import type { Message } from '../../web/protocol.js';
import { nameOf, useSetting } from '../data/page-context.js';
import { MenuButton } from '../parts/menu-button.js';

interface MessageMenuProps {
  readonly message: Message;
  readonly reply: (() => void) | undefined;
}

export function MessageMenu({ message, reply }: MessageMenuProps) {
  const setting = useSetting();
  const { shortcuts, bot, me, send } = setting;
  // Slack has neither threads nor message shortcuts on what only one person sees.
  if (message.onlyFor !== undefined) return null;
  const { channel, ts } = message;
  const whose = nameOf(setting, message.from);
  return (
    <div className="message-menu">
      {reply === undefined ? null : (
        <button type="button" onClick={reply} aria-label={`Reply in the thread of ${whose}`}>
          Reply
        </button>
      )}
      <MenuButton
        mark="⋯"
        label={`More for the message of ${whose}`}
        items={shortcuts.map(({ callbackId, name }) => ({ id: callbackId, name, note: bot.name }))}
        choose={(callbackId) => void send({ type: 'shortcut', person: me.id, callbackId, channel, ts })}
      />
    </div>
  );
}
