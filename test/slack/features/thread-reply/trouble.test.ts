/** Slack failing on the way out: the person hears the answer by another way, and nothing is said twice. */
import { expect, it } from 'vitest';
import { until } from '../../../support/until.js';
import { ANSWERED, HELP, MAYA, startWorld, wordsOf } from './world.js';

const ASKS = "I can't get into dashboard, it says 403";

it.each(['is_archived', 'not_in_channel', 'channel_not_found'])(
  'gives the answer in a direct message when Slack says %s',
  async (error) => {
    const world = await startWorld();
    world.slack.faults.add({ on: 'chat.postMessage', when: ({ channel }) => channel === HELP, error });
    world.slack.faults.add({ on: 'chat.postEphemeral', error });
    const message = world.slack.say(MAYA, HELP, ASKS);
    const line = await world.logged(ANSWERED);
    expect(line.facts).toMatchObject({ fate: 'failed', told: 'direct message' });
    expect(world.repliesTo(message)).toEqual([]);
    const direct = [...world.slack.state.channels.values()].filter(({ kind }) => kind === 'im');
    expect(direct.flatMap(({ messages }) => messages.map(wordsOf)).join(' ')).toContain(
      'dash-users@acme.test',
    );
  },
);

it('posts once when Slack took the reply and its answer got lost', async () => {
  const world = await startWorld();
  world.slack.faults.add({ on: 'chat.postMessage', times: 1, afterwards: true, drop: true });
  const message = world.slack.say(MAYA, HELP, ASKS);
  await world.replyTo(message, /214 people/);
  await world.logged(ANSWERED);
  expect(world.repliesTo(message)).toHaveLength(1);
});

it('finds its post by the words as well, where Slack gives no metadata back', async () => {
  const world = await startWorld();
  const looks = world.slack.faults.hold('conversations.replies');
  world.slack.faults.add({ on: 'chat.postMessage', times: 1, afterwards: true, drop: true });
  const message = world.slack.say(MAYA, HELP, ASKS);
  await until('somebody looks', () => looks.waiting > 0);
  const [reply] = world.repliesTo(message);
  if (reply === undefined) throw new Error('nothing was posted');
  Reflect.deleteProperty(reply, 'metadata');
  looks.release();
  await world.logged(ANSWERED);
  expect(world.repliesTo(message)).toHaveLength(1);
});

it('waits out the limit of a channel', async () => {
  const world = await startWorld();
  world.slack.faults.add({ on: 'chat.postMessage', times: 1, retryAfter: 1 });
  const message = world.slack.say(MAYA, HELP, ASKS);
  await world.replyTo(message, /214 people/);
  expect(world.repliesTo(message)).toHaveLength(1);
});

it('tells the person later when Slack takes nothing for a while', async () => {
  const world = await startWorld();
  world.slack.faults.add({ on: 'chat.postEphemeral', times: 3, status: 503 });
  world.slack.faults.add({ on: 'conversations.open', times: 6, status: 503 });
  const message = world.slack.say(MAYA, HELP, ASKS);
  await world.toldAlone(MAYA, /dash-users/);
  await world.logged(ANSWERED);
  expect(world.repliesTo(message)).toHaveLength(1);
  expect(world.aloneFor(MAYA)).toHaveLength(1);
}, 40_000);

it('waits a while for Slack to say who somebody is, before it answers without', async () => {
  const world = await startWorld();
  world.slack.faults.add({ on: 'users.info', times: 3, status: 503 });
  const message = world.slack.say(MAYA, HELP, ASKS);
  await world.replyTo(message, /214 people/);
  expect(world.repliesTo(message)).toHaveLength(1);
}, 20_000);

it('ends in words when answering fails again and again, and is seen among what was given up', async () => {
  const world = await startWorld();
  // A defect of our own: an answer that nothing can be read of.
  world.brain.why = () => JSON.parse('{"kind":"why","report":{"id":"X"}}');
  const message = world.slack.say(MAYA, HELP, ASKS);
  await world.replyTo(message, /I could not find out what stops you at dashboard/);
  await world.toldAlone(MAYA, /Something went wrong inside me/);
  expect(world.repliesTo(message)).toHaveLength(1);
});
