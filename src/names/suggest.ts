/** "Did you mean …?": the candidate a mistyped word most likely stands for. */

/** Longer words are not compared: the cost grows with the square, and nobody mistypes 64 characters. */
const LONGEST = 64;

/**
 * Damerau–Levenshtein distance, restricted form: insertions, deletions, substitutions and swaps of neighbours count
 * one each. Cost grows with the product of the two lengths.
 */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/**
 * The candidate nearest to a word, or nothing when none is near: at most one mistake in three letters, or a single
 * candidate that begins with the word. Case does not count; among equals the first candidate wins.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.trim().toLowerCase();
  if (wanted === '' || wanted.length > LONGEST) return undefined;
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  const beginning: string[] = [];
  for (const candidate of candidates) {
    const lower = candidate.toLowerCase();
    if (wanted.length >= 3 && lower.startsWith(wanted)) beginning.push(candidate);
    if (Math.abs(lower.length - wanted.length) > limit || lower.length > LONGEST) continue;
    const distance = editDistance(wanted, lower);
    if (distance <= limit && distance < (best?.distance ?? Number.POSITIVE_INFINITY))
      best = { candidate, distance };
  }
  // A one-letter word is at distance one from every other letter: that is no likeness.
  if (best !== undefined && (wanted.length > 1 || best.distance === 0)) return best.candidate;
  return beginning.length === 1 ? beginning[0] : undefined;
}
