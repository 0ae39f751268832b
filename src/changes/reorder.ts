/** Puts what comes almost in order into order, newest first, holding no more than a window of it. */

export interface Timed {
  /** RFC 3339. */
  readonly at: string;
}

/** RFC 3339 moments compare as text only when their fractions are equally long. */
export function newerFirst(a: Timed, b: Timed): number {
  const [left, right] = [Date.parse(a.at), Date.parse(b.at)];
  if (left !== right) return right - left;
  return a.at < b.at ? 1 : a.at > b.at ? -1 : 0;
}

interface Held<T> {
  readonly time: number;
  readonly thing: T;
}

/** Gives things on in order of their moments as long as none is later than its place by more than `size` things. */
export class Reorder<T extends Timed> {
  private held: Held<T>[] = [];
  private inOrder = true;
  private readonly size: number;
  private readonly give: (thing: T) => void;

  constructor(size: number, give: (thing: T) => void) {
    this.size = size;
    this.give = give;
  }

  add(thing: T): void {
    const time = Date.parse(thing.at);
    const last = this.held[this.held.length - 1];
    if (last !== undefined && last.time <= time) this.inOrder = false;
    this.held.push({ time, thing });
    if (this.held.length >= this.size * 2) this.release(this.size);
  }

  end(): void {
    this.release(0);
  }

  private release(keep: number): void {
    // Stable: things of one moment keep the order in which they came.
    if (!this.inOrder) this.held.sort((a, b) => b.time - a.time || newerFirst(a.thing, b.thing));
    this.inOrder = true;
    const ready = this.held.splice(0, this.held.length - keep);
    for (const { thing } of ready) this.give(thing);
  }
}

/** Whether something was seen among the last so many things; remembers no more than twice that. */
export class RecentlySeen {
  private young = new Set<string>();
  private old = new Set<string>();
  private readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  /** True when it was there already; notes it otherwise. */
  again(key: string): boolean {
    if (this.young.has(key) || this.old.has(key)) return true;
    if (this.young.size >= this.size) {
      this.old = this.young;
      this.young = new Set();
    }
    this.young.add(key);
    return false;
  }
}
