/** One message: who said it and when, what it says, what can be done with it. */
import { memo, useCallback } from 'react';
import type { Message } from '../../web/protocol.js';
import { clockTime, timeOf } from '../data/conversation.js';
import { nameOf, useSetting } from '../data/page-context.js';
import { Avatar } from '../parts/avatar.js';
import { Blocks } from './blocks.js';
import { MessageMenu } from './message-menu.js';
import type { Pressed } from './pressable.js';

interface MessageViewProps {
  readonly message: Message;
  /** Begins or goes on with the thread; undefined inside of one and where there can be none. */
  readonly reply?: () => void;
}

export const MessageView = memo(function MessageView({ message, reply }: MessageViewProps) {
  const setting = useSetting();
  const { bot: app, me, send } = setting;
  const { channel, ts } = message;
  const bot = message.from === app.userId;
  const name = nameOf(setting, message.from);
  const alone = message.onlyFor !== undefined;
  const press = useCallback(
    (pressed: Pressed): void => void send({ type: 'click', person: me.id, channel, ts, ...pressed }),
    [send, me.id, channel, ts],
  );
  return (
    <article
      className="message"
      data-alone={alone}
      data-bot={bot}
      aria-label={`${name}, ${clockTime(timeOf(ts))}`}
    >
      <Avatar name={name} bot={bot} />
      <div className="message-main">
        {alone ? (
          <p className="alone">
            <Eye /> Only visible to you
          </p>
        ) : null}
        <header>
          <strong>{name}</strong>
          {bot ? <span className="app-mark">APP</span> : null}
          <time dateTime={new Date(timeOf(ts)).toISOString()}>{clockTime(timeOf(ts))}</time>
        </header>
        <Blocks blocks={message.blocks} text={message.text} press={press} />
        {message.edited ? <span className="edited">(edited)</span> : null}
        <Reactions message={message} />
      </div>
      <MessageMenu message={message} reply={reply} />
    </article>
  );
});

const FACES: Readonly<Record<string, string>> = {
  eyes: '👀',
  white_check_mark: '✅',
  hourglass_flowing_sand: '⏳',
  mag: '🔍',
};

function Reactions({ message }: { readonly message: Message }) {
  const setting = useSetting();
  if (message.reactions.length === 0) return null;
  return (
    <ul className="reactions" aria-label="Reactions">
      {message.reactions.map(({ name, people }) => {
        const who = people.map((id) => nameOf(setting, id)).join(', ');
        return (
          <li key={name} title={`${who}: ${name}`}>
            <span role="img" aria-label={`${name} by ${who}`}>
              {FACES[name] ?? `:${name}:`}
            </span>{' '}
            {people.length}
          </li>
        );
      })}
    </ul>
  );
}

function Eye() {
  return (
    <svg viewBox="0 0 16 16" width="13" height="13" aria-hidden="true" focusable="false">
      <path
        d="M1.200 8C2.800 5 5.200 3.500 8 3.500S13.200 5 14.800 8C13.200 11 10.800 12.500 8 12.500S2.800 11 1.200 8z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.400"
      />
      <circle cx="8" cy="8" r="2.100" fill="currentColor" />
    </svg>
  );
}
