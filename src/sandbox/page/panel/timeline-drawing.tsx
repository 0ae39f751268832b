/** The drawing: a time axis with a lane for each kind of thing; one stop of the Tab key, and arrows go along in time. */
import { useRef } from 'react';
import type { TimelineEntry } from '../../web/protocol.js';
import { usePage } from '../data/page-context.js';
import { type Mark, marksOf, placeOn, type Span, ticksOf } from '../data/time-axis.js';
import { LANES, laneOf, markWords } from './timeline-words.js';

interface DrawingProps {
  readonly entries: readonly TimelineEntry[];
  readonly span: Span;
  readonly selected: string | undefined;
  readonly select: (id: string) => void;
}

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
      place.wide ? 0.014 : 0.045,
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
          </div>
        </div>
      ))}
    </div>
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
