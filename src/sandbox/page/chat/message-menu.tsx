/** What can be done with a message: answer in its thread, or use one of the app's message shortcuts. */
import { useEffect, useId, useRef, useState } from 'react';
import type { Message } from '../../web/protocol.js';
import { nameOf, usePage } from '../data/page-context.js';

interface MessageMenuProps {
  readonly message: Message;
  readonly reply: (() => void) | undefined;
}

export function MessageMenu({ message, reply }: MessageMenuProps) {
  const { snapshot, me, send } = usePage();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const list = useId();
  const items = (): HTMLElement[] => [
    ...(box.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? []),
  ];
  useEffect(() => {
    if (!open) return;
    items()[0]?.focus();
    const leave = (event: Event): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) setOpen(false);
    };
    addEventListener('pointerdown', leave);
    return () => removeEventListener('pointerdown', leave);
  });
  // Slack has neither threads nor message shortcuts on what only one person sees.
  if (message.onlyFor !== undefined) return null;
  const { shortcuts } = snapshot.workspace;
  const { channel, ts } = message;
  const whose = nameOf(snapshot, message.from);
  const onKeyDown = (event: { readonly key: string; preventDefault(): void }): void => {
    if (event.key === 'Escape' && open) {
      setOpen(false);
      button.current?.focus();
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || !open) return;
    event.preventDefault();
    const all = items();
    const at = all.findIndex((one) => one.matches(':focus'));
    all.at((at + step + all.length) % all.length)?.focus();
  };
  return (
    // Keys of the menu are taken where its items are.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div className="message-menu" ref={box} data-open={open} onKeyDown={onKeyDown}>
      {reply === undefined ? null : (
        <button type="button" onClick={reply} aria-label={`Reply in the thread of ${whose}`}>
          Reply
        </button>
      )}
      {shortcuts.length === 0 ? null : (
        <button
          ref={button}
          type="button"
          aria-haspopup="menu"
          aria-expanded={open}
          aria-controls={open ? list : undefined}
          aria-label={`More for the message of ${whose}`}
          onClick={() => setOpen(!open)}
        >
          ⋯
        </button>
      )}
      {open ? (
        <div id={list} role="menu" className="menu-list" aria-label="Message shortcuts">
          {shortcuts.map(({ callbackId, name }) => (
            <button
              key={callbackId}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                setOpen(false);
                button.current?.focus();
                void send({ type: 'shortcut', person: me.id, callbackId, channel, ts });
              }}
            >
              {name} <span>{snapshot.workspace.bot.name}</span>
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
