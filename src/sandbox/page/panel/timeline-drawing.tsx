/** The drawing: a time axis with a lane for each kind of thing; one stop of the Tab key, and arrows go along in time. */
import { useRef } from 'react';
import type { TimelineEntry } from '../../web/protocol.js';
import { usePage } from '../data/page-context.js';
import { labelsOf, type Mark, marksOf, placeOn, type Span, ticksOf } from '../data/time-axis.js';
import { type Link, linksOf } from './timeline-links.js';
import { LANES, laneOf, markWords, shortWords } from './timeline-words.js';

interface DrawingProps {
  readonly entries: readonly TimelineEntry[];
  readonly span: Span;
  readonly selected: string | undefined;
  readonly select: (id: string) => void;
}

/** As the style sheet has it: the height of a lane, and of its line within it. */
const LANE = 46;
const LINE = 30;

const percent = (place: number): string => `${(place * 100).toFixed(2)}%`;

export function TimelineDrawing({ entries, span, selected, select }: DrawingProps) {
  const { place } = usePage();
  const drawing = useRef<HTMLDivElement>(null);
  const ticks = ticksOf(span, place.wide ? 12 : 5);
  const at = entries.find((one) => one.id === selected)?.at;
  const onKeyDown = (event: { readonly key: string; preventDefault(): void }): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const marks = [...(drawing.current?.querySelectorAll<HTMLElement>('.mark') ?? [])].sort(
      (a, b) => Number(a.dataset.place) - Number(b.dataset.place),
    );
    const now = marks.findIndex((one) => one.matches(':focus'));
    marks[Math.max(0, Math.min(marks.length - 1, now + step))]?.focus();
  };
  const marks = LANES.map((lane) => ({
    lane,
    marks: marksOf(
      entries.filter((one) => laneOf(one) === lane.id),
      span,
      place.wide ? 0.036 : 0.075,
    ),
  }));
  // The newest mark is where the Tab key comes in, unless one has been chosen.
  const all = marks.flatMap((one) => one.marks).sort((a, b) => b.place - a.place);
  const entrance = all.find((one) => has(one, selected)) ?? all[0];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form; this is a picture whose parts can be reached
    <div
      ref={drawing}
      className="drawing"
      role="group"
      aria-label="Changes and refusals over time; the list below tells the same"
      onKeyDown={onKeyDown}
    >
      <div className="drawing-axis" aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick.at} className="tick" style={{ left: percent(placeOn(span, tick.at)) }}>
            {tick.label}
          </span>
        ))}
      </div>
      <div className="lanes">
        <Links links={linksOf(entries)} span={span} />
        {marks.map(({ lane, marks: inLane }) => (
          <div key={lane.id} className="lane" data-lane={lane.id}>
            <span className="lane-name">{lane.title}</span>
            <div className="lane-line">
              {ticks.map((tick) => (
                <i key={tick.at} className="grid" style={{ left: percent(placeOn(span, tick.at)) }} />
              ))}
              {at === undefined ? null : (
                <i className="grid chosen" style={{ left: percent(placeOn(span, Date.parse(at))) }} />
              )}
              {inLane.map((mark) => (
                <MarkView
                  key={mark.items[0].id}
                  mark={mark}
                  chosen={has(mark, selected)}
                  entrance={mark === entrance}
                  select={select}
                />
              ))}
              {place.wide
                ? labelsOf(inLane, 0.08).map(({ mark, room }) => (
                    <span
                      key={mark.items[0].id}
                      className="mark-words"
                      aria-hidden="true"
                      style={{ left: percent(mark.place), maxWidth: `calc(${percent(room)} - 26px)` }}
                    >
                      {shortWords(mark.items)}
                    </span>
                  ))
                : null}
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}

/** From a change down to the refusal that came after it. */
function Links({ links, span }: { readonly links: readonly Link[]; readonly span: Span }) {
  const across = (at: string): number => placeOn(span, Date.parse(at)) * 100;
  const down = (lane: number): number => lane * LANE + LINE;
  return (
    <svg
      className="links"
      viewBox={`0 0 100 ${LANES.length * LANE}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {links.map(({ change, denial }) => {
        const from = down(LANES.findIndex(({ id }) => id === laneOf(change)));
        const to = down(LANES.length - 1);
        const [x, y] = [across(change.at), across(denial.at)];
        return <path key={change.id} d={`M${x} ${from} C${x} ${to - LANE} ${y} ${from + LANE} ${y} ${to}`} />;
      })}
    </svg>
  );
}

const has = (mark: Mark<TimelineEntry>, id: string | undefined): boolean =>
  mark.items.some((one) => one.id === id);

interface MarkProps {
  readonly mark: Mark<TimelineEntry>;
  readonly chosen: boolean;
  readonly entrance: boolean;
  readonly select: (id: string) => void;
}

function MarkView({ mark, chosen, entrance, select }: MarkProps) {
  const { items, place } = mark;
  const newest = items.at(-1) ?? items[0];
  const words = markWords(items);
  const bySwitch = items.some((one) => one.type === 'change' && one.bySwitch);
  return (
    <button
      type="button"
      className="mark"
      data-place={place}
      data-by={newest.type === 'denial' ? 'denial' : bySwitch ? 'switch' : newest.actorKind}
      data-many={items.length > 1}
      aria-pressed={chosen}
      tabIndex={entrance ? 0 : -1}
      style={{ left: percent(place) }}
      title={words}
      aria-label={words}
      onClick={() => select(newest.id)}
    >
      {items.length > 1 ? items.length : null}
    </button>
  );
}
