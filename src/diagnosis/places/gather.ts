/** Reads the lists of several projects at once, and does not wait for a slow one when the rest already says enough. */
import type { Scope } from '../engine.js';
import { type Inventory, type ListName, readList, type Shelves } from './inventory.js';

/** How long every list is waited for before what is there may be enough, milliseconds. */
const PATIENCE_MS = 1_500;

async function readInto<K extends ListName>(
  scope: Scope,
  shelves: Shelves,
  inventory: Inventory,
  list: K,
): Promise<void> {
  const look = await readList(scope, shelves, inventory.asked, list);
  const { lists }: { lists: { [L in K]?: typeof look } } = inventory;
  lists[list] = look;
}

/**
 * Reads into the inventories what they lack of the named lists. Ends when all are there; after a while, as soon as
 * `enough` says that the others cannot matter. Lists that come later are simply there later.
 */
export async function gather(
  scope: Scope,
  shelves: Shelves,
  inventories: readonly Inventory[],
  lists: readonly ListName[],
  enough: () => boolean,
): Promise<void> {
  const waiting = new Set<Promise<void>>();
  for (const inventory of inventories) {
    for (const list of lists) {
      if (inventory.lists[list]) continue;
      const one: Promise<void> = readInto(scope, shelves, inventory, list).finally(() => waiting.delete(one));
      waiting.add(one);
    }
  }
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  try {
    await Promise.race([Promise.all(waiting), patience]);
    while (waiting.size > 0 && !enough()) await Promise.race(waiting);
  } finally {
    clearTimeout(timer);
  }
}
