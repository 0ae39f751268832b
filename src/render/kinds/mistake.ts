/** What is said when a question could not be understood: what was wrong, what was likely meant, how it is written. */
import type { TypedMistake } from '../../names/asked.js';
import type { Item, Line, Outline, Part, View } from '../outline-types.js';
import { bold, code, plain, prose, sentence } from '../spans.js';
import { count } from '../words.js';
import { asTyped } from './help.js';

/** A whole command or flag is something to try; a word is what was likely meant. */
const nearestLine = (nearest: string): Line =>
  /^(?:\/iap|iap-doctor|--)/.test(nearest)
    ? [plain('Try '), code(nearest), plain('.')]
    : [plain('Did you mean '), bold(nearest), plain('?')];

/** Several mistakes come as lines, what is expected indented below each: one item for every mistake. */
function itemsOf(lines: readonly string[]): readonly Item[] {
  const items: { line: Line; notes: Line[] }[] = [];
  for (const line of lines) {
    if (/^\s/.test(line)) items.at(-1)?.notes.push(prose(line.trim()));
    else items.push({ line: prose(line), notes: [] });
  }
  return items;
}

export function mistakeOutline(mistake: TypedMistake, usage: string | undefined, view: View): Outline {
  const asked = /did you mean/i.test(mistake.message);
  const nearest: Line = mistake.nearest === undefined || asked ? [] : nearestLine(mistake.nearest);
  const lines = mistake.message.split('\n');
  const items = lines.length > 1 ? itemsOf(lines) : [];
  const said =
    items.length > 0
      ? `${count(items.length, 'thing has', 'things have')} to be mended first:`
      : mistake.message;
  const parts: Part[] = items.length > 0 ? [{ key: 'details', items }] : [];
  if (nearest.length > 0) parts.push({ key: 'cause', line: nearest });
  if (usage !== undefined && usage.trim() !== '')
    parts.push({ key: 'todo', label: 'Usage', line: [code(asTyped(usage, view.surface))] });
  return { mood: 'plain', headline: prose(sentence(said)), tail: [], parts, context: [] };
}
