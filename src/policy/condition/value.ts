/** The values conditions compute with, and the three ways a computation can end. */
import type { ConditionError } from '../results.js';

/** A CEL value of the subset that IAM uses. Times are nanoseconds since 1970, durations nanoseconds. */
export type Value =
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'double'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'timestamp'; readonly nanos: bigint }
  | { readonly kind: 'duration'; readonly nanos: bigint }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  /** `request.auth.access_levels`: only ever asked with `in`, one level at a time. */
  | { readonly kind: 'levels' };

/** What we would have to know. */
interface Need {
  /** `request.path`, `access level accessPolicies/1/accessLevels/corp`, `tag 123/env` … */
  readonly attribute: string;
  /** How to give it. */
  readonly needs: string;
}

/**
 * How a computation ends: with a value, with something we do not know (Google may), or with an error that Google
 * itself would get.
 */
export type Outcome =
  | { readonly is: 'value'; readonly value: Value }
  | {
      readonly is: 'unknown';
      readonly needs: readonly Need[];
      /** For text: what it is known to begin with. Every path begins with `/`, whatever comes after. */
      readonly prefix?: string;
    }
  | { readonly is: 'error'; readonly error: ConditionError };

/** A known value. */
export function known(value: Value): Outcome {
  return { is: 'value', value };
}
/** A known text. */
export function text(value: string): Outcome {
  return { is: 'value', value: { kind: 'string', value } };
}
/** A known truth. */
export function truth(value: boolean): Outcome {
  return { is: 'value', value: { kind: 'bool', value } };
}
/** A known whole number. */
export function whole(value: bigint): Outcome {
  return { is: 'value', value: { kind: 'int', value } };
}
/** Something we do not know. */
export function unknown(attribute: string, needs: string, prefix?: string): Outcome {
  const gap = { is: 'unknown', needs: [{ attribute, needs }] } as const;
  return prefix === undefined ? gap : { ...gap, prefix };
}
/** Something Google would fail on. */
export function failure(kind: ConditionError['kind'], what: string): Outcome {
  return { is: 'error', error: { kind, text: what } };
}

/** CEL's equality: numbers by size across their types, lists item by item, other types never equal each other. */
export function equal(a: Value, b: Value): boolean {
  switch (a.kind) {
    case 'null':
      return b.kind === 'null';
    case 'bool':
    case 'string':
      return b.kind === a.kind && b.value === a.value;
    case 'int':
    case 'double':
      // Loose equality on purpose: `1n == 1` holds across bigint and number, as CEL has it.
      // biome-ignore lint/suspicious/noDoubleEquals: bigint and number compare by size
      return (b.kind === 'int' || b.kind === 'double') && a.value == b.value;
    case 'timestamp':
    case 'duration':
      return b.kind === a.kind && b.nanos === a.nanos;
    case 'list': {
      if (b.kind !== 'list' || a.items.length !== b.items.length) return false;
      return a.items.every((item, index) => {
        const other = b.items[index];
        return other !== undefined && equal(item, other);
      });
    }
    case 'levels':
      return false;
  }
}

/** CEL's order: below zero when `a` comes first, `undefined` for types that have no order between them. */
export function compare(a: Value, b: Value): number | undefined {
  if (a.kind === 'string' && b.kind === 'string') return order(a.value, b.value);
  if (a.kind === 'bool' && b.kind === 'bool') return order(Number(a.value), Number(b.value));
  if (a.kind === 'timestamp' && b.kind === 'timestamp') return order(a.nanos, b.nanos);
  if (a.kind === 'duration' && b.kind === 'duration') return order(a.nanos, b.nanos);
  const numbers = (a.kind === 'int' || a.kind === 'double') && (b.kind === 'int' || b.kind === 'double');
  return numbers ? order(a.value, b.value) : undefined;
}

function order<T extends string | number | bigint>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
