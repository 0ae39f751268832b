/** A request is left alone when a person was quicker, the message is gone, or nobody wants answers here. */
import { describe, expect, it } from 'vitest';
import type { ChannelMessage } from '../../../../src/sandbox/slack/index.js';
import { until } from '../../../support/until.js';
import { GUEST, HELP, MAYA, startWorld, TOM, type World, wordsOf } from './world.js';

const ASKS = "I can't get into dashboard, it says 403";

const leftAlone = async (world: World, why: string): Promise<void> => {
  expect((await world.logged('left-alone')).facts).toMatchObject({ why });
};

describe('within the delay', () => {
  const delayed = (ms = 1_200): Promise<World> => startWorld({ slack: { replyDelayMs: ms } });

  it('an answer by somebody else settles it', async () => {
    const world = await delayed();
    const message = world.slack.say(MAYA, HELP, ASKS);
    world.slack.say(TOM, HELP, 'on it', { threadTs: message.ts });
    await leftAlone(world, 'human-answered');
    expect(world.repliesTo(message)).toEqual([]);
    expect(world.asked).toEqual([]);
  });

  it('so does one that is delivered before the message itself', async () => {
    const world = await delayed();
    const held = world.slack.hold();
    const message = world.slack.say(MAYA, HELP, ASKS);
    world.slack.say(TOM, HELP, 'on it', { threadTs: message.ts });
    await held.release('reversed');
    await leftAlone(world, 'human-answered');
    expect(world.repliesTo(message)).toEqual([]);
  });

  it('so does one whose event never came, when Slack shows it', async () => {
    const world = await delayed(1_500);
    const message = world.slack.say(MAYA, HELP, ASKS);
    await world.logged('recognised');
    const lost = world.slack.hold();
    world.slack.say(TOM, HELP, 'on it', { threadTs: message.ts });
    lost.discard();
    await leftAlone(world, 'human-answered');
    expect(world.repliesTo(message)).toEqual([]);
  });

  it('a word more of the same person, or of a program, does not', async () => {
    const world = await delayed();
    const message = world.slack.say(MAYA, HELP, ASKS);
    world.slack.say(MAYA, HELP, 'since this morning', { threadTs: message.ts });
    world.slack.postAsBot(HELP, 'Ticket 17 opened', { threadTs: message.ts });
    await world.replyTo(message, /214 people/);
  });

  it('counts what was seen here where Slack cannot be asked', async () => {
    const world = await delayed(1_500);
    world.slack.faults.add({ on: 'conversations.replies', status: 500 });
    const answered = world.slack.say(MAYA, HELP, ASKS);
    world.slack.say(TOM, HELP, 'on it', { threadTs: answered.ts });
    const open = world.slack.say(TOM, HELP, ASKS);
    await world.replyTo(open, /214 people/);
    expect(world.repliesTo(answered)).toEqual([]);
  });

  it('a message that is deleted gets no answer', async () => {
    const world = await delayed();
    const message = world.slack.say(MAYA, HELP, ASKS);
    world.slack.delete(message);
    await leftAlone(world, 'deleted');
    expect(world.asked).toEqual([]);
  });
});

it('leaves no reply at the top of the channel when the message is deleted while the answer is made', async () => {
  const world = await startWorld();
  const calls = world.slack.faults.hold('chat.postMessage');
  const message = world.slack.say(MAYA, HELP, ASKS);
  await expect.poll(() => calls.waiting).toBe(1);
  world.slack.delete(message);
  calls.release();
  await world.toldAlone(MAYA, /dash-users/);
  await world.logged('replied');
  const ours = (world.slack.state.channels.get(HELP)?.messages ?? []).filter(
    ({ botId }) => botId !== undefined,
  );
  expect(ours).toEqual([]);
});

describe('the buttons below a reply', () => {
  const answered = async (world: World, user = MAYA): Promise<readonly [ChannelMessage, ChannelMessage]> => {
    const message = world.slack.say(user, HELP, ASKS);
    const reply = await world.replyTo(message, /214 people/);
    await world.logged('replied');
    return [message, reply];
  };

  it('fold a reply to one line for anybody who says that it was no request, and say nothing of the message in the log', async () => {
    const world = await startWorld();
    const [message, reply] = await answered(world);
    await world.slack.click(TOM, reply, 'thread-not-a-request');
    const folded = await world.replyTo(message, /Not an access request, so I leave it/);
    expect(wordsOf(folded)).toBe('Not an access request, so I leave it.');
    expect(folded.ts).toBe(reply.ts);
    const line = await world.logged('not-a-request');
    expect(line.facts).toMatchObject({ channel: HELP, by: TOM, service: 'dashboard' });
    expect(JSON.stringify(line)).not.toContain('it says');
    expect(world.repliesTo(message)).toHaveLength(1);
  });

  it('let the person ask again as if for the first time after that', async () => {
    const world = await startWorld();
    const [message, reply] = await answered(world);
    await world.slack.click(TOM, reply, 'thread-not-a-request');
    await world.replyTo(message, /so I leave it/);
    await world.replyTo(world.slack.say(MAYA, HELP, ASKS), /214 people/);
  });

  it('make a channel quiet for a week, say who did, and undo it', async () => {
    const world = await startWorld();
    const [message, reply] = await answered(world);
    await world.slack.click(TOM, reply, 'thread-quiet');
    const quiet = await world.replyTo(message, /asked me to be quiet in this channel until/);
    expect(wordsOf(quiet)).toContain(`@${TOM} asked me`);
    expect(wordsOf(quiet)).toMatch(/\[Undo: answer here again\]$/);
    const unanswered = world.slack.say(TOM, HELP, ASKS);
    await leftAlone(world, 'quiet-channel');
    await world.slack.click(MAYA, quiet, 'thread-quiet-undo');
    const again = await world.replyTo(message, /\[Quiet here for a week\]/);
    expect(wordsOf(again)).not.toContain('asked me');
    await world.replyTo(world.slack.say(TOM, HELP, ASKS), /214 people/);
    expect(world.repliesTo(unanswered)).toEqual([]);
  });

  it('end the quiet by themselves after the week', async () => {
    const world = await startWorld();
    const [message, reply] = await answered(world);
    await world.slack.click(TOM, reply, 'thread-quiet');
    await world.replyTo(message, /asked me to be quiet/);
    world.later(7 * 24 * 3_600_000 + 1_000);
    await world.replyTo(world.slack.say(TOM, HELP, ASKS), /214 people/);
  });

  it('do not let a guest silence a channel, or take an answer away', async () => {
    const world = await startWorld();
    const [message, reply] = await answered(world);
    await world.slack.click(GUEST, reply, 'thread-not-a-request');
    await world.toldAlone(GUEST, /guest/);
    await world.slack.click(GUEST, reply, 'thread-quiet');
    await until('told again', () => world.aloneFor(GUEST).length === 2);
    expect(wordsOf(world.repliesTo(message)[0])).toMatch(/214 people/);
    await world.replyTo(world.slack.say(TOM, HELP, ASKS), /214 people/);
  });
});
