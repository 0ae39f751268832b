/** What the way out to Slack promises, with one process and with two. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutboxRules } from '../../src/store/outbox-channel.js';
import type { Outbox, OutboxMessage, OutboxSender, Sending } from '../../src/store/ports-outbox.js';
import { until } from '../support/until.js';

export const PACE: OutboxRules = { gapMs: 60, perHour: 200, leaseMs: 2_000, retryMs: 20, attempts: 3 };

/** A Slack that writes down what it is sent, and when. */
export class FakeSlack implements OutboxSender {
  readonly posts: {
    readonly id: string;
    readonly channel: string;
    readonly body: unknown;
    readonly at: number;
  }[] = [];
  /** What it says, one after the other; `sent` when there is nothing left. */
  readonly says: (Sending | 'hangs' | 'breaks after')[] = [];
  looked = 0;

  merge(waiting: unknown, coming: unknown): unknown {
    return Array.isArray(waiting) && Array.isArray(coming) ? [...waiting, ...coming] : undefined;
  }
  async find({ id }: OutboxMessage): Promise<string | undefined> {
    this.looked += 1;
    return this.posts.some((post) => post.id === id) ? `ts ${id}` : undefined;
  }
  async post({ id, channel, body }: OutboxMessage): Promise<Sending> {
    const says = this.says.shift();
    if (says === 'hangs') return new Promise(() => undefined);
    if (typeof says === 'object') return says;
    this.posts.push({ id, channel, body, at: performance.now() });
    if (says === 'breaks after') throw new Error('socket hang up');
    return { kind: 'sent', ts: `ts ${id}` };
  }
}

export interface OutboxWorld {
  /** One more process. */
  open(slack: FakeSlack, rules?: Partial<OutboxRules>): Outbox;
  close(): Promise<void>;
}

export function outboxSuite(name: string, createWorld: () => Promise<OutboxWorld>): void {
  describe(`an outbox ${name}`, () => {
    let world: OutboxWorld;
    let slack: FakeSlack;
    beforeEach(async () => {
      world = await createWorld();
      slack = new FakeSlack();
    });
    afterEach(() => world.close());

    const gaps = (channel: string): number[] => {
      const times = slack.posts.filter((post) => post.channel === channel).map(({ at }) => at);
      return times.slice(1).map((at, n) => at - (times[n] ?? 0));
    };

    it('sends in order and at its pace, every channel for itself, and tells what became of it', async () => {
      const outbox = world.open(slack);
      for (let n = 0; n < 5; n += 1) {
        for (const channel of ['C1', 'C2']) {
          expect(await outbox.put({ id: `${channel} ${n}`, channel, body: n })).toMatchObject({
            kind: 'waiting',
          });
        }
      }
      await until('all were sent', () => slack.posts.length === 10);
      for (const channel of ['C1', 'C2']) {
        const bodies = slack.posts.filter((post) => post.channel === channel).map(({ body }) => body);
        expect(bodies).toEqual([0, 1, 2, 3, 4]);
        // Timers and clocks round to a millisecond each.
        for (const gap of gaps(channel)) expect(gap).toBeGreaterThanOrEqual(PACE.gapMs - 3);
      }
      await until('known', async () => (await outbox.fate('C1', 'C1 4'))?.kind === 'sent');
      expect(await outbox.fate('C1', 'C1 4')).toEqual({ kind: 'sent', ts: 'ts C1 4', with: 'C1 4' });
      expect(await outbox.fate('C1', 'C2 4')).toBeUndefined();
      expect(await outbox.waiting()).toMatchObject({ messages: 0 });
    });

    it('sends an id once, however often it is put', async () => {
      const outbox = world.open(slack);
      const message = { id: 'a', channel: 'C1', body: 'hello' };
      await Promise.all(Array.from({ length: 10 }, () => outbox.put(message)));
      await until('sent', async () => (await outbox.fate('C1', 'a'))?.kind === 'sent');
      expect(await outbox.put(message)).toEqual({ kind: 'sent', ts: 'ts a', with: 'a' });
      expect(slack.posts).toHaveLength(1);
    });

    it('makes one message of those with one key that wait, and gives all of them its fate', async () => {
      const outbox = world.open(slack, { gapMs: 300 });
      await outbox.put({ id: 'first', channel: 'C1', body: ['first'] });
      await until('the first is out', () => slack.posts.length === 1);
      const ids = Array.from({ length: 17 }, (_, n) => `person ${n}`);
      for (const id of ids) await outbox.put({ id, channel: 'C1', key: 'dashboard', body: [id] });
      await until('the second is out', () => slack.posts.length === 2);
      expect(slack.posts[1]?.body).toEqual(ids);
      await until('known', async () => (await outbox.fate('C1', 'person 16'))?.kind === 'sent');
      expect(await outbox.fate('C1', 'person 16')).toMatchObject({ with: 'person 0' });
    });

    it('sends nothing before Slack allows it again, and loses nothing by it', async () => {
      const outbox = world.open(slack);
      slack.says.push({ kind: 'throttled', retryAfterMs: 400 });
      const began = performance.now();
      for (const id of ['a', 'b']) await outbox.put({ id, channel: 'C1', body: id });
      await until('both were sent', () => slack.posts.length === 2);
      expect(slack.posts.map(({ id }) => id)).toEqual(['a', 'b']);
      expect((slack.posts[0]?.at ?? 0) - began).toBeGreaterThanOrEqual(390);
      expect(slack.looked).toBe(0);
    });

    it('looks before it sends again when there was no answer, and goes on after a refusal', async () => {
      const outbox = world.open(slack);
      slack.says.push('breaks after', { kind: 'failed', reason: 'is_archived' });
      for (const id of ['a', 'b', 'c']) await outbox.put({ id, channel: 'C1', body: id });
      await until('the last was sent', async () => (await outbox.fate('C1', 'c'))?.kind === 'sent');
      expect(slack.posts.map(({ id }) => id)).toEqual(['a', 'c']);
      expect(slack.looked).toBe(1);
      expect(await outbox.fate('C1', 'a')).toMatchObject({ kind: 'sent', ts: 'ts a' });
      expect(await outbox.fate('C1', 'b')).toMatchObject({ kind: 'failed', reason: 'is_archived' });
    });

    it('takes no more than the budget of an hour', async () => {
      const outbox = world.open(slack, { perHour: 3 });
      const fates = [];
      for (const id of ['a', 'b', 'c', 'd']) fates.push(await outbox.put({ id, channel: 'C1', body: id }));
      expect(fates.map(({ kind }) => kind)).toEqual(['waiting', 'waiting', 'waiting', 'over-budget']);
      expect((await outbox.put({ id: 'e', channel: 'C2', body: 'e' })).kind).toBe('waiting');
      await until('all were sent', () => slack.posts.length === 4);
    });
  });
}
