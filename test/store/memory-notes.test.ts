/** What the small memory of a lonely bot holds on to. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createMemoryNotes } from '../../src/store/memory-notes.js';
import { createFakeClock } from '../support/fake-clock.js';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

describe('notes in memory', () => {
  it('go when their time is over, though nobody asks for them again', async () => {
    const clock = createFakeClock();
    const notes = createMemoryNotes({ clock });
    gc();
    const before = process.memoryUsage().heapUsed;
    for (let n = 0; n < 200; n += 1) {
      await notes.put(`large ${n}`, `${n}`.padEnd(500_000, 'x'), 10_000);
      clock.advance(1_000);
    }
    gc();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(40_000_000);
    expect(await notes.get('large 199', (value) => value)).toBeDefined();
  });
});
