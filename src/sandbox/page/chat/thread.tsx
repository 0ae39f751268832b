/** A message and its thread, below it. */
import { useCallback, useId, useState } from 'react';
import type { Message } from '../../web/protocol.js';
import { useSetting } from '../data/page-context.js';
import { Composer } from './composer.js';
import { MessageView } from './message-view.js';

interface ThreadProps {
  readonly message: Message;
  readonly replies: readonly Message[];
}

export function Thread({ message, replies }: ThreadProps) {
  const { me } = useSetting();
  const [open, setOpen] = useState(true);
  const [answering, setAnswering] = useState(false);
  const list = useId();
  const some = replies.length > 0;
  const reply = useCallback((): void => {
    setOpen(true);
    setAnswering(true);
  }, []);
  if (message.onlyFor !== undefined) return <MessageView message={message} />;
  return (
    <>
      <MessageView message={message} reply={reply} />
      {some ? (
        <button
          type="button"
          className="thread-toggle"
          aria-expanded={open}
          aria-controls={list}
          onClick={() => setOpen(!open)}
        >
          {replies.length === 1 ? '1 reply' : `${replies.length} replies`}
          {open ? ' in the thread' : ' · show'}
        </button>
      ) : null}
      <div className="thread" id={list} hidden={!open || (!some && !answering)}>
        <ol aria-label="Replies">
          {replies.map((one) => (
            <li key={one.ts}>
              <MessageView message={one} />
            </li>
          ))}
        </ol>
        {answering ? (
          <Composer
            channel={message.channel}
            threadTs={message.ts}
            label={`Reply in the thread as ${me.name}`}
          />
        ) : some ? (
          <button type="button" className="thread-reply" onClick={reply}>
            Reply in the thread…
          </button>
        ) : null}
      </div>
    </>
  );
}
