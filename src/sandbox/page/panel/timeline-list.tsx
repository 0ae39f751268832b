/** The timeline as a list, newest first, by day: the same as the drawing, in words. */
import type { ChangeEntry, DenialEntry, TimelineEntry } from '../../web/protocol.js';
import { clockTime } from '../data/conversation.js';
import { SIGNS, shortName } from './timeline-words.js';

interface ListProps {
  readonly entries: readonly TimelineEntry[];
  readonly selected: string | undefined;
  readonly select: (id: string) => void;
}

const dayOf = (at: string): string =>
  new Date(at).toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });

/** Entries of one day together, in their order. */
function daysOf(entries: readonly TimelineEntry[]): readonly (readonly [string, readonly TimelineEntry[]])[] {
  const days = new Map<string, TimelineEntry[]>();
  for (const one of entries) days.set(dayOf(one.at), [...(days.get(dayOf(one.at)) ?? []), one]);
  return [...days];
}

export function TimelineList({ entries, selected, select }: ListProps) {
  return (
    <div className="entries">
      {daysOf(entries).map(([day, list]) => (
        <section key={day} aria-label={day}>
          <h3>{day}</h3>
          <ol>
            {list.map((entry) => (
              <li key={entry.id} id={`entry-${entry.id}`} data-selected={entry.id === selected}>
                <button
                  type="button"
                  className="entry"
                  aria-pressed={entry.id === selected}
                  onClick={() => select(entry.id)}
                >
                  <time dateTime={entry.at}>{clockTime(Date.parse(entry.at))}</time>
                  {entry.type === 'change' ? <Change entry={entry} /> : <Denial entry={entry} />}
                </button>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

const ACTORS: Readonly<Record<ChangeEntry['actorKind'], string>> = {
  person: 'person',
  automation: 'automation',
  unknown: 'unknown',
};

const MOST = 4;

function Change({ entry }: { readonly entry: ChangeEntry }) {
  const { deltas } = entry;
  return (
    <span className="entry-main">
      <span className="entry-text">{entry.summary}</span>
      {deltas.length < 2 ? null : (
        <span className="deltas">
          {deltas.slice(0, MOST).map((one) => (
            <span
              key={`${one.action} ${one.member ?? ''} ${one.role ?? ''} ${one.condition ?? ''}`}
              data-action={one.action}
            >
              <b>{SIGNS[one.action]}</b> {shortName(one.member ?? one.role ?? one.condition ?? '')}
            </span>
          ))}
          {/* The server names twenty at most, so there is no telling how many more. */}
          {deltas.length > MOST ? <span>and more</span> : null}
        </span>
      )}
      <span className="entry-by" data-by={entry.bySwitch ? 'switch' : entry.actorKind}>
        {entry.bySwitch ? 'your switch' : ACTORS[entry.actorKind]} · {shortName(entry.actor)}
        {entry.tool === undefined ? '' : ` · ${entry.tool}`}
      </span>
    </span>
  );
}

function Denial({ entry }: { readonly entry: DenialEntry }) {
  return (
    <span className="entry-main" data-denial="true">
      <span className="entry-text">{entry.summary}</span>
      <span className="entry-by" data-by="denial">
        refused · {shortName(entry.who)} · {entry.where}
      </span>
    </span>
  );
}
