/** The fields of one entry of an expectation file: their names, other spellings, and what stands in them. Pure. */
import { isIP } from 'node:net';
import type { Given } from '../diagnosis/question.js';
import { parseDomain } from '../names/index.js';
import { suggest } from '../names/suggest.js';
import type { Expected } from './expectation.js';

export const FIELDS = [
  'who',
  'where',
  'verdict',
  'allowed',
  'denied',
  'code',
  'at',
  'ip',
  'host',
  'path',
  'access-levels',
  'because',
] as const;
export type Field = (typeof FIELDS)[number];

/** What else people write for a field. */
const SPELLINGS: Readonly<Record<string, Field>> = {
  user: 'who',
  principal: 'who',
  member: 'who',
  service: 'where',
  url: 'where',
  resource: 'where',
  expect: 'verdict',
  expected: 'verdict',
  want: 'verdict',
  allow: 'allowed',
  must: 'allowed',
  deny: 'denied',
  'must-not': 'denied',
  mustnot: 'denied',
  cause: 'code',
  reason: 'because',
  why: 'because',
  note: 'because',
  time: 'at',
  'access-level': 'access-levels',
  accesslevel: 'access-levels',
  accesslevels: 'access-levels',
  levels: 'access-levels',
};

/** The field a key means; otherwise the nearest one there is. */
export function fieldOf(key: string): { readonly field: Field } | { readonly near: string | undefined } {
  const plain = key.trim().toLowerCase().replaceAll('_', '-');
  const exact = FIELDS.find((field) => field === plain) ?? SPELLINGS[plain];
  return exact === undefined
    ? { near: suggest(plain, [...FIELDS, ...Object.keys(SPELLINGS)]) }
    : { field: exact };
}

const VERDICTS: Readonly<Record<string, Expected>> = {
  allowed: 'allowed',
  allow: 'allowed',
  yes: 'allowed',
  true: 'allowed',
  denied: 'denied',
  deny: 'denied',
  refused: 'denied',
  no: 'denied',
  false: 'denied',
  unknown: 'unknown',
};

export function verdictOf(value: unknown): Expected | undefined {
  return VERDICTS[String(value).trim().toLowerCase()];
}

/** One text or a list of texts, as a list; nothing when it is neither. */
export function textsOf(value: unknown): readonly string[] | undefined {
  const all = Array.isArray(value) ? value : [value];
  return all.length > 0 && all.every((one) => typeof one === 'string' && one.trim() !== '') ? all : undefined;
}

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/i;

export type GivenResult =
  | { readonly ok: true; readonly given: Given }
  | { readonly ok: false; readonly field: Field; readonly message: string; readonly expected: string };

/** The circumstances an entry names, as the flags of `why` take them. */
export function givenOf(entry: ReadonlyMap<Field, unknown>): GivenResult {
  const wrong = (field: Field, message: string, expected: string): GivenResult => ({
    ok: false,
    field,
    message,
    expected,
  });
  const { at, ip, host, path } = Object.fromEntries(
    (['at', 'ip', 'host', 'path'] as const).map((field) => [field, entry.get(field)]),
  );
  if (at !== undefined && (typeof at !== 'string' || !RFC3339.test(at) || Number.isNaN(Date.parse(at))))
    return wrong('at', 'this is not a moment in RFC 3339', '2026-11-22T09:00:00Z');
  if (ip !== undefined && (typeof ip !== 'string' || isIP(ip) === 0))
    return wrong('ip', 'this is not an IP address', '203.0.113.7');
  const domain = typeof host === 'string' ? parseDomain(host) : undefined;
  if (host !== undefined && domain === undefined)
    return wrong('host', 'this is not a host name', 'dash.example.com');
  if (path !== undefined && (typeof path !== 'string' || !path.startsWith('/')))
    return wrong('path', 'a path starts with a slash', '/admin');
  const levels = entry.has('access-levels') ? textsOf(entry.get('access-levels')) : [];
  if (levels === undefined)
    return wrong('access-levels', 'this is not a list of access levels', '[corp_device]');
  return {
    ok: true,
    given: {
      at: typeof at === 'string' ? new Date(at).toISOString() : undefined,
      ip: typeof ip === 'string' ? ip : undefined,
      host: domain,
      path: typeof path === 'string' ? path.replace(/[?#].*$/, '') : undefined,
      levels,
    },
  };
}
