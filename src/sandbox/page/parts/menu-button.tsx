/** A button with a menu: arrows go through it, Escape and a click beside it close it, and the focus comes back. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';

export interface MenuItem {
  readonly id: string;
  readonly name: string;
  readonly note: string;
}

interface MenuButtonProps {
  /** What is seen of the button. */
  readonly mark: string;
  /** What it is called. */
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly choose: (id: string) => void;
}

export function MenuButton({ mark, label, items, choose }: MenuButtonProps) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const list = useId();
  const entries = (): HTMLElement[] => [
    ...(box.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? []),
  ];
  useEffect(() => {
    if (!open) return;
    box.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const leave = (event: Event): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) setOpen(false);
    };
    addEventListener('pointerdown', leave);
    return () => removeEventListener('pointerdown', leave);
  }, [open]);
  const shut = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!open) return;
    if (event.key === 'Escape') shut();
    if (event.key === 'Tab') setOpen(false);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const all = entries();
    const at = all.findIndex((one) => one.matches(':focus'));
    all.at((at + step + all.length) % all.length)?.focus();
  };
  if (items.length === 0) return null;
  return (
    // Keys of the menu are taken where its items are.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div className="menu-box" ref={box} data-open={open} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? list : undefined}
        aria-label={label}
        title={label}
        onClick={() => setOpen(!open)}
      >
        {mark}
      </button>
      {open ? (
        <div id={list} role="menu" className="menu-list" aria-label={label}>
          {items.map(({ id, name, note }) => (
            <button
              key={id}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                shut();
                choose(id);
              }}
            >
              {name} <span>{note}</span>
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
