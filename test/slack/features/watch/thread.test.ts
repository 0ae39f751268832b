/** The buttons under a public thread reply: for whoever asked there, told alone, and the end told to everybody. */
import { describe, expect, it } from 'vitest';
import { until } from '../../../support/until.js';
import { labelsOf } from '../buttoned.js';
import { allowed, HELP, MAYA, startWorld, TOM, type World, whyOf, wordsOf } from '../thread-reply/world.js';

const ASKS = "I can't get into dashboard, it says 403";
const answered = async (world: World) => {
  const message = world.slack.say(MAYA, HELP, ASKS);
  await world.replyTo(message, /214 people/);
  await world.logged('replied');
  await until('its buttons are there', () =>
    labelsOf(world.repliesTo(message)[0]).includes('Watch until mended'),
  );
  const [reply] = world.repliesTo(message);
  if (reply === undefined) throw new Error('no reply');
  return { message, reply };
};
const now = allowed;
const lastIn = (world: World, message: Parameters<World['repliesTo']>[0]) =>
  wordsOf(world.repliesTo(message).at(-1));

describe('a thread reply', () => {
  it('is watched by whoever asked, and the thread hears once that it works, and no more than that', async () => {
    const world = await startWorld({ times: { watchPace: 100 } });
    const { message, reply } = await answered(world);
    await world.slack.click(TOM, reply, 'watch');
    await world.toldAlone(TOM, /given to somebody else/);
    await world.slack.click(MAYA, reply, 'watch');
    const told = await world.toldAlone(MAYA, /watching this.*in this thread/);
    expect(labelsOf(told)).toEqual(['Stop watching']);
    world.brain.why = (who, where) => whyOf({ ...now, fixes: [], findings: [] }, who, where);
    await until('the thread hears', () => world.repliesTo(message).length === 2);
    expect(lastIn(world, message)).toMatch(/^Works now, took \d+ s: @U0MAYA can get into dashboard\./);
    expect(lastIn(world, message)).not.toContain('dash-users');
  });

  it('is checked again by whoever asked: the answer is theirs alone, the good end is for all', async () => {
    const world = await startWorld();
    const { message, reply } = await answered(world);
    world.brain.why = (who, where) => whyOf({ ...now, fixes: [], findings: [] }, who, where);
    await world.slack.click(MAYA, reply, 'check_again');
    await world.toldAlone(MAYA, /Checked again: it works now/);
    await until('the thread hears', () => world.repliesTo(message).length === 2);
    expect(lastIn(world, message)).toContain(`Works now: @${MAYA} can get into dashboard.`);
  });

  it('has a private answer that its person may share, and then it stands in the thread', async () => {
    const world = await startWorld();
    const { message } = await answered(world);
    const alone = await world.toldAlone(MAYA, /can't get into dashboard/);
    expect(labelsOf(alone)).toEqual(['Watch until mended', 'Check again', 'Share']);
    await world.slack.click(TOM, alone, 'share');
    await world.slack.click(MAYA, alone, 'share');
    await until('the thread has it', () => world.repliesTo(message).length === 2);
    expect(lastIn(world, message)).toContain('Shared by @U0MAYA.');
  });

  it('is watched for a day at most, and the thread hears that it was given up', async () => {
    const world = await startWorld({ times: { watchPace: 100 } });
    const { message, reply } = await answered(world);
    await world.slack.click(MAYA, reply, 'watch');
    await world.toldAlone(MAYA, /watching this/);
    world.later(25 * 3_600_000);
    await until('the thread hears', () => world.repliesTo(message).length === 2);
    expect(lastIn(world, message)).toMatch(
      /I have watched for 25 h.*, and dashboard still does not let @U0MAYA in\. I stop here/,
    );
    const { length } = world.asked;
    await world.slack.click(MAYA, reply, 'check_again');
    await world.toldAlone(MAYA, /no longer have that answer/);
    expect(world.asked.length).toBe(length);
  });

  it('is watched no longer when its person says so', async () => {
    const world = await startWorld({ times: { watchPace: 100 } });
    const { message, reply } = await answered(world);
    await world.slack.click(MAYA, reply, 'watch');
    const told = await world.toldAlone(MAYA, /watching this/);
    await world.slack.click(MAYA, told, 'watch_stop');
    await until('it is said', () =>
      world.aloneFor(MAYA).some((one) => wordsOf(one).startsWith('I am not watching')),
    );
    const before = world.asked.length;
    world.brain.why = (who, where) => whyOf({ ...now, fixes: [] }, who, where);
    const fence = world.slack.say(TOM, HELP, ASKS);
    await world.replyTo(fence, /may pass|can get|lets/i).catch(() => undefined);
    expect(world.asked.length).toBeLessThanOrEqual(before + 3);
    expect(world.repliesTo(message)).toHaveLength(1);
  });
});
