/** The cache's first level: the facts this process has read or fetched itself, most recently used kept. */
import { LRUCache } from 'lru-cache';
import { type Entry, reviveEntry } from './entry.js';
import { freezeDeep } from './freeze.js';
import type { Revive } from './ports.js';

const MAX_BYTES = 64 * 1024 * 1024;

interface Shelved {
  readonly entry: Entry;
  /** The reviver under which the value was put here; it need not judge its own value again. */
  readonly vouchedBy: Revive<unknown>;
}

export interface Shelf {
  /** The copy under a hash as this asker understands it. */
  read<T>(hash: string, revive: Revive<T>): Entry<T> | undefined;
  /** Keeps an entry unless a newer one is there; `vouchedBy` is the reviver of the question that read it. */
  put(hash: string, entry: Entry, vouchedBy: Revive<unknown>): void;
  drop(hash: string): void;
}

/** Makes an empty shelf. `maxBytes` is an estimate, not an exact bound. */
export function createShelf(maxBytes: number = MAX_BYTES): Shelf {
  const shelved = new LRUCache<string, Shelved>({
    maxSize: maxBytes,
    sizeCalculation: ({ entry }) => freezeDeep(entry),
  });
  return {
    read<T>(hash: string, revive: Revive<T>): Entry<T> | undefined {
      const found = shelved.get(hash);
      if (!found) return undefined;
      // Same reviver, same type: it is the reviver that ties a key to a type.
      if (found.vouchedBy === revive) return found.entry as Entry<T>;
      return reviveEntry({ ...found.entry, look: asIfStored(found.entry.look) }, revive);
    },
    put(hash, entry, vouchedBy) {
      const present = shelved.peek(hash);
      if (present && present.entry.at > entry.at) return;
      shelved.set(hash, { entry, vouchedBy });
    },
    drop(hash) {
      shelved.delete(hash);
    },
  };
}

/** Revivers are written for what comes out of a store, that is JSON; memory must not behave differently from Redis. */
function asIfStored(look: Entry['look']): Entry['look'] {
  if (!look.ok) return look;
  try {
    const text: string | undefined = JSON.stringify(look.value);
    return { ok: true, value: text === undefined ? undefined : JSON.parse(text) };
  } catch {
    return { ok: true, value: undefined };
  }
}
