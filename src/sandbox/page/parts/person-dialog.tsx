/** Choosing whom to be: everybody of the company, found by name or by what is special about them. */
import { useId, useState } from 'react';
import type { Person } from '../../web/protocol.js';
import { usePage } from '../data/page-context.js';
import { Avatar } from './avatar.js';
import { Dialog } from './dialog.js';

/** Whether every word typed occurs somewhere in what is known of a person. */
function fits({ name, realName, email, about, guest }: Person, typed: string): boolean {
  const all = `${name} ${realName} ${email} ${about ?? ''} ${guest ? 'guest' : ''}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

export function PersonDialog({ close }: { readonly close: () => void }) {
  const { snapshot, me, place, go, send } = usePage();
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const list = useId();
  const found = snapshot.workspace.people.filter((one) => fits(one, typed));
  const choose = (person: Person | undefined): void => {
    if (person === undefined) return;
    close();
    go({ as: person.name, front: 'chat', at: channelFor(person) });
    if (place.at === 'home') void send({ type: 'open_home', person: person.id });
  };
  /** Direct messages are somebody's own. */
  const channelFor = (person: Person): string => {
    const channel = snapshot.workspace.channels.find((one) => one.id === place.at);
    if (channel?.kind !== 'im') return place.at;
    return snapshot.workspace.channels.find((one) => one.im === person.id)?.id ?? '';
  };
  const onKeyDown = (event: { readonly key: string; preventDefault(): void }): void => {
    if (event.key === 'Enter') {
      // The focus goes back to the button that opened this, which must not take the same key for a press.
      event.preventDefault();
      choose(found[active]);
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(found.length - 1, active + step));
    setActive(next);
    document.getElementById(`${list}-${next}`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <Dialog title="Who do you want to be?" className="people" close={close}>
      <input
        type="search"
        role="combobox"
        aria-label="Find a person"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={found[active] === undefined ? undefined : `${list}-${active}`}
        placeholder="Name, address, or what stops them"
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={list} className="people-list" role="listbox" aria-label="People" tabIndex={-1}>
        {found.map((person, i) => (
          // The keys of the list are handled by the field above it, as a combobox has it.
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          <div
            key={person.id}
            id={`${list}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === active}
            data-me={person.id === me.id}
            onClick={() => choose(person)}
          >
            <Avatar name={person.realName} />
            <span className="people-name">
              {person.realName} <span>@{person.name}</span>
              {person.guest ? <em>guest</em> : null}
            </span>
            <span className="people-about">{person.about ?? person.email}</span>
          </div>
        ))}
      </div>
      {found.length === 0 ? <p>Nobody fits that.</p> : null}
    </Dialog>
  );
}
