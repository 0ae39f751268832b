/** Paging as Google does it: an opaque token, a default, a maximum, and an error for a token that is not ours. */
import { invalidArgument } from './errors.js';
import type { Call } from './route.js';

export interface PageRule {
  readonly fallback: number;
  readonly max: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageToken: string | undefined;
}

const encode = (offset: number): string => Buffer.from(`p:${offset}`).toString('base64url');

function decode(token: string): number {
  const offset = /^p:([0-9]{1,9})$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1];
  if (offset === undefined) throw invalidArgument('Request contains an invalid argument.');
  return Number(offset);
}

/** Cuts one page out of all items. A size of zero means Google's default, a negative one is refused. */
export function paginate<T>(
  items: readonly T[],
  asked: { readonly size: number; readonly token: string | undefined; readonly cap: number | undefined },
  rule: PageRule,
): Page<T> {
  if (!Number.isInteger(asked.size) || asked.size < 0)
    throw invalidArgument('The page size is invalid: it must be a number that is not negative.');
  const wanted = Math.min(asked.size === 0 ? rule.fallback : asked.size, rule.max, asked.cap ?? rule.max);
  const size = Math.max(1, wanted);
  const from = asked.token === undefined || asked.token === '' ? 0 : decode(asked.token);
  const to = from + size;
  return { items: items.slice(from, to), nextPageToken: to < items.length ? encode(to) : undefined };
}

/** The page that the query of a call asks for; `sizeName` is `pageSize`, or `maxResults` in the older APIs. */
export function pageOf<T>(call: Call, items: readonly T[], rule: PageRule, sizeName = 'pageSize'): Page<T> {
  const size = Number(call.query.get(sizeName) ?? '0');
  const token = call.query.get('pageToken') ?? undefined;
  return paginate(items, { size, token, cap: call.switches.pageCap }, rule);
}

/** `{[field]: items, nextPageToken}` with empty fields left out, as Google's JSON does. */
export function pageBody<T>(field: string, page: Page<T>): Record<string, unknown> {
  return {
    ...(page.items.length > 0 ? { [field]: page.items } : {}),
    ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
  };
}
