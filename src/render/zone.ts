/** Tells the moments that stand inside sentences in the reader's own time zone, as every other moment of an answer is told. */
import type { Item, Line, Outline, Part, Span, View } from './outline-types.js';
import { moment } from './words.js';

/** How findings and fixes write a moment, with the word that leads to it. */
const MOMENT = /\b(on )?(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}) UTC\b/g;

/** The outline for a reader whose zone is known. Code stays as it is: it is copied. Pure. */
export function inReadersZone(outline: Outline, view: View): Outline {
  const { timeZone, now } = view;
  if (timeZone === undefined) return outline;
  const span = (one: Span): Span =>
    one.style === 'code'
      ? one
      : {
          ...one,
          text: one.text.replace(MOMENT, (_, on: string | undefined, date: string, time: string) => {
            const said = moment(`${date}T${time}:00Z`, now, timeZone);
            if (on === undefined) return said;
            // Today's moments are told without the day.
            return `${/^\d{2}:/.test(said) ? 'at' : 'on'} ${said}`;
          }),
        };
  const line = (spans: Line): Line => spans.map(span);
  const item = (one: Item): Item => ({
    ...one,
    line: line(one.line),
    ...(one.notes === undefined ? {} : { notes: one.notes.map(line) }),
  });
  const part = (one: Part): Part => ({
    ...one,
    ...(one.line === undefined ? {} : { line: line(one.line) }),
    ...(one.notes === undefined ? {} : { notes: one.notes.map(line) }),
    ...(one.items === undefined ? {} : { items: one.items.map(item) }),
  });
  return {
    ...outline,
    headline: line(outline.headline),
    tail: line(outline.tail),
    parts: outline.parts.map(part),
  };
}
