/** The emulator's own truth values: Google knows, does not know, or fails on the expression. */

export type Tri = 'yes' | 'no' | 'unknown' | 'error';

/** A definite no wins, then an error, then not knowing. */
export function triAnd(values: readonly Tri[]): Tri {
  for (const value of ['no', 'error', 'unknown'] as const) if (values.includes(value)) return value;
  return 'yes';
}

/** A definite yes wins, then not knowing (it may be a yes), then an error. */
export function triOr(values: readonly Tri[]): Tri {
  for (const value of ['yes', 'unknown', 'error'] as const) if (values.includes(value)) return value;
  return 'no';
}

export function triNot(value: Tri): Tri {
  return value === 'yes' ? 'no' : value === 'no' ? 'yes' : value;
}

export function tri(value: boolean): Tri {
  return value ? 'yes' : 'no';
}
