/** CEL's arithmetic over whole numbers, times, durations, texts and lists; overflow is an error, not a wrap. */
import { durationInRange, inRange } from './time.js';
import { failure, known, type Outcome, text, type Value, whole } from './value.js';

function integer(value: bigint): Outcome {
  return BigInt.asIntN(64, value) === value
    ? whole(value)
    : failure('runtime', 'a number grows beyond 64 bits');
}

function double(value: number): Outcome {
  return known({ kind: 'double', value });
}

/** An operator on whole numbers; `undefined` from `answer` is a division by zero. */
export function numbers(
  answer: (a: bigint, b: bigint) => bigint | undefined,
): (args: readonly Value[]) => Outcome | undefined {
  return ([a, b]) => {
    if (a?.kind !== 'int' || b?.kind !== 'int') return undefined;
    const value = answer(a.value, b.value);
    return value === undefined ? failure('runtime', 'a division by zero') : integer(value);
  };
}

/** `a + b`; `undefined` when these types have no sum. */
export function add(a: Value, b: Value): Outcome | undefined {
  if (a.kind === 'int' && b.kind === 'int') return integer(a.value + b.value);
  if (a.kind === 'double' && b.kind === 'double') return double(a.value + b.value);
  if (a.kind === 'string' && b.kind === 'string') return text(a.value + b.value);
  if (a.kind === 'list' && b.kind === 'list') return known({ kind: 'list', items: [...a.items, ...b.items] });
  if (a.kind === 'duration' && b.kind === 'timestamp') return add(b, a);
  if (a.kind === 'timestamp' && b.kind === 'duration') return stamp(a.nanos + b.nanos);
  return a.kind === 'duration' && b.kind === 'duration' ? span(a.nanos + b.nanos) : undefined;
}

/** `a - b`; `undefined` when these types have no difference. */
export function subtract(a: Value, b: Value): Outcome | undefined {
  if (a.kind === 'int' && b.kind === 'int') return integer(a.value - b.value);
  if (a.kind === 'double' && b.kind === 'double') return double(a.value - b.value);
  if (a.kind === 'timestamp' && b.kind === 'duration') return stamp(a.nanos - b.nanos);
  const same = (a.kind === 'timestamp' || a.kind === 'duration') && a.kind === b.kind;
  return same ? span(a.nanos - b.nanos) : undefined;
}

function stamp(nanos: bigint): Outcome {
  return inRange(nanos) === undefined
    ? failure('runtime', 'a time outside the years 1 to 9999')
    : known({ kind: 'timestamp', nanos });
}

function span(nanos: bigint): Outcome {
  return durationInRange(nanos) === undefined
    ? failure('runtime', 'a duration too long to hold')
    : known({ kind: 'duration', nanos });
}

/** `-a`. */
export function minus(a: Value): Outcome | undefined {
  return a.kind === 'int' ? integer(-a.value) : a.kind === 'double' ? double(-a.value) : undefined;
}
