/** What happened in the company: changes and refusals over time, drawn, and told one by one below. */
import { useState } from 'react';
import type { TimelineEntry } from '../../web/protocol.js';
import { usePage } from '../data/page-context.js';
import { RANGES, type RangeId, rangeFor, spanOf } from '../data/time-axis.js';
import { TimelineDrawing } from './timeline-drawing.js';
import { TimelineList } from './timeline-list.js';

/** Whether every word typed occurs in what is told of an entry. */
function fits(entry: TimelineEntry, typed: string): boolean {
  const told =
    entry.type === 'change'
      ? `${entry.actor} ${entry.kind} ${entry.deltas.map((one) => one.member ?? '').join(' ')}`
      : `${entry.who} ${entry.where} refused`;
  const all = `${entry.summary} ${entry.resource} ${told}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

export function Timeline() {
  const { snapshot, place, go } = usePage();
  const typed = place.find;
  const [chosen, setChosen] = useState<RangeId>();
  const [selected, setSelected] = useState<string>();
  const found = snapshot.timeline.filter((one) => fits(one, typed));
  const moments = found.map((one) => Date.parse(one.at));
  // The sandbox's clock may be ahead of this one by a little; nothing may fall off the end of the axis.
  const now = Math.max(Date.now(), ...moments);
  const range = chosen ?? rangeFor(moments, now);
  const span = spanOf(range, moments, now);
  const shown = found.filter((one) => Date.parse(one.at) >= span.from);
  const select = (id: string): void => {
    setSelected(id);
    document.getElementById(`entry-${id}`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div className="timeline">
      <div className="timeline-top">
        <div className="panel-bar">
          <input
            type="search"
            aria-label="Find in the timeline"
            placeholder="Who or what"
            value={typed}
            onChange={(event) => go({ find: event.target.value })}
          />
          <fieldset className="ranges">
            <legend className="unseen">How far back</legend>
            {RANGES.map(({ id, label }) => (
              <label key={id}>
                <input type="radio" name="range" checked={range === id} onChange={() => setChosen(id)} />
                <span>{label}</span>
              </label>
            ))}
          </fieldset>
        </div>
        <TimelineDrawing entries={shown} span={span} selected={selected} select={select} />
      </div>
      {shown.length === 0 ? <p className="panel-empty">Nothing happened in that time.</p> : null}
      <TimelineList entries={shown} selected={selected} select={setSelected} />
    </div>
  );
}
