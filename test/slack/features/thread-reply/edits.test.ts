/** A reply that takes longer is posted early, and edited as it gets better: seldom, and never to something poorer. */
import { expect, it } from 'vitest';
import type { Answer } from '../../../../src/render/answer.js';
import { stringsOf } from '../../../render/read-blocks.js';
import { until } from '../../../support/until.js';
import { gate } from '../../bench.js';
import { probed } from './reports.js';
import { allowed, denied, HELP, MAYA, probeOf, startWorld, type World, whyOf, wordsOf } from './world.js';

const ASKS = "I can't get into dashboard, it says 403";
const LOOKING = /^Looking at dashboard for you …$/;

/** Everything the reply has read like, with the block ids and the time. */
const versions = (world: World) =>
  world.slack.state.happenings.all.flatMap((one) =>
    (one.type === 'message' || one.type === 'message_changed') && one.message.botId !== undefined
      ? [{ words: wordsOf(one.message), ids: stringsOf(one.message.blocks, 'block_id'), at: one.message.ts }]
      : [],
  );
const firstLine = (text: string): string => text.split('\n')[0] ?? '';

function slow(world: World) {
  const [why, probe] = [gate(), gate()];
  world.brain.why = async (who, where): Promise<Answer> => {
    await why.opened;
    return whyOf(denied, who, where);
  };
  world.brain.probe = async (where): Promise<Answer> => {
    await probe.opened;
    return probeOf(probed(where, 'guarded'));
  };
  return { why, probe };
}

it('says that it is looking, then what it found, then the way there: one post and two edits, a second apart', async () => {
  const world = await startWorld();
  const { why, probe } = slow(world);
  const message = world.slack.say(MAYA, HELP, ASKS);
  await until('the first words', () => world.repliesTo(message).length === 1);
  const first = performance.now();
  why.open();
  await world.replyTo(message, /214 people/);
  const second = performance.now();
  probe.open();
  await world.replyTo(message, /sign-in answer as they should/);
  expect(second - first).toBeGreaterThan(900);
  expect(performance.now() - second).toBeGreaterThan(900);
  await world.toldAlone(MAYA, /dash-users/);
  await world.logged('replied');
  const all = versions(world);
  expect(all.map(({ words }) => firstLine(words))).toEqual([
    expect.stringMatching(LOOKING),
    expect.stringContaining('214 people'),
    expect.stringContaining('214 people'),
  ]);
  const ids = all.flatMap((one) => one.ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(world.repliesTo(message)).toHaveLength(1);
  expect(world.aloneFor(MAYA)[0]?.threadTs).toBe(message.ts);
});

it('keeps what is broken for everybody when the person turns out to be allowed', async () => {
  const world = await startWorld();
  const { why } = slow(world);
  world.brain.probe = (where) => probeOf(probed(where, 'failing', { stage: 'tls', code: 'tls-expired' }));
  world.brain.why = async (who, where) => {
    await why.opened;
    return whyOf(allowed, who, where);
  };
  const message = world.slack.say(MAYA, HELP, ASKS);
  await world.replyTo(message, /still looking at your own access/);
  why.open();
  await world.replyTo(message, /your own access is fine/);
  expect(versions(world).every(({ words }) => words.includes('certificate has expired'))).toBe(true);
});

it('waits as long as Slack says before an edit, and then makes it', async () => {
  const world = await startWorld();
  const { why, probe } = slow(world);
  const message = world.slack.say(MAYA, HELP, ASKS);
  await until('the first words', () => world.repliesTo(message).length === 1);
  world.slack.faults.add({ on: 'chat.update', times: 1, retryAfter: 4 });
  const begun = performance.now();
  why.open();
  probe.open();
  await world.replyTo(message, /214 people/);
  expect(performance.now() - begun).toBeGreaterThan(3_800);
  expect(world.repliesTo(message)).toHaveLength(1);
}, 20_000);

it('ends with what it has when Google does not answer in time', async () => {
  const world = await startWorld({ times: { questionMs: 2_600, answerMs: 3_000 } });
  slow(world);
  const message = world.slack.say(MAYA, HELP, ASKS);
  await until('the first words', () => world.repliesTo(message).length === 1);
  const reply = await world.replyTo(message, /I could not find out what stops you at dashboard/);
  expect(wordsOf(reply)).not.toMatch(LOOKING);
  await world.toldAlone(MAYA, /no answer within 3 s/);
});
