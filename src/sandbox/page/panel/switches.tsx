/** The panel of broken things: every switch of the company, found by typing, and one way to put everything back. */
import { useState } from 'react';
import type { Switch, SwitchGroup } from '../../web/protocol.js';
import { usePage } from '../data/page-context.js';
import { Scenes } from './scenes.js';
import { SwitchRow } from './switch-row.js';

/** With more than this many, a group stays closed until somebody opens it or looks for something. */
const OPEN_UP_TO = 3;

const isFlipped = (one: Switch): boolean => one.position !== one.rest;

function fits(one: Switch, group: SwitchGroup, typed: string): boolean {
  const positions = one.positions.map(({ label }) => label).join(' ');
  const all = `${group.title} ${one.about ?? ''} ${one.label} ${positions}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

export function Switches() {
  const { snapshot, place, go, send } = usePage();
  const typed = place.find;
  const groups = snapshot.switches
    .map((group) => ({ group, found: group.switches.filter((one) => fits(one, group, typed)) }))
    .filter(({ found }) => found.length > 0);
  const flipped = snapshot.switches.flatMap((group) => group.switches).filter(isFlipped).length;
  return (
    <div className="switches">
      <div className="panel-bar">
        <input
          type="search"
          aria-label="Find a switch"
          placeholder="Find a switch"
          value={typed}
          onChange={(event) => go({ find: event.target.value })}
        />
        <button type="button" disabled={flipped === 0} onClick={() => void send({ type: 'reset' })}>
          Put back{flipped > 0 ? ` ${flipped}` : ''}
        </button>
      </div>
      {typed === '' ? <Scenes /> : null}
      {groups.map(({ group, found }) => (
        <Group key={group.id} group={group} found={found} searching={typed !== ''} />
      ))}
      {groups.length === 0 ? <p className="panel-empty">No switch is called that.</p> : null}
    </div>
  );
}

interface GroupProps {
  readonly group: SwitchGroup;
  readonly found: readonly Switch[];
  readonly searching: boolean;
}

function Group({ group, found, searching }: GroupProps) {
  const [open, setOpen] = useState(group.switches.length <= OPEN_UP_TO);
  const flipped = group.switches.filter(isFlipped).length;
  return (
    <details
      className="switch-group"
      open={open || searching}
      onToggle={(event) => {
        if (!searching) setOpen(event.currentTarget.open);
      }}
    >
      <summary>
        <h3>{group.title}</h3>
        {flipped > 0 ? <span className="flipped">{flipped} flipped</span> : null}
        <span className="count">{group.switches.length}</span>
      </summary>
      <p className="panel-note">{group.note}</p>
      {(open || searching ? partsOf(found) : []).map(([about, part]) => (
        <div key={about} className="switch-part">
          {about === '' ? null : <h4>{about}</h4>}
          <ul>
            {part.map((one) => (
              <li key={one.id}>
                <SwitchRow one={one} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </details>
  );
}

/** Switches that belong together, in their order. */
function partsOf(switches: readonly Switch[]): readonly (readonly [string, readonly Switch[]])[] {
  const parts = new Map<string, Switch[]>();
  for (const one of switches) parts.set(one.about ?? '', [...(parts.get(one.about ?? '') ?? []), one]);
  return [...parts];
}
