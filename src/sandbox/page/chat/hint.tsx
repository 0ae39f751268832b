/** For the first visit: what the sandbox is, and three things to try with one press each. */
import { useState } from 'react';
import type { Person, Suggestion, Switch } from '../../web/protocol.js';
import { usePage } from '../data/page-context.js';

const KEY = 'iap-doctor-hint-seen';

function wasSeen(): boolean {
  try {
    return localStorage.getItem(KEY) === 'yes';
  } catch {
    return false;
  }
}

export function Hint() {
  const { snapshot, me } = usePage();
  const [seen, setSeen] = useState(wasSeen);
  const { world, switches } = snapshot;
  const asked = worthTyping(world.suggestions)[0]?.person;
  // Whose message the first thing is: flipping it changes that very answer.
  const whose = snapshot.workspace.people.find(({ id, name }) => id === asked || name === asked) ?? me;
  const flip = worthTrying(
    switches.flatMap((group) => group.switches),
    whose.email,
  );
  const dismiss = (): void => {
    setSeen(!seen);
    try {
      localStorage.setItem(KEY, seen ? 'no' : 'yes');
    } catch {
      // It is gone until the next visit.
    }
  };
  if (seen)
    return (
      <button type="button" className="hint-again" onClick={dismiss}>
        Three things to try
      </button>
    );
  return (
    <section className="hint" aria-label="Three things to try">
      <h3>Three things to try</h3>
      <p>
        This is {world.company}, a company on this computer only. Its people, its Slack and its Google are
        emulated; the bot is the real one.
      </p>
      <ol>
        {worthTyping(world.suggestions).map((one) => (
          <Try key={`${one.person} ${one.text}`} suggestion={one} />
        ))}
        {flip === undefined ? null : <Flip one={flip} whose={whose} />}
      </ol>
      <button type="button" className="hint-done" onClick={dismiss}>
        Got it
      </button>
    </section>
  );
}

/** What makes a difference to a person: their own membership, else anybody's in that group. */
function worthTrying(switches: readonly Switch[], me: string): Switch | undefined {
  const there = switches.filter(
    ({ disabled, positions, about, label }) =>
      disabled === undefined && positions.length === 2 && /dash-users/.test(`${about ?? ''} ${label}`),
  );
  return there.find(({ label }) => label.includes(me)) ?? there[0];
}

/** A message in the channel, and a probe. */
function worthTyping(all: readonly Suggestion[]): readonly Suggestion[] {
  const message = all.find(({ text }) => !text.startsWith('/'));
  const probe = all.find(({ text }) => /^\/\w+ probe /.test(text));
  return [message, probe].filter((one) => one !== undefined);
}

function Try({ suggestion }: { readonly suggestion: Suggestion }) {
  const { snapshot, go, send } = usePage();
  const { title, person, channel, text } = suggestion;
  const who = snapshot.workspace.people.find((one) => one.id === person || one.name === person);
  if (who === undefined) return null;
  const start = (): void => {
    go({ as: who.name, at: channel, front: 'chat' });
    void send({ type: text.startsWith('/') ? 'slash' : 'say', person: who.id, channel, text });
  };
  return (
    <li>
      <span className="hint-title">{title}</span>
      <code>{text}</code>
      <button type="button" onClick={start} aria-label={`Try it as ${who.name}: ${text}`}>
        Try it as {who.name}
      </button>
    </li>
  );
}

function Flip({ one, whose }: { readonly one: Switch; readonly whose: Person }) {
  const { go } = usePage();
  const show = (): void => {
    go({
      as: whose.name,
      panel: 'switches',
      front: 'instruments',
      find: `${one.about ?? ''} ${one.label}`.trim(),
    });
    requestAnimationFrame(() => document.getElementById(`switch-${one.id}`)?.focus());
  };
  return (
    <li>
      <span className="hint-title">Flip a switch, then press “Check again” below the answer</span>
      <code>{[one.about, one.label].filter(Boolean).join(': ')}</code>
      <button type="button" onClick={show}>
        Show the switch
      </button>
    </li>
  );
}
