/** The pass of the guard: nothing in the product opens a connection without one, and only the guard writes them. */

/** One address that may be connected to. */
export interface ClearedAddress {
  readonly address: string;
  readonly family: 4 | 6;
  readonly port: number;
}

declare const passed: unique symbol;

/**
 * A target the guard agreed to. Connect to one of `addresses` and to nothing else: the name was resolved once, and what
 * it resolves to a moment later is not what was checked.
 */
export interface Cleared {
  readonly [passed]: true;
  /** The address that was asked for, in its normal form, without user name and fragment. */
  readonly url: string;
  readonly secure: boolean;
  /** ASCII, lower case, no brackets, no final dot: for certificates. */
  readonly host: string;
  readonly port: number;
  /** For `Host` and `:authority`: the port only where it is not the scheme's own, IPv6 in brackets. */
  readonly authority: string;
  /** For SNI; undefined where the host is a bare address. */
  readonly servername: string | undefined;
  /** In the order in which they are to be tried; at least one. */
  readonly addresses: readonly ClearedAddress[];
}

const written = new WeakSet<object>();

/** Writes a pass. For the guard only: `test/probe/guard/passes.test.ts` looks who calls it. */
export function writePass(facts: Omit<Cleared, typeof passed>): Cleared {
  const pass = Object.freeze({
    ...facts,
    addresses: Object.freeze([...facts.addresses]),
  }) as unknown as Cleared;
  written.add(pass);
  return pass;
}

/** Throws unless the guard wrote this very pass: a look-alike made elsewhere opens nothing. */
export function assertCleared(pass: Cleared): void {
  if (!written.has(pass)) throw new Error('a connection was asked for without the pass of the guard');
}
