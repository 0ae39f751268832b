/** Whoever says that they are stopped is answered from facts that are newer than that, and a crowd shares them. */
import { describe, expect, it } from 'vitest';
import { newerFor } from '../../../../src/slack/features/thread-reply/newer.js';
import type { Request } from '../../../../src/slack/features/thread-reply/request.js';
import { createMemoryNotes } from '../../../../src/store/memory-notes.js';
import { HELP, MAYA, startWorld, TOM } from './world.js';

const BEGAN = 1_795_000_000_000;

function company() {
  let now = BEGAN;
  const clock = { now: () => now };
  const notes = createMemoryNotes({ clock });
  return {
    at: (ms: number): void => {
      now = BEGAN + ms;
    },
    asks: (service: string | undefined, writtenMs: number) => {
      const ts = ((BEGAN + writtenMs) / 1_000).toFixed(6);
      const request: Pick<Request, 'service' | 'ts'> = { service, ts };
      return newerFor(request, { clock, notes });
    },
  };
}

describe('the facts behind a reply', () => {
  it('are not older than the message, but for the moments between the refusal and the words', async () => {
    const { asks } = company();
    expect(await asks('dashboard', 0)).toEqual({ since: BEGAN - 10_000 });
  });

  it('are shared by everybody who asks about the service within a minute', async () => {
    const { at, asks } = company();
    const first = await asks('dashboard', 0);
    at(40_000);
    expect(await asks('dashboard', 40_000)).toEqual(first);
    expect(await asks('orders', 40_000)).toEqual({ since: BEGAN + 30_000 });
    at(61_000);
    expect(await asks('dashboard', 61_000)).toEqual({ since: BEGAN + 51_000 });
  });

  it('are never asked for from the future, whatever clock Slack goes by', async () => {
    const { asks } = company();
    expect(await asks('dashboard', 3_600_000)).toEqual({ since: BEGAN - 10_000 });
    expect(await asks(undefined, Number.NaN)).toBe(false);
  });

  it('are what both of two people are answered from', async () => {
    const world = await startWorld();
    const [maya, tom] = [MAYA, TOM].map((user) =>
      world.slack.say(user, HELP, "I can't get into dashboard, it says 403"),
    );
    if (!maya || !tom) throw new Error('nobody said anything');
    await world.replyTo(maya, /only you can see/);
    await world.replyTo(tom, /only you can see/);
    const asked = world.asked.filter(({ words }) => words[0] === 'why').map(({ asking }) => asking.fresh);
    expect(asked).toHaveLength(2);
    expect(asked[0]).toEqual({ since: expect.any(Number) });
    expect(asked[1]).toEqual(asked[0]);
  });
});
