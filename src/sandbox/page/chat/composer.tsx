/** The box one types in: a slash command when it begins with one, a message otherwise, with suggestions for both. */
import { useId, useLayoutEffect, useRef, useState } from 'react';
import { complete } from '../data/complete.js';
import { usePage } from '../data/page-context.js';
import { MenuButton } from '../parts/menu-button.js';
import { useSuggestions } from './use-suggestions.js';

interface ComposerProps {
  readonly channel: string;
  /** In a thread: the message it belongs to. Slash commands do not work there, in Slack neither. */
  readonly threadTs?: string;
  readonly label: string;
  readonly sent?: () => void;
}

export function Composer({ channel, threadTs, label, sent }: ComposerProps) {
  const { snapshot, me, send } = usePage();
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const { workspace, world } = snapshot;
  const options = complete(text, {
    commands: threadTs === undefined ? workspace.commands : [],
    people: workspace.people,
    services: world.services,
  });
  const suggestions = useSuggestions(options, (chosen) => {
    setText(chosen.text);
    field.current?.focus();
  });
  useLayoutEffect(() => {
    const box = field.current;
    if (box === null) return;
    box.style.height = text === '' ? '' : 'auto';
    if (text !== '') box.style.height = `${box.scrollHeight}px`;
  }, [text]);
  const submit = (): void => {
    const typed = text.trim();
    if (typed === '') return;
    const command = workspace.commands.find((one) => typed === one || typed.startsWith(`${one} `));
    setText('');
    suggestions.close();
    const where = { person: me.id, channel, text: typed };
    void send(
      command !== undefined && threadTs === undefined
        ? { type: 'slash', ...where }
        : { type: 'say', ...where, ...(threadTs === undefined ? {} : { threadTs }) },
    ).then((taken) => {
      if (!taken) setText(typed);
    });
    sent?.();
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {suggestions.open ? (
        <div id={list} role="listbox" className="suggestions" aria-label="Suggestions" tabIndex={-1}>
          {options.map((option, i) => (
            // The field keeps the focus, as a combobox has it; its keys choose.
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            <div
              key={option.label}
              id={`${list}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === suggestions.active}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => suggestions.choose(option)}
            >
              <strong>{option.label}</strong> <span>{option.note}</span>
            </div>
          ))}
        </div>
      ) : null}
      <textarea
        ref={field}
        rows={1}
        // More than one line may be typed, so it is a text field that has a list, and no combobox.
        aria-label={label}
        aria-controls={suggestions.open ? list : undefined}
        aria-autocomplete="list"
        aria-activedescendant={suggestions.active < 0 ? undefined : `${list}-${suggestions.active}`}
        // Short enough for a phone; above it stands where one is.
        placeholder={
          threadTs === undefined ? `Write as ${me.name}, or ${workspace.commands[0] ?? '/'}` : label
        }
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          suggestions.typed();
        }}
        onBlur={suggestions.close}
        onKeyDown={(event) => {
          if (suggestions.keyDown(event)) return;
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          submit();
        }}
      />
      {threadTs === undefined ? (
        <MenuButton
          mark="⚡"
          label="Shortcuts"
          items={workspace.globalShortcuts.map(({ callbackId, name }) => ({
            id: callbackId,
            name,
            note: workspace.bot.name,
          }))}
          choose={(callbackId) => void send({ type: 'global_shortcut', person: me.id, callbackId })}
        />
      ) : null}
      <button type="submit" disabled={text.trim() === ''}>
        Send
      </button>
    </form>
  );
}
