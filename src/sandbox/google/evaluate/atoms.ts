/** The atoms of IAM conditions on IAP resources: time, host, path, access levels, resource, tags, principal. */
import type { TagRecord } from '../model.js';
import { type Tri, tri } from './tri.js';

/** What is known when a condition is evaluated; undefined is not known. */
export interface ConditionFacts {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly host: string | undefined;
  readonly path: string | undefined;
  /** Full names of the access levels that are met. */
  readonly levels: readonly string[] | undefined;
  readonly resourceType: string;
  readonly tags: readonly TagRecord[];
  /** Only in boundary bindings. */
  readonly principal?: { readonly type: string; readonly subject: string };
}

type Reader = readonly [pattern: RegExp, value: (match: RegExpExecArray, facts: ConditionFacts) => Tri];

const ZONED = {
  getFullYear: { year: 'numeric' },
  getMonth: { month: 'numeric' },
  getDate: { day: 'numeric' },
  getDayOfMonth: { day: 'numeric' },
  getHours: { hour: 'numeric', hourCycle: 'h23' },
  getMinutes: { minute: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** A part of a moment in a time zone. Months and days of the month count from 0, `getDate` from 1, Sunday is 0. */
function timePart(name: string, at: number, timeZone: string): number | undefined {
  try {
    if (name === 'getDayOfWeek') {
      const day = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short' }).format(at);
      return WEEKDAYS.indexOf(day);
    }
    const options = Object.entries(ZONED).find(([key]) => key === name)?.[1];
    if (!options) return undefined;
    const value = Number.parseInt(new Intl.DateTimeFormat('en-US', { timeZone, ...options }).format(at), 10);
    return name === 'getMonth' || name === 'getDayOfMonth' ? value - 1 : value;
  } catch {
    // Not a time zone: Google fails on it as well.
    return undefined;
  }
}

function compare(left: number, operator: string, right: number): Tri {
  switch (operator) {
    case '<':
      return tri(left < right);
    case '<=':
      return tri(left <= right);
    case '>':
      return tri(left > right);
    case '>=':
      return tri(left >= right);
    case '==':
      return tri(left === right);
    case '!=':
      return tri(left !== right);
    default:
      return 'error';
  }
}

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

function moment(text: string): number | undefined {
  const value = TIMESTAMP.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(value) ? undefined : value;
}

const TEXT = `(?:"([^"]*)"|'([^']*)')`;
const literal = (match: RegExpExecArray, from: number): string => match[from] ?? match[from + 1] ?? '';

function textTest(subject: string | undefined, test: string, wanted: string): Tri {
  if (subject === undefined) return 'unknown';
  if (test === 'startsWith') return tri(subject.startsWith(wanted));
  if (test === 'endsWith') return tri(subject.endsWith(wanted));
  return test === '==' ? tri(subject === wanted) : tri(subject !== wanted);
}

function named(name: string, facts: ConditionFacts): string | undefined {
  switch (name) {
    case 'request.path':
      return facts.path;
    case 'request.host':
      return facts.host;
    case 'resource.type':
      return facts.resourceType;
    case 'resource.service':
      return 'iap.googleapis.com';
    case 'principal.type':
      return facts.principal?.type;
    default:
      return facts.principal?.subject;
  }
}

const NAME =
  '(request\\.path|request\\.host|resource\\.type|resource\\.service|principal\\.type|principal\\.subject)';

const READERS: readonly Reader[] = [
  [
    new RegExp(`^request\\.time\\s*(<=|>=|<|>|==|!=)\\s*timestamp\\(\\s*${TEXT}\\s*\\)$`),
    (match, facts) => {
      const then = moment(literal(match, 2));
      return then === undefined ? 'error' : compare(facts.at, match[1] ?? '', then);
    },
  ],
  [
    new RegExp(`^request\\.time\\.(get\\w+)\\(\\s*${TEXT}?\\s*\\)\\s*(<=|>=|<|>|==|!=)\\s*(\\d+)$`),
    (match, facts) => {
      const part = timePart(match[1] ?? '', facts.at, literal(match, 2) || 'UTC');
      return part === undefined ? 'error' : compare(part, match[4] ?? '', Number(match[5]));
    },
  ],
  [
    new RegExp(`^${NAME}\\s*(==|!=)\\s*${TEXT}$`),
    (match, facts) => textTest(named(match[1] ?? '', facts), match[2] ?? '', literal(match, 3)),
  ],
  [
    new RegExp(`^${NAME}\\.(startsWith|endsWith)\\(\\s*${TEXT}\\s*\\)$`),
    (match, facts) => textTest(named(match[1] ?? '', facts), match[2] ?? '', literal(match, 3)),
  ],
  [
    new RegExp(`^${TEXT}\\s+in\\s+request\\.auth\\.access_levels$`),
    (match, facts) => (facts.levels ? tri(facts.levels.includes(literal(match, 1))) : 'unknown'),
  ],
  [
    new RegExp(`^resource\\.matchTag(Id)?\\(\\s*${TEXT}\\s*,\\s*${TEXT}\\s*\\)$`),
    (match, facts) => {
      const [key, value] = [literal(match, 2), literal(match, 4)];
      if (match[1] !== undefined)
        return tri(facts.tags.some((t) => t.tagKey === key && t.tagValue === value));
      return tri(
        facts.tags.some((t) => t.namespacedTagKey === key && t.namespacedTagValue === `${key}/${value}`),
      );
    },
  ],
];

/** The value of one atom. What is not offered to IAP conditions (`resource.name` for one) is an error. */
export function atomValue(atom: string, facts: ConditionFacts): Tri {
  if (atom === 'true' || atom === 'false') return tri(atom === 'true');
  for (const [pattern, value] of READERS) {
    const match = pattern.exec(atom);
    if (match) return value(match, facts);
  }
  return 'error';
}
