/** The same person about the same service within ten minutes: one line that points to the first answer. */
import { expect, it } from 'vitest';
import { ELSEWHERE, HELP, MAYA, startWorld, TOM, wordsOf } from './world.js';

const ASKS = "I can't get into dashboard, it says 403";
const POINTS = /You asked this a few minutes ago; the answer is here\./;

it('points to the first answer, in one line, and asks nobody again', async () => {
  const world = await startWorld();
  const first = world.slack.say(MAYA, HELP, ASKS);
  const reply = await world.replyTo(first, /214 people/);
  await world.toldAlone(MAYA);
  const second = world.slack.say(MAYA, HELP, 'still no access to dash, anyone?');
  const pointer = await world.replyTo(second, POINTS);
  expect(wordsOf(pointer)).toMatch(/^You asked this a few minutes ago; the answer is here\.$/);
  expect(JSON.stringify(pointer.blocks)).toContain(`p${reply.ts.replace('.', '')}`);
  expect(world.repliesTo(second)).toHaveLength(1);
  expect(world.aloneFor(MAYA)).toHaveLength(1);
  expect(world.asked.filter(({ words }) => words[0] === 'why')).toHaveLength(1);
});

it('answers two messages of the same second once in full and once with the pointer', async () => {
  const world = await startWorld();
  const held = world.slack.hold();
  const messages = [world.slack.say(MAYA, HELP, ASKS), world.slack.say(MAYA, HELP, ASKS)] as const;
  await held.release('reversed');
  const words = await Promise.all(
    messages.map(async (message) => wordsOf(await world.replyTo(message, /214 people|a few minutes ago/))),
  );
  expect(words.filter((one) => POINTS.test(one))).toHaveLength(1);
  for (const message of messages) expect(world.repliesTo(message)).toHaveLength(1);
});

it('answers in full about another service, for another person, and after ten minutes', async () => {
  const world = await startWorld({ slack: { channels: [HELP, ELSEWHERE] } });
  await world.replyTo(world.slack.say(MAYA, HELP, ASKS), /214 people/);
  await world.replyTo(
    world.slack.say(MAYA, HELP, 'Access denied on payroll, can anyone help?'),
    /at payroll/,
  );
  await world.replyTo(world.slack.say(TOM, HELP, ASKS), /214 people/);
  await world.replyTo(world.slack.say(MAYA, ELSEWHERE, ASKS), POINTS);
  world.later(10 * 60_000 + 1_000);
  await world.replyTo(world.slack.say(MAYA, HELP, ASKS), /214 people/);
});
