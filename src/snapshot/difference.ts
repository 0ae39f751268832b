/** One thing that is not as the snapshot has it: what, where, and the sentence for it. */
import type { ChangeKind, Delta } from '../changes/change.js';

export interface Difference {
  readonly action: 'added' | 'removed' | 'changed';
  /** The kind of change that makes such a difference; by it and `resource` the log entry is found. */
  readonly kind: ChangeKind;
  /** Google's name without scheme or host; `groups/ADDRESS` for memberships. */
  readonly resource: string;
  /** What was given and taken, for policies and groups. */
  readonly deltas: readonly Delta[];
  /** One plain sentence. */
  readonly text: string;
}

/** `a, b and 3 more`; every name where there are few. */
export function some(names: readonly string[], most = 4): string {
  const shown = names.slice(0, most);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest.toLocaleString('en')} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}

/** Whether two values hold the same, whatever the order of their fields. */
export function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
        : inner,
    ) ?? 'undefined'
  );
}

/** The names that either side has, in order. */
export const namesOf = (
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): readonly string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
