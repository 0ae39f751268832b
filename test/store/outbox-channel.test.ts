/** One channel's way out, with time and processes made up. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Channel,
  channelFrom,
  fateIn,
  learn,
  type OutboxRules,
  put,
  settle,
  take,
} from '../../src/store/outbox-channel.js';

const RULES: OutboxRules = { gapMs: 1_000, perHour: 5, leaseMs: 20_000, retryMs: 5_000, attempts: 3 };
const NOW = 1_700_000_000_000;
const HOUR = 3_600_000;
const join = (a: unknown, b: unknown): unknown => `${a}+${b}`;
const empty = (): Channel => channelFrom(undefined, NOW);
const message = (id: string, key?: string) => ({ id, channel: 'C1', key, body: id });
const filled = (...ids: string[]): Channel =>
  ids.reduce((channel, id) => put(channel, message(id), join, NOW, RULES)[0], empty());
const sent = { kind: 'sent', ts: '1.1' } as const;

describe('a channel', () => {
  it('sends in the order of coming, a second after the end of the one before', () => {
    let channel = filled('a', 'b');
    const [taken, turn] = take(channel, 'me', NOW, RULES);
    expect(turn).toMatchObject({ kind: 'send', unsure: false, entry: { ids: ['a'] } });
    expect(take(taken, 'you', NOW + 500, RULES)[1]).toEqual({ kind: 'wait', until: NOW + 20_000 });
    channel = settle(taken, 'me', sent, NOW + 700, RULES);
    expect(take(channel, 'you', NOW + 1_699, RULES)[1]).toEqual({ kind: 'wait', until: NOW + 1_700 });
    expect(take(channel, 'you', NOW + 1_700, RULES)[1]).toMatchObject({ entry: { ids: ['b'] } });
    expect(fateIn(channel, 'a')).toEqual({ kind: 'sent', ts: '1.1', with: 'a' });
  });

  it('lets a message that is put first go before all that wait, and never before the one that is being sent', () => {
    const first = { ...message('first'), first: true };
    const ids = (channel: Channel): readonly (string | undefined)[] =>
      channel.queue.map((each) => each.ids[0]);
    expect(ids(put(filled('a', 'b'), first, join, NOW, RULES)[0])).toEqual(['first', 'a', 'b']);
    const taken = take(filled('a', 'b'), 'me', NOW, RULES)[0];
    expect(ids(put(taken, first, join, NOW, RULES)[0])).toEqual(['a', 'first', 'b']);
    expect(ids(put(empty(), first, join, NOW, RULES)[0])).toEqual(['first']);
  });

  it('is unsure of what was put before the store was lost and came back', () => {
    expect(take(filled('a'), 'me', NOW + 50, RULES, NOW + 20)[1]).toEqual({
      kind: 'wait',
      until: NOW + 2_020,
    });
    expect(take(filled('a'), 'me', NOW + 2_020, RULES, NOW + 20)[1]).toMatchObject({
      kind: 'send',
      unsure: true,
    });
    expect(take(filled('a'), 'me', NOW + 50, RULES, NOW - 20)[1]).toMatchObject({
      kind: 'send',
      unsure: false,
    });
  });

  it('accepts an id once, waiting, sent and merged', () => {
    let channel = filled('a');
    expect(put(channel, message('a'), join, NOW, RULES)[0]).toBe(channel);
    channel = settle(take(channel, 'me', NOW, RULES)[0], 'me', sent, NOW, RULES);
    expect(put(channel, message('a'), join, NOW, RULES)).toEqual([
      channel,
      { kind: 'sent', ts: '1.1', with: 'a' },
    ]);
  });

  it('merges what waits with the same key, and tells everybody of the one message', () => {
    let channel = empty();
    for (const id of ['a', 'b', 'c']) channel = put(channel, message(id, 'dash'), join, NOW, RULES)[0];
    expect(channel.queue).toMatchObject([{ ids: ['a', 'b', 'c'], body: 'a+b+c' }]);
    channel = take(channel, 'me', NOW, RULES)[0];
    channel = put(channel, message('d', 'dash'), join, NOW, RULES)[0];
    expect(channel.queue).toHaveLength(2);
    channel = settle(channel, 'me', sent, NOW, RULES);
    expect(fateIn(channel, 'c')).toEqual({ kind: 'sent', ts: '1.1', with: 'a' });
    expect(fateIn(channel, 'd')).toEqual({ kind: 'waiting', with: 'd' });
    const apart = put(channel, message('e', 'dash'), () => undefined, NOW, RULES)[0];
    expect(apart.queue).toHaveLength(2);
  });

  it('takes no more than its budget for an hour, and says until when', () => {
    let channel = filled('a', 'b', 'c', 'd', 'e');
    for (let n = 0; n < 2; n += 1) {
      const at = NOW + n * 1_000;
      channel = settle(take(channel, 'me', at, RULES)[0], 'me', sent, at, RULES);
    }
    expect(put(channel, message('f'), join, NOW + 2_000, RULES)).toEqual([
      channel,
      { kind: 'over-budget', until: NOW + HOUR },
    ]);
    const later = channelFrom(JSON.stringify(channel), NOW + HOUR);
    expect(put(later, message('f'), join, NOW + HOUR, RULES)[1]).toEqual({ kind: 'waiting', with: 'f' });
  });

  it('is silent for as long as Slack asks, and then sends the same message without looking', () => {
    const taken = take(filled('a'), 'me', NOW, RULES)[0];
    const channel = settle(taken, 'me', { kind: 'throttled', retryAfterMs: 30_000 }, NOW, RULES);
    expect(take(channel, 'me', NOW + 29_999, RULES)[1]).toEqual({ kind: 'wait', until: NOW + 30_000 });
    expect(take(channel, 'you', NOW + 30_000, RULES)[1]).toMatchObject({ kind: 'send', unsure: false });
  });

  it('looks before it sends again what may have been sent', () => {
    const taken = take(filled('a'), 'dead', NOW, RULES)[0];
    const [stolen, turn] = take(taken, 'me', NOW + 20_000, RULES);
    expect(turn).toMatchObject({ kind: 'send', unsure: true });
    expect(settle(stolen, 'dead', sent, NOW + 20_001, RULES)).toBe(stolen);
    const unanswered = settle(stolen, 'me', undefined, NOW + 20_001, RULES);
    expect(take(unanswered, 'me', NOW + 25_001, RULES)[1]).toMatchObject({ kind: 'send', unsure: true });
    expect(take(filled('a'), 'me', NOW + 10_001, RULES)[1]).toMatchObject({ kind: 'send', unsure: true });
  });

  it('gives up after some attempts without an answer, and at once on a refusal', () => {
    let channel = filled('a', 'b');
    for (let n = 0, at = NOW; n < 3; n += 1, at += 5_000) {
      channel = settle(take(channel, `${n}`, at, RULES)[0], `${n}`, undefined, at, RULES);
    }
    expect(fateIn(channel, 'a')).toEqual({ kind: 'failed', reason: 'no answer', with: 'a' });
    const refused = { kind: 'failed', reason: 'is_archived' } as const;
    channel = settle(take(channel, 'me', NOW + HOUR / 2, RULES)[0], 'me', refused, NOW + HOUR / 2, RULES);
    expect(fateIn(channel, 'b')).toMatchObject({ kind: 'failed', reason: 'is_archived' });
  });

  it('does not send what was sent elsewhere meanwhile', () => {
    const channel = learn(filled('a', 'b'), [{ id: 'a', with: 'a', at: NOW, ts: '9.9' }]);
    expect(channel.queue).toMatchObject([{ ids: ['b'] }]);
    expect(fateIn(channel, 'a')).toEqual({ kind: 'sent', ts: '9.9', with: 'a' });
  });

  it('takes a text that is not its own for an empty channel', () => {
    for (const text of ['', 'x', '{}', '[]', 'null', '{"queue":[1]}']) {
      expect(channelFrom(text, NOW).queue).toEqual([]);
    }
  });

  it('keeps pace, order and budget whatever happens, with processes that come and go', () => {
    const events = fc.array(
      fc.record({
        pass: fc.integer({ min: 0, max: 8_000 }),
        who: fc.constantFrom('a', 'b', 'c'),
        key: fc.constantFrom(undefined, undefined, 'k'),
        what: fc.constantFrom('put', 'put', 'turn', 'turn', 'die', 'sent', 'sent', 'throttled', 'silence'),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(events, (steps) => {
        let channel = empty();
        let now = NOW;
        let ids = 0;
        let quietUntil = 0;
        const accepted: string[] = [];
        const begun: { readonly at: number; readonly id: string }[] = [];
        const holding = new Map<string, string>();
        for (const { pass, who, key, what } of steps) {
          now += pass;
          channel = channelFrom(JSON.stringify(channel), now);
          if (what === 'put') {
            ids += 1;
            const [next, fate] = put(channel, message(`${ids}`, key), join, now, RULES);
            channel = next;
            if (fate.kind === 'waiting' && fate.with === `${ids}`) accepted.push(fate.with);
          } else if (what === 'turn') {
            const by = `${who} ${now} ${ids}`;
            const [next, turn] = take(channel, by, now, RULES);
            channel = next;
            if (turn.kind !== 'send') continue;
            expect(now).toBeGreaterThanOrEqual(quietUntil);
            begun.push({ at: now, id: turn.entry.ids[0] ?? '' });
            holding.set(who, by);
          } else if (what === 'die') holding.delete(who);
          else {
            const by = holding.get(who) ?? 'nobody';
            const wasHis = channel.taken?.by === by;
            const end = what === 'sent' ? sent : { kind: 'throttled' as const, retryAfterMs: 4_000 };
            channel = settle(channel, by, what === 'silence' ? undefined : end, now, RULES);
            if (wasHis) quietUntil = now + (what === 'throttled' ? 4_000 : RULES.gapMs);
          }
          expect(channel.sent.length + channel.queue.length).toBeLessThanOrEqual(RULES.perHour);
        }
        for (const [n, { id }] of begun.entries()) {
          // Never back to an earlier one: the first waiting goes until its end is known.
          expect(accepted.indexOf(id)).toBeGreaterThanOrEqual(accepted.indexOf(begun[n - 1]?.id ?? ''));
        }
      }),
      { numRuns: 300 },
    );
  });
});
