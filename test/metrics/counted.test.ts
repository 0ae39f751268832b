/** Requests to Google, facts of the memory and calls of Slack are counted where they happen, by what they came to. */
import { describe, expect, it } from 'vitest';
import type { Api } from '../../src/google/ports.js';
import { type CounterName, FAMILIES, type HistogramName } from '../../src/metrics/families.js';
import type { Metrics } from '../../src/metrics/ports.js';
import type { Container } from '../../src/names/index.js';
import type { Origin } from '../../src/slack/desk.js';
import { createFactCache } from '../../src/store/fact-cache.js';
import { lifetimes } from '../../src/store/lifetimes.js';
import { apiError, type Reply, terms, withServer } from '../google/server.js';
import { asker, FakeGoogle, failed, strict } from '../support/fact-asking.js';
import { createFakeClock } from '../support/fake-clock.js';
import { createSharedMemory } from '../support/shared-memory.js';

interface Tally extends Metrics {
  readonly counted: string[];
  readonly timed: string[];
}
function tally(): Tally {
  const counted: string[] = [];
  const timed: string[] = [];
  const line = (name: CounterName | HistogramName, labels: object): string =>
    [name, ...Object.values(labels)].join(' ');
  return {
    counted,
    timed,
    count: (name, labels) => void counted.push(line(name, labels)),
    time: (name, labels) => void timed.push(line(name, labels)),
  };
}

describe('requests to Google', () => {
  const project: Container = { kind: 'project', id: 'acme-prod' };
  const ask = async (replies: readonly Reply[], signal?: AbortSignal) => {
    const metrics = tally();
    await withServer(replies, async (server) => {
      await server.google({ metrics }).resourceManager.allowPolicy(project, terms(signal ? { signal } : {}));
    });
    return metrics;
  };
  const one = (result: string) => [`google_requests_total cloudresourcemanager ${result}`];

  it.each<readonly [string, Reply, string[]]>([
    ['a policy', { json: { bindings: [] } }, one('ok')],
    ['a refusal', apiError(403, 'PERMISSION_DENIED', 'no'), one('refused')],
    ['nothing there', apiError(404, 'NOT_FOUND', 'none'), one('absent')],
    ['a wrong question', apiError(400, 'INVALID_ARGUMENT', 'what?'), one('refused')],
    [
      'a quota, tried three times',
      apiError(429, 'RESOURCE_EXHAUSTED', 'slow down'),
      [...one('quota'), ...one('quota'), ...one('quota')],
    ],
    [
      'a server that is ill, tried three times',
      { status: 503, text: 'ill' },
      [...one('failed'), ...one('failed'), ...one('failed')],
    ],
  ])('%s', async (_what, reply, counted) => {
    const metrics = await ask([reply]);
    expect(metrics.counted).toEqual(counted);
    expect(metrics.timed).toEqual(counted.map(() => 'google_request_duration_seconds cloudresourcemanager'));
  });

  it('are known by every API that the ports name', () => {
    const known = FAMILIES.google_requests_total.labels.api;
    const toPorts: readonly Api[] = known;
    // A type that is `never` only while no API of the ports is left out.
    const leftOut: Exclude<Api, (typeof known)[number]>[] = [];
    expect(toPorts.length).toBeGreaterThan(10);
    expect(leftOut satisfies never[]).toEqual([]);
  });

  it('that nobody waits for any longer count as a timeout', async () => {
    const metrics = await ask([() => undefined], AbortSignal.timeout(200));
    expect(metrics.counted).toEqual(one('timeout'));
  });
});

describe('questions', () => {
  it('are known by everything that can lead to one', () => {
    const known = FAMILIES.questions_total.labels.origin;
    const leftOut: Exclude<Origin, (typeof known)[number]>[] = [];
    expect(leftOut satisfies never[]).toEqual([]);
    expect(known satisfies readonly Origin[]).toContain('command');
  });
});

describe('facts asked of the memory', () => {
  it('are hit, shared, stale, refused or missed', async () => {
    const metrics = tally();
    const clock = createFakeClock();
    const shared = createSharedMemory();
    const open = () => createFactCache({ shared, clock, version: '1', identity: 'me', metrics });
    const google = new FakeGoogle();
    const lifetime = { ...strict, name: lifetimes.allowPolicy.name };
    const [here, there] = [open(), open()];
    const [ask, askThere] = [asker(here, google), asker(there, google)];
    const results = async (...work: (() => Promise<unknown>)[]): Promise<string[]> => {
      metrics.counted.length = 0;
      for (const each of work) await each();
      return metrics.counted.map((line) => line.replace('cache_requests_total allowPolicy ', ''));
    };
    const a = () => ask({ lifetime });
    expect(
      await results(
        a,
        a,
        () => askThere({ lifetime }),
        () => askThere({ lifetime }),
      ),
    ).toEqual(['miss', 'hit', 'shared', 'hit']);
    expect(await results(() => ask({ lifetime, fresh: true }))).toEqual(['miss']);
    clock.advance(120_000);
    google.says = failed('unavailable');
    expect(await results(a)).toEqual(['stale']);
    google.says = failed('forbidden');
    const other = () => ask({ key: 'another', lifetime });
    expect(await results(other, other)).toEqual(['miss', 'refused']);
    await here.close();
    await there.close();
  });

  it('are known by the names of their lifetimes', () => {
    expect([...FAMILIES.cache_requests_total.labels.kind].sort()).toEqual(
      Object.values(lifetimes)
        .map(({ name }) => name)
        .sort(),
    );
  });
});
