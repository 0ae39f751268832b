/** Scenes with many people on the whole sandbox: what the page shows of an incident. */
import { describe, expect, it } from 'vitest';
import { switchOf, wordsOf } from './harness.js';
import { sandbox } from './stage.js';

describe('a scene', () => {
  const { page, act, stage } = sandbox({ redis: false });

  it('locks everybody out of one service, and the channel is told once, with the cause', async () => {
    const [scene] = page().shown().world.scenes;
    expect(await act({ type: 'play', scene: scene?.id ?? '' })).toEqual({ ok: true });
    const id = 'grant:handbook:roles/iap.httpsResourceAccessor:domain:acme.test';
    await page().until('the grant gone', (shown) => switchOf(shown, id).position === 'not-granted');
    const bot = page().shown().workspace.bot.userId;
    const told = await page().until(
      'one message for all in the channel',
      ({ workspace }) => {
        const own = workspace.messages.filter(
          ({ from, channel, threadTs }) =>
            from === bot && channel === scene?.channel && threadTs === undefined,
        );
        return own.length > 0 && own;
      },
      40_000,
    );
    expect(told).toHaveLength(1);
    expect(told.map(wordsOf).join()).toMatch(/handbook/);
    await page().until('the change and the refusals', ({ timeline }) => {
      const change = timeline.find(({ summary }) =>
        /took from domain:acme\.test .* on handbook/.test(summary),
      );
      const denials = timeline.filter((entry) => entry.type === 'denial' && entry.where === 'handbook');
      return change && denials.length === 7;
    });
    expect(page().shown().health.violations).toEqual([]);
    expect(await act({ type: 'reset' })).toEqual({ ok: true });
    await page().until('put back', ({ switches }) =>
      switches.every((group) => group.switches.every(({ position, rest }) => position === rest)),
    );
    await stage().slack.settled();
  }, 60_000);

  it('that there is not is refused with a sentence', async () => {
    expect(await act({ type: 'play', scene: 'none' })).toEqual({
      ok: false,
      error: 'There is no such scene.',
    });
  });
});
