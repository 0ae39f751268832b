/** The stream of log pages: one request for all, the refused left out and named, broken streams resumed, ended in time. */
import { describe, expect, it } from 'vitest';
import { type ReadEnd, type ReadOptions, readLogs } from '../../src/changes/read.js';
import { createPace } from '../../src/google/pace.js';
import type { LogPage, LogsPort, Look, ProblemKind } from '../../src/google/ports.js';

const failed = (kind: ProblemKind): Look<never> => ({
  ok: false,
  problem: { kind, api: 'logging', resource: 'r', message: '' },
});
const page = (ids: readonly number[], next?: string): Look<LogPage> => ({
  ok: true,
  value: {
    entries: ids.map((id) => ({ insertId: `${id}`, timestamp: new Date(1e12 - id * 1000).toISOString() })),
    next,
  },
});

interface Asked {
  readonly containers: readonly string[];
  readonly token: string | undefined;
  readonly filter: string;
}

function reading(answer: (asked: Asked, nth: number) => Look<LogPage>, more: Partial<ReadOptions> = {}) {
  const asked: Asked[] = [];
  const logs: LogsPort = {
    entries: async () => failed('invalid'),
    page: async ({ resourceNames, filter }, token) => {
      asked.push({ containers: resourceNames, token, filter });
      return answer({ containers: resourceNames, token, filter }, asked.length);
    },
  };
  let time = 0;
  const options: ReadOptions = {
    logs,
    call: { signal: new AbortController().signal, meter: { count: () => undefined } },
    containers: ['organizations/7', 'projects/a'],
    filterUpTo: (to) => `up to ${to}`,
    to: 'now',
    until: 100_000,
    now: () => time,
    wait: async (ms) => {
      time += ms;
      return true;
    },
    ...more,
  };
  const run = async (): Promise<{ ids: string[]; end: ReadEnd }> => {
    const ids: string[] = [];
    const stream = readLogs(options);
    for (;;) {
      const step = await stream.next();
      if (step.done) return { ids, end: step.value };
      for (const entry of step.value) ids.push(String(entry.insertId));
    }
  };
  return { asked, run };
}

describe('the stream of log pages', () => {
  it('asks for all containers at once and follows the pages', async () => {
    const { asked, run } = reading(({ token }) => (token === undefined ? page([1, 2], 't1') : page([3])));
    const { ids, end } = await run();
    expect(ids).toEqual(['1', '2', '3']);
    expect(end).toEqual({ refused: [], read: true, cut: undefined, reached: undefined });
    expect(asked).toHaveLength(2);
  });

  it('leaves out a container that may not be read, names it, and reads the rest', async () => {
    const { run } = reading(({ containers }) =>
      containers.includes('organizations/7') ? failed('forbidden') : page([1]),
    );
    const { ids, end } = await run();
    expect(ids).toEqual(['1']);
    expect(end.refused).toMatchObject([{ container: 'organizations/7', problem: { kind: 'forbidden' } }]);
    expect(end.read).toBe(true);
  });

  it('has read nothing when all refuse', async () => {
    const { end } = await reading(() => failed('forbidden')).run();
    expect(end.read).toBe(false);
    expect(end.refused.map(({ container }) => container)).toEqual(['organizations/7', 'projects/a']);
  });

  it('goes on from the moment reached when a page breaks, and gives up after a while', async () => {
    const broken = reading(({ filter, token }) => {
      if (filter !== 'up to now') return page([9]);
      return token === undefined ? page([1, 2], 't1') : failed('unavailable');
    });
    const { ids, end } = await broken.run();
    expect(ids).toEqual(['1', '2', '9']);
    expect(end.cut).toBeUndefined();
    expect(broken.asked.at(-1)?.filter).toBe(`up to ${new Date(1e12 - 2000).toISOString()}`);
    const hopeless = await reading(() => failed('unavailable')).run();
    expect(hopeless.end).toMatchObject({ read: false, cut: { kind: 'unavailable' } });
  });

  it('waits where the quota is used up, as long as there is time', async () => {
    const { ids, end } = await reading((_, nth) => (nth < 3 ? failed('throttled') : page([1]))).run();
    expect([ids, end.cut]).toEqual([['1'], undefined]);
    const late = await reading((_, nth) => (nth < 2 ? page([1], 't') : failed('throttled')), {
      until: 4_000,
    }).run();
    expect(late.end).toMatchObject({
      cut: { kind: 'throttled' },
      reached: new Date(1e12 - 1000).toISOString(),
    });
  });

  it('ends when its time is over and says how far back it came', async () => {
    let calls = 0;
    const now = (): number => {
      calls += 1;
      return calls * 10;
    };
    const { run } = reading(() => page([calls], `t${calls}`), { now, until: 45 });
    const { end } = await run();
    expect(end.cut).toBe('time');
    expect(end.reached).toBeDefined();
  });

  it('does not go round for ever when the same page is offered again', async () => {
    const { end } = await reading(() => page([1], 'same')).run();
    expect(end.cut).toMatchObject({ kind: 'malformed' });
  });
});

describe('the pace of reads', () => {
  const clocked = (perMinute: number) => {
    let time = 0;
    const waits: number[] = [];
    const pace = createPace({
      perMinute,
      now: () => time,
      wait: async (ms) => {
        waits.push(ms);
        time += ms;
        return true;
      },
    });
    return { pace, waits, time: () => time };
  };
  const { signal } = new AbortController();

  it('lets no more than the quota through in any sixty seconds', async () => {
    const { pace, time } = clocked(54);
    const sent: number[] = [];
    for (let i = 0; i < 200; i += 1) {
      expect(await pace.turn(signal, 1e9)).toBe(true);
      sent.push(time());
    }
    for (const at of sent)
      expect(sent.filter((other) => other >= at && other < at + 60_000).length).toBeLessThanOrEqual(54);
  });

  it('counts reads that do not wait, and refuses a turn that would come too late', async () => {
    const { pace, waits } = clocked(2);
    pace.count();
    pace.count();
    expect(await pace.turn(signal, 1_000)).toBe(false);
    expect(waits).toEqual([]);
    expect(await pace.turn(signal, 60_000)).toBe(true);
  });
});
