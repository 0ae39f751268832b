/** "Did you mean …?" for host names: only the labels that differ are compared, so that a shared domain is no likeness. */
import { editDistance, suggest } from '../names/index.js';

/** Both hosts without the labels they end in alike. */
function apart(a: string, b: string): readonly [string, string] {
  const left = a.split('.');
  const right = b.split('.');
  while (left.length > 0 && left.at(-1) === right.at(-1)) {
    left.pop();
    right.pop();
  }
  return [left.join('.'), right.join('.')];
}

/** The host that was most likely meant, or nothing. */
export function nearHost(asked: string, hosts: Iterable<string>): string | undefined {
  let best: { readonly host: string; readonly distance: number } | undefined;
  for (const host of hosts) {
    const [typed, known] = apart(asked.toLowerCase(), host.toLowerCase());
    if (typed === '' || known === '' || suggest(typed, [known]) === undefined) continue;
    const distance = editDistance(typed, known);
    if (distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { host, distance };
  }
  return best?.host;
}
