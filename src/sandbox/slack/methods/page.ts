/** Long lists by cursor and limit. Source: Slack "Pagination". */
import { type Args, numberOf, textOf } from '../http.js';
import { ApiError } from './method.js';

const MOST = 1_000;

export function page<T>(list: readonly T[], args: Args) {
  const limit = numberOf(args.limit) ?? 100;
  if (limit < 1) throw new ApiError('invalid_limit');
  const start = startOf(textOf(args.cursor));
  const end = start + Math.min(limit, MOST);
  const next = end < list.length ? Buffer.from(`next:${end}`).toString('base64') : '';
  return {
    items: list.slice(start, end),
    more: { has_more: next !== '', response_metadata: { next_cursor: next } },
  };
}

function startOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const found = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'));
  if (found?.[1] === undefined) throw new ApiError('invalid_cursor');
  return Number(found[1]);
}
