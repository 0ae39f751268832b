/** Names under which facts are stored: version and identity included, nobody's address readable. */
import { createHash } from 'node:crypto';

/** Everything that belongs to one fact. The braces keep its four keys on one node of a Redis cluster. */
export interface FactKey {
  /** Hash of the key with version and identity: the name inside this process, and a mark inside the stored value. */
  readonly hash: string;
  readonly value: string;
  readonly refusal: string;
  readonly lock: string;
  readonly ending: string;
}

/** 128 bits of SHA-256 over parts that cannot run into each other. */
export function fingerprint(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('hex').slice(0, 32);
}

/**
 * Makes the function from a request's key to its stored names. `version` changes when the shape of values changes;
 * `identity` is whoever asks Google, since two callers are shown different things.
 */
export function createKeys(version: string, identity: string): (key: string) => FactKey {
  const caller = fingerprint('identity', identity).slice(0, 12);
  const prefix = `iap-doctor:fact:${encodeURIComponent(version)}:${caller}`;
  return (key) => {
    const hash = fingerprint('fact', version, identity, key);
    const value = `${prefix}:{${hash}}`;
    return { hash, value, refusal: `${value}:refusal`, lock: `${value}:lock`, ending: `${value}:ending` };
  };
}
