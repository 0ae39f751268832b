/** The stream of events on its own: snapshot first, heartbeats, catching up, and slow readers. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createFeed, type Feed } from '../../../src/sandbox/web/feed.js';
import type { Snapshot } from '../../../src/sandbox/web/protocol.js';
import { until } from '../../support/until.js';
import { follow } from './harness.js';

const EMPTY: Snapshot = {
  protocol: 1,
  workspace: {
    team: { id: 'T', name: 'Acme' },
    bot: { userId: 'B', name: 'bot' },
    people: [],
    channels: [],
    messages: [],
    ephemerals: [],
    modals: {},
    homes: {},
    commands: [],
    shortcuts: [],
    globalShortcuts: [],
  },
  world: { company: 'acme.test', services: [], suggestions: [], scenes: [] },
  switches: [],
  trace: { note: '', questions: [], calls: [] },
  timeline: [],
  health: {
    startedAt: '2026-01-01T00:00:00Z',
    bot: { ready: true, mode: 'socket' },
    redis: { state: 'absent', note: '' },
    violations: [],
  },
};

let ends: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const end of ends.reverse()) await end();
  ends = [];
});

async function open(heartbeatMs?: number): Promise<{ feed: Feed; port: number }> {
  const feed = createFeed({
    snapshot: () => EMPTY,
    ...(heartbeatMs === undefined ? {} : { heartbeatMs }),
  });
  const server: Server = createServer((request, response) => feed.connect(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    feed.close();
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { feed, port: (server.address() as AddressInfo).port };
}

async function reader(port: number, lastId?: string) {
  const opened = await follow(port, lastId === undefined ? {} : { 'last-event-id': lastId });
  ends.push(opened.close);
  return opened;
}

const deleted = (n: number) => ({ type: 'ephemeral_deleted', ts: `1.${n}` }) as const;

describe('the stream of what happens', () => {
  it('begins with everything and goes on with what becomes different', async () => {
    const { feed, port } = await open();
    const page = await reader(port);
    await page.until('the snapshot', (shown) => shown.protocol === 1);
    feed.tell(deleted(1));
    feed.tell({ type: 'health', health: { ...EMPTY.health, startedAt: 'later' } });
    await page.until('the update', ({ health }) => health.startedAt === 'later');
    expect(page.frames.map(({ event }) => event)).toEqual(['snapshot', 'update', 'update']);
  });

  it('gives a page that comes back only what it missed', async () => {
    const { feed, port } = await open();
    const first = await reader(port);
    feed.tell(deleted(1));
    await first.until('the update', () => first.frames.length === 2);
    const lastId = first.frames[1]?.id ?? '';
    first.close();
    feed.tell(deleted(2));
    feed.tell(deleted(3));
    const again = await reader(port, lastId);
    feed.tell({ type: 'trace_cleared' });
    await until('frames of the stream', () => again.frames.length === 3);
    expect(again.frames.map(({ data }) => data)).toEqual([deleted(2), deleted(3), { type: 'trace_cleared' }]);
  });

  it.each([
    ['an earlier run', () => '00000000-1'],
    ['the future', (id: string) => id.replace(/\d+$/, '999999')],
    ['nowhere', () => 'x'],
    ['a forged number', (id: string) => id.replace(/\d+$/, '-1')],
    ['before what is remembered', (id: string) => id],
  ])('gives everything to a page that comes from %s', async (_from, forge) => {
    const { feed, port } = await open();
    const first = await reader(port);
    feed.tell(deleted(0));
    await until('frames of the stream', () => first.frames.length === 2);
    first.close();
    for (let n = 1; n < 600; n += 1) feed.tell(deleted(n));
    const again = await reader(port, forge(first.frames[1]?.id ?? ''));
    await until('frames of the stream', () => again.frames.length > 0);
    expect(again.frames[0]?.event).toBe('snapshot');
  });

  it('says now and then that it is still there', async () => {
    const { port } = await open(20);
    const page = await reader(port);
    await until(
      'frames of the stream',
      () => page.comments.filter((comment) => comment.includes('still here')).length > 1,
    );
  });

  it('keeps line breaks of strangers inside its data', async () => {
    const { feed, port } = await open();
    const page = await reader(port);
    const note = 'a\n\nevent: snapshot\ndata: {}\n\n\u2028b';
    feed.tell({ type: 'health', health: { ...EMPTY.health, redis: { state: 'absent', note } } });
    const seen = await page.until('the note', ({ health }) => health.redis.note !== '' && health.redis.note);
    expect(seen).toBe(note);
    expect(page.frames).toHaveLength(2);
  });
});
