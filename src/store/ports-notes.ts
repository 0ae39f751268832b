/** What the rest of the product asks of a small shared memory: things remembered for a while by all processes together. */
import type { Revive } from './ports.js';

/**
 * Keys and JSON values with an end. Shared by all processes of a scope through Redis; while Redis is away each process
 * remembers for itself. Never rejects for anything the store does. A value that nobody understands is as good as none.
 */
export interface Notes {
  /** The value, or undefined when there is none (any more). */
  get<T>(key: string, revive: Revive<T>): Promise<T | undefined>;
  /** Writes a value for so many milliseconds. */
  put(key: string, value: unknown, ttlMs: number): Promise<void>;
  /** Writes unless there is a value: gives back the one that stands, and whether it is this one. */
  claim<T>(
    key: string,
    value: T,
    ttlMs: number,
    revive: Revive<T>,
  ): Promise<{ readonly first: boolean; readonly value: T }>;
  remove(key: string): Promise<void>;
  /** Puts a member into a set, with its moment (milliseconds); a member that is there already keeps its first moment. */
  add(key: string, member: string, at: number, ttlMs: number): Promise<void>;
  /** The members since a moment, in the order of their moments. */
  since(key: string, from: number): Promise<readonly string[]>;
  /** Puts a value at the head of a list that keeps the newest `most`. */
  push(key: string, value: unknown, most: number, ttlMs: number): Promise<void>;
  /** The newest values, at most `count`, newest first. */
  newest<T>(key: string, count: number, revive: Revive<T>): Promise<readonly T[]>;
  close(): Promise<void>;
}
