/** Three-valued logic: what is certainly so, what certainly is not, and what cannot be told. */

/** The three values of a verdict; {@link Truth} without `error`, which every policy family has its own rule for. */
export type Ternary = 'true' | 'false' | 'unknown';

/** False as soon as one is false; true only when all are. Of nothing: true. */
export function and(values: Iterable<Ternary>): Ternary {
  let result: Ternary = 'true';
  for (const value of values) {
    if (value === 'false') return 'false';
    if (value === 'unknown') result = 'unknown';
  }
  return result;
}

/** True as soon as one is true; false only when all are. Of nothing: false. */
export function or(values: Iterable<Ternary>): Ternary {
  let result: Ternary = 'false';
  for (const value of values) {
    if (value === 'true') return 'true';
    if (value === 'unknown') result = 'unknown';
  }
  return result;
}

/** Turns a certainty round and leaves a doubt a doubt. */
export function not(value: Ternary): Ternary {
  switch (value) {
    case 'true':
      return 'false';
    case 'false':
      return 'true';
    case 'unknown':
      return 'unknown';
  }
}
