/** What is said when a question could not be understood: what was wrong, what was likely meant, how it is written. */
import type { TypedMistake } from '../../names/asked.js';
import type { Line, Outline, Part, View } from '../outline-types.js';
import { bold, code, plain, prose, sentence } from '../spans.js';
import { asTyped } from './help.js';

/** A whole command or flag is something to try; a word is what was likely meant. */
const nearestLine = (nearest: string): Line =>
  /^(?:\/iap|iap-doctor|--)/.test(nearest)
    ? [plain('Try '), code(nearest), plain('.')]
    : [plain('Did you mean '), bold(nearest), plain('?')];

export function mistakeOutline(mistake: TypedMistake, usage: string | undefined, view: View): Outline {
  const asked = /did you mean/i.test(mistake.message);
  const nearest: Line = mistake.nearest === undefined || asked ? [] : nearestLine(mistake.nearest);
  const parts: Part[] = [];
  if (nearest.length > 0) parts.push({ key: 'cause', line: nearest });
  if (usage !== undefined && usage.trim() !== '')
    parts.push({ key: 'todo', label: 'Usage', line: [code(asTyped(usage, view.surface))] });
  return { mood: 'plain', headline: prose(sentence(mistake.message)), tail: [], parts, context: [] };
}
