/** How IAP reads the host and the path of a request before policies are checked. */

/**
 * The forms of a path that IAP checks. Google checks the path as it came and, when that is not normal, its normal
 * form too; both have to pass. `cut` is the raw path up to its first `;`: Google's page gives that as the raw form
 * of a path with parameters, while its prose says the path itself. Where the two disagree nothing is certain.
 */
type PathForms =
  | { readonly kind: 'refused' }
  | {
      readonly kind: 'forms';
      readonly raw: string;
      readonly cut: string | undefined;
      readonly normal: string;
    };

/**
 * A host name as conditions see it: no port, no trailing dots, lower case, punycode.
 * Source: "Using hostname and path conditions" in Google's Chrome Enterprise Premium pages.
 */
export function normaliseHost(host: string): string {
  const plain = host
    .trim()
    .replace(/:\d*$/, '')
    .replace(/[.。]+$/u, '');
  const lower = plain.toLowerCase();
  // Plain ASCII needs no conversion, and the URL parser would rewrite numbers into addresses.
  if (/^[\x21-\x7e]*$/.test(lower) || /[\s/?#@\\:]/.test(lower)) return lower;
  try {
    return new URL(`http://${lower}`).hostname.replace(/\.+$/, '');
  } catch {
    return lower;
  }
}

/** The path without query and fragment, always starting with `/`. */
function barePath(path: string): string {
  const bare = path.replace(/[?#][\s\S]*$/, '');
  return bare.startsWith('/') ? bare : `/${bare}`;
}

/**
 * A path with its parameters (`;…` up to the next `/`) removed and its relative segments resolved.
 * `undefined` when IAP answers 400 instead: a segment that starts with `..;`.
 * Source: "Using hostname and path conditions", path normalisation.
 */
export function normalisePath(path: string): string | undefined {
  const segments = barePath(path).split('/').slice(1);
  if (segments.some((segment) => segment.startsWith('..;'))) return undefined;
  const kept: string[] = [];
  segments.forEach((segment, index) => {
    const bare = segment.replace(/;[\s\S]*$/, '');
    const last = index === segments.length - 1;
    if (bare === '..') kept.pop();
    if (bare !== '.' && bare !== '..') kept.push(bare);
    else if (last) kept.push('');
  });
  return `/${kept.join('/')}`;
}

/** All forms of a path that have to pass, or `refused` when IAP answers 400 before any policy is looked at. */
export function pathForms(path: string): PathForms {
  const raw = barePath(path);
  const normal = normalisePath(raw);
  if (normal === undefined) return { kind: 'refused' };
  const parameter = raw.indexOf(';');
  return { kind: 'forms', raw, cut: parameter > 0 ? raw.slice(0, parameter) : undefined, normal };
}
