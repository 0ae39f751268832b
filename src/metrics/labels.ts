/** Keeps the values of labels few and our own: what is not known to be one of them is counted as `other`. Pure. */
import { type Domain, OTHER } from './families.js';

/** A name of our own making: a code (`no-grant`), a method (`chat.postMessage`), a version (`0.1.0`, `v22.11.0`). */
const WORD = /^[a-z0-9](?:[a-zA-Z0-9._-]{0,46}[a-zA-Z0-9])?$/;
/** More different words than any label of ours needs; beyond it something is wrong, and all of it is `other`. */
export const MOST_WORDS = 200;

/** Judges the values of one label; remembers which words it has let through. */
export function createGuard(domain: Domain): (value: string) => string {
  if (domain !== 'word') {
    const known = new Set(domain);
    return (value) => (known.has(value) ? value : OTHER);
  }
  const seen = new Set<string>();
  return (value) => {
    if (seen.has(value)) return value;
    if (!WORD.test(value) || seen.size >= MOST_WORDS) return OTHER;
    seen.add(value);
    return value;
  };
}
