/** Latency is measured on one connection, is told in percentiles that were measured, and ends in time. */
import { createServer } from 'node:http';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { percentile } from '../../../src/probe/percentile.js';
import { startDeadline } from '../../../src/probe/wire/deadline.js';
import { measure } from '../../../src/probe/wire/latency.js';
import { browserGet } from '../../../src/probe/wire/requests.js';
import { walkTo } from '../../support/walking.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

interface Counting {
  readonly port: number;
  readonly requests: () => number;
  readonly connections: () => number;
}

async function counting(answer: (nth: number) => 'ok' | 'silence' | 'close' | 'destroy'): Promise<Counting> {
  let requests = 0;
  let connections = 0;
  const server = createServer((request, response) => {
    requests += 1;
    const how = answer(requests);
    if (how === 'silence') return;
    if (how === 'destroy') return void request.socket.destroy();
    if (how === 'close') response.setHeader('connection', 'close');
    response.end('ok');
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { port, requests: () => requests, connections: () => connections };
}

async function measured(
  server: Counting,
  count: number,
  options: { readonly ms?: number; readonly again?: boolean } = {},
) {
  const walked = await walkTo('http', server.port, { timeoutMs: 8_000 });
  open.push(walked);
  const deadline = startDeadline(options.ms ?? 8_000);
  const reopen = () => walkTo('http', server.port, { request: undefined });
  const progress: number[] = [];
  const timings = await measure({
    walked,
    spec: browserGet(),
    count,
    deadline,
    ...(options.again ? { reopen } : {}),
    onProgress: (done) => progress.push(done),
  });
  deadline.dispose();
  return { timings, progress };
}

describe('a measurement', () => {
  it('uses one connection, and counts set-up and requests apart', async () => {
    const server = await counting(() => 'ok');
    const { timings, progress } = await measured(server, 7);
    expect(timings).toMatchObject({ failures: 0, asked: 7 });
    expect(timings.stopped).toBeUndefined();
    expect(timings.requestMs).toHaveLength(7);
    expect(timings.connectMs).toHaveLength(1);
    expect(server.connections()).toBe(1);
    expect(server.requests()).toBe(8);
    expect(progress).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('stops at the deadline with what it has, and says so', async () => {
    const server = await counting((nth) => (nth > 3 ? 'silence' : 'ok'));
    const { timings } = await measured(server, 50, { ms: 1_500 });
    expect(timings).toMatchObject({ failures: 0, asked: 50, stopped: 'deadline' });
    expect(timings.requestMs).toHaveLength(2);
  });

  it('opens the connection again when the server closes it, and counts that set-up too', async () => {
    const server = await counting(() => 'close');
    const { timings } = await measured(server, 3, { again: true });
    expect(timings.requestMs).toHaveLength(3);
    expect(timings.connectMs).toHaveLength(4);
    expect(timings.failures).toBe(0);
  });

  it('says that the server closed, and gives up on one that never answers', async () => {
    const closing = await counting(() => 'close');
    expect((await measured(closing, 5)).timings).toMatchObject({ stopped: 'closed', requestMs: [] });
    const dead = await counting((nth) => (nth === 1 ? 'ok' : 'destroy'));
    const { timings } = await measured(dead, 50, { again: true });
    expect(timings).toMatchObject({ stopped: 'closed', failures: 3 });
  });
});

describe('a percentile', () => {
  const samples = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 200 });
  const percent = fc.integer({ min: 1, max: 100 });

  it('is a sample, and at least that many samples are no larger', () => {
    fc.assert(
      fc.property(samples, percent, (values, p) => {
        const found = percentile(values, p / 100) ?? Number.NaN;
        expect(values).toContain(found);
        const upTo = values.filter((value) => value <= found).length;
        const below = values.filter((value) => value < found).length;
        expect(upTo / values.length).toBeGreaterThanOrEqual(p / 100);
        expect(below / values.length).toBeLessThan(p / 100);
      }),
    );
  });

  it('never falls when more is asked, and does not care about the order', () => {
    fc.assert(
      fc.property(samples, percent, percent, (values, p, q) => {
        const [low, high] = [Math.min(p, q), Math.max(p, q)];
        expect(percentile(values, low / 100)).toBeLessThanOrEqual(
          percentile(values, high / 100) ?? Number.NaN,
        );
        expect(percentile([...values].reverse(), p / 100)).toBe(percentile(values, p / 100));
      }),
    );
  });

  it('of nothing is nothing', () => {
    expect(percentile([], 0.5)).toBeUndefined();
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2);
    expect(percentile([4, 1, 3, 2], 0.99)).toBe(4);
  });
});
