/** A channel: its head line, everything its reader may see in it, and the box to type in. */
import { useLayoutEffect, useRef } from 'react';
import { clockTime, type Line, linesOf } from '../data/conversation.js';
import { usePage } from '../data/page-context.js';
import { Composer } from './composer.js';
import { Hint } from './hint.js';
import { Thread } from './thread.js';

/** How near to its end the log counts as being read at its end, in pixels. */
const NEAR_THE_END = 120;

export function Conversation() {
  const { snapshot, me, place } = usePage();
  const channel = snapshot.workspace.channels.find((one) => one.id === place.at);
  const lines = linesOf(snapshot, place.at, me.id);
  const { log, scrolled, toEnd } = useEndOf(lines);
  if (channel === undefined) return <p className="opening">There is no such channel.</p>;
  const name = channel.kind === 'im' ? snapshot.workspace.bot.name : `#${channel.name}`;
  const asking = snapshot.trace.questions.filter(
    (one) => one.state === 'asking' && one.person === me.id && one.channel === channel.id,
  );
  return (
    <>
      <header className="chat-head">
        <h2>{name}</h2>
        <p>{channel.topic}</p>
      </header>
      {/* Reached by keyboard so that it can be scrolled by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <section className="log" aria-label={`Messages in ${name}`} ref={log} onScroll={scrolled} tabIndex={0}>
        <div className="log-lines">
          <Hint />
          {lines.length === 0 ? <p className="log-empty">Nothing has been said here yet.</p> : null}
          <ol>
            {lines.map((line) => (
              <li key={line.kind === 'typed' ? line.question.id : line.message.ts}>
                <LineView line={line} />
              </li>
            ))}
          </ol>
        </div>
      </section>
      <p className="working" aria-hidden="true">
        {asking.length > 0 ? `${snapshot.workspace.bot.name} is looking…` : ''}
      </p>
      <Composer
        key={me.id}
        channel={channel.id}
        label={`Message ${name} as ${me.name}, or type ${snapshot.workspace.commands[0] ?? '/'}`}
        sent={toEnd}
      />
    </>
  );
}

function LineView({ line }: { readonly line: Line }) {
  if (line.kind === 'message') return <Thread message={line.message} replies={line.replies} />;
  return (
    <p className="typed">
      You typed <code>{line.question.what}</code> <time>{clockTime(Date.parse(line.question.at))}</time>
    </p>
  );
}

/** Keeps the newest in sight as long as the reader is at the end; somebody who reads further up is left alone. */
function useEndOf(lines: readonly Line[]) {
  const log = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the lines that make it longer
  useLayoutEffect(() => {
    const box = log.current;
    if (!atEnd.current || box === null) return;
    const last = [...box.querySelectorAll<HTMLElement>('.message')].at(-1);
    const tall = last !== undefined && last.offsetHeight > box.clientHeight;
    // The verdict stands first: of an answer longer than the window the beginning is shown, not the end.
    if (tall) last.scrollIntoView({ block: 'start' });
    else box.scrollTop = box.scrollHeight;
  }, [lines]);
  return {
    log,
    scrolled(): void {
      const box = log.current;
      if (box !== null) atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_THE_END;
    },
    toEnd(): void {
      atEnd.current = true;
    },
  };
}
