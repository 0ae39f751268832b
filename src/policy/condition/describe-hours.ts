/** Says a weekly schedule in words: `on Monday to Friday between 09:00 and 17:00 (Europe/Berlin)`. */
import { type Ast, qualifiedName } from './ast.js';
import { isRequestTime } from './bounds.js';
import type { Atom } from './tree.js';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

interface Limit {
  readonly field: 'getHours' | 'getDayOfWeek';
  readonly zone: string;
  readonly from: number;
  readonly to: number;
}

/** Words for clauses that are all plain limits on the hour or the weekday in one zone; nothing for anything else. */
export function describeHours(atoms: readonly Atom[]): string | undefined {
  const limits = atoms.map(limitOf);
  const [first] = limits;
  if (!first) return undefined;
  let hours: readonly [number, number] = [0, 23];
  let days: readonly [number, number] = [0, 6];
  for (const limit of limits) {
    if (limit?.zone !== first.zone) return undefined;
    const [from, to] = limit.field === 'getHours' ? hours : days;
    const narrowed = [Math.max(from, limit.from), Math.min(to, limit.to)] as const;
    if (narrowed[0] > narrowed[1]) return undefined;
    if (limit.field === 'getHours') hours = narrowed;
    else days = narrowed;
  }
  const words = [dayWords(days), hourWords(hours)].filter((word) => word !== '');
  return words.length === 0 ? undefined : `${words.join(' ')} (${first.zone})`;
}

function limitOf({ ast, inverted }: Atom): Limit | undefined {
  if (ast.kind !== 'call' || inverted) return undefined;
  const [left, right] = ast.args;
  const flipped: Readonly<Record<string, string>> = {
    '_<_': '_>_',
    '_<=_': '_>=_',
    '_>_': '_<_',
    '_>=_': '_<=_',
  };
  const turned = left?.kind === 'literal';
  const [clock, number] = turned ? [right, left] : [left, right];
  const operator = turned ? (flipped[ast.fn] ?? ast.fn) : ast.fn;
  if (clock?.kind !== 'call' || !clock.on || !isRequestTime(clock.on) || number?.kind !== 'literal')
    return undefined;
  const field = qualifiedName(clock)?.split('.').pop();
  if (number.value.kind !== 'int' || (field !== 'getHours' && field !== 'getDayOfWeek')) return undefined;
  const zone = zoneName(clock.args[0]);
  if (zone === undefined) return undefined;
  const value = Number(number.value.value);
  switch (operator) {
    case '_==_':
      return { field, zone, from: value, to: value };
    case '_>=_':
      return { field, zone, from: value, to: 99 };
    case '_>_':
      return { field, zone, from: value + 1, to: 99 };
    case '_<=_':
      return { field, zone, from: 0, to: value };
    case '_<_':
      return { field, zone, from: 0, to: value - 1 };
    default:
      return undefined;
  }
}

function zoneName(node: Ast | undefined): string | undefined {
  if (!node) return 'UTC';
  return node.kind === 'literal' && node.value.kind === 'string' ? node.value.value : undefined;
}

function dayWords([from, to]: readonly [number, number]): string {
  if (from === 0 && to === 6) return '';
  return from === to ? `on ${DAYS[from]}` : `on ${DAYS[from]} to ${DAYS[to]}`;
}

function hourWords([from, to]: readonly [number, number]): string {
  if (from === 0 && to === 23) return '';
  const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;
  return `between ${clock(from)} and ${clock(to + 1)}`;
}
