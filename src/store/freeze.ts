/** Makes a value safe to hand to many askers at once, and says roughly how much memory it takes. */

const isPlain = (value: object): boolean => {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/**
 * Freezes plain objects and arrays all the way down and returns an estimate in bytes. One answer is shared by everybody
 * who asked: somebody who changed it would change it for all of them.
 */
export function freezeDeep(root: unknown): number {
  const seen = new Set<object>();
  const todo: unknown[] = [root];
  let bytes = 0;
  while (todo.length > 0) {
    const value = todo.pop();
    bytes += 16;
    if (typeof value === 'string') bytes += value.length;
    if (typeof value !== 'object' || value === null || seen.has(value) || !isPlain(value)) continue;
    seen.add(value);
    Object.freeze(value);
    for (const child of Object.values(value)) todo.push(child);
  }
  return bytes;
}
