/** The functions and operators of IAM's CEL subset over known values. */
import { add, minus, numbers, subtract } from './arithmetic.js';
import { clockFunction } from './clock-functions.js';
import { parseDate, parseDuration, parseTimestamp } from './time.js';
import { compare, equal, failure, known, type Outcome, text, truth, type Value, whole } from './value.js';

type Implementation = (args: readonly Value[]) => Outcome | undefined;

/** Calls a function, operator or method (its receiver first). `undefined`: there is no such function. */
export function callFunction(name: string, args: readonly Value[]): Outcome | undefined {
  const implementation =
    (Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined) ?? clockFunction(name);
  if (!implementation) return undefined;
  return (
    implementation(args) ??
    failure('runtime', `${plainName(name)} cannot be applied to ${args.map((arg) => arg.kind).join(' and ')}`)
  );
}

/** `_<=_` is how the parser calls `<=`. */
export function plainName(name: string): string {
  return name
    .replace(/^@/, '')
    .replace(/_/g, (mark, at: number) => (/[a-z]/i.test(name[at - 1] ?? '') ? mark : ''));
}

function ordered(holds: (order: number) => boolean): Implementation {
  return ([a, b]) => {
    const order = a && b ? compare(a, b) : undefined;
    return order === undefined ? undefined : truth(holds(order));
  };
}

function onTexts(answer: (whole: string, part: string) => Outcome): Implementation {
  return ([a, b, ...more]) =>
    a?.kind === 'string' && b?.kind === 'string' && more.length === 0 ? answer(a.value, b.value) : undefined;
}

const FUNCTIONS: Readonly<Record<string, Implementation>> = {
  '_==_': ([a, b]) => (a && b ? truth(equal(a, b)) : undefined),
  '_!=_': ([a, b]) => (a && b ? truth(!equal(a, b)) : undefined),
  '_<_': ordered((order) => order < 0),
  '_<=_': ordered((order) => order <= 0),
  '_>_': ordered((order) => order > 0),
  '_>=_': ordered((order) => order >= 0),
  '@in': ([a, b]) => (a && b?.kind === 'list' ? truth(b.items.some((item) => equal(item, a))) : undefined),
  '_+_': ([a, b]) => (a && b ? add(a, b) : undefined),
  '_-_': ([a, b]) => (a && b ? subtract(a, b) : undefined),
  '_*_': numbers((a, b) => a * b),
  '_/_': numbers((a, b) => (b === 0n ? undefined : a / b)),
  '_%_': numbers((a, b) => (b === 0n ? undefined : a % b)),
  '-_': ([a]) => (a ? minus(a) : undefined),
  startsWith: onTexts((a, b) => truth(a.startsWith(b))),
  endsWith: onTexts((a, b) => truth(a.endsWith(b))),
  contains: onTexts((a, b) => truth(a.includes(b))),
  extract: onTexts(extract),
  size: ([a]) =>
    a?.kind === 'string'
      ? whole(BigInt([...a.value].length))
      : a?.kind === 'list'
        ? whole(BigInt(a.items.length))
        : undefined,
  hasOnly: ([a, b]) =>
    a?.kind === 'list' && b?.kind === 'list'
      ? truth(a.items.every((item) => b.items.some((allowed) => equal(allowed, item))))
      : undefined,
  timestamp: ([a]) => timeOf(a, 'timestamp', parseTimestamp),
  date: ([a]) => timeOf(a, 'date', parseDate),
  duration: ([a]) => {
    if (a?.kind === 'duration') return known(a);
    if (a?.kind !== 'string') return undefined;
    const nanos = parseDuration(a.value);
    return nanos === undefined
      ? failure('malformed-time', `duration(${JSON.stringify(a.value)}) is not a duration such as "3600s"`)
      : known({ kind: 'duration', nanos });
  },
};

function timeOf(
  value: Value | undefined,
  name: string,
  read: (text: string) => bigint | undefined,
): Outcome | undefined {
  if (value?.kind === 'timestamp' && name === 'timestamp') return known(value);
  if (value?.kind !== 'string') return undefined;
  const nanos = read(value.value);
  if (nanos !== undefined) return known({ kind: 'timestamp', nanos });
  const form =
    name === 'date' ? 'a date such as 2026-12-31' : 'an RFC 3339 time such as 2026-12-31T23:59:59Z';
  return failure('malformed-time', `${name}(${JSON.stringify(value.value)}) is not ${form}`);
}

/**
 * IAM's `extract("before{name}after")`: what stands after the first `before` and up to the first `after` that
 * follows; the empty text when one of them is not there. Source: attribute reference, "Extract values".
 */
function extract(value: string, template: string): Outcome {
  const parts = /^([^{}]*)\{[A-Za-z0-9_]+\}([^{}]*)$/.exec(template);
  if (!parts) return failure('runtime', `extract(${JSON.stringify(template)}) needs exactly one {name}`);
  const [, before = '', after = ''] = parts;
  const found = value.indexOf(before);
  if (found < 0) return text('');
  const start = found + before.length;
  const end = after === '' ? value.length : value.indexOf(after, start);
  return text(end < 0 ? '' : value.slice(start, end));
}
