/** Host patterns of URL maps and dispatch rules: whether one fits a host, and how closely. Pure. */

/** How a rule names a host: by its own name, by a suffix, or by taking every host. */
export type Tie = 'exact' | 'suffix' | 'any';

export interface HostFit {
  readonly tie: Tie;
  /** Length of the part that is spelt out; among patterns that fit, the longest wins. */
  readonly length: number;
}

/**
 * Fits a pattern to a host. `*` alone takes every host; in front of `.` or `-` it stands for any run of letters, digits,
 * dots and dashes (Compute API, `HostRule.hosts`: `([a-z0-9-.]*)`). Case does not count. Undefined: it does not fit.
 */
export function hostFit(pattern: string, host: string): HostFit | undefined {
  const wanted = pattern.toLowerCase();
  const given = host.toLowerCase().replace(/\.$/, '');
  if (wanted === '*') return { tie: 'any', length: 0 };
  if (!wanted.startsWith('*')) return wanted === given ? { tie: 'exact', length: wanted.length } : undefined;
  const suffix = wanted.slice(1);
  if (!given.endsWith(suffix)) return undefined;
  const star = given.slice(0, given.length - suffix.length);
  return /^[a-z0-9.-]+$/.test(star) ? { tie: 'suffix', length: suffix.length } : undefined;
}

/** The closest of several fits: an exact one, then the longest suffix, then "any". The first wins among equals. */
export function closest<T extends { readonly fit: HostFit }>(fits: readonly T[]): T | undefined {
  const order: readonly Tie[] = ['exact', 'suffix', 'any'];
  return [...fits].sort(
    (a, b) => order.indexOf(a.fit.tie) - order.indexOf(b.fit.tie) || b.fit.length - a.fit.length,
  )[0];
}
