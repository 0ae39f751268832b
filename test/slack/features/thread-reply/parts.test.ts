/** What keeps many requests at once from treading on each other. */
import { describe, expect, it } from 'vitest';
import { createBusy, createCrowd } from '../../../../src/slack/features/thread-reply/parts.js';
import { HELP, MAYA, startWorld } from './world.js';

describe('a crowd', () => {
  it('waits for nobody until Slack says that it is enough, then comes one after another', () => {
    let now = 1_000_000;
    const crowd = createCrowd(() => now);
    expect(crowd.turn()).toBeUndefined();
    const first = crowd.limited();
    const waits = [crowd.turn(), crowd.turn(), crowd.limited()].map((ms) => ms ?? 0);
    expect(first).toBeGreaterThanOrEqual(3_000);
    for (const [i, ms] of [first, ...waits].slice(1).entries())
      expect(ms - ([first, ...waits][i] ?? 0)).toBe(900);
    now += 60_000;
    expect(crowd.turn()).toBeUndefined();
  });

  it('of people whom Slack does not tell at once is answered all the same, and truly', async () => {
    const world = await startWorld();
    world.slack.faults.add({ on: 'users.info', times: 1, retryAfter: 30 });
    const message = world.slack.say(MAYA, HELP, "I can't get into dashboard, it says 403");
    await world.replyTo(message, /214 people/);
    expect(world.repliesTo(message)).toHaveLength(1);
  });
});

describe('a channel', () => {
  it('is busy while several replies wait there, and a moment after', async () => {
    let now = 0;
    const busy = createBusy(() => now);
    let end: () => void = () => undefined;
    const turn = new Promise<void>((resolve) => {
      end = resolve;
    });
    const waiting = [busy.while('C1', turn), busy.while('C1', turn)];
    expect([busy.is('C1'), busy.is('C2')]).toEqual([true, false]);
    end();
    await Promise.all(waiting);
    expect(busy.is('C1')).toBe(true);
    now += 10_001;
    expect(busy.is('C1')).toBe(false);
  });
});
