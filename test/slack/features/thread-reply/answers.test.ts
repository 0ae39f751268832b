/** An access request is answered in its thread with what everybody may read, and alone with everything else. */
import { describe, expect, it } from 'vitest';
import { until } from '../../../support/until.js';
import { probed } from './reports.js';
import {
  allowed,
  ELSEWHERE,
  GUEST,
  HELP,
  MAYA,
  probeOf,
  ROOT,
  STRANGER,
  startWorld,
  TOM,
  unknown,
  whyOf,
  wordsOf,
} from './world.js';

const ASKS = "I can't get into dashboard, it says 403";

describe('a request in a channel that opted in', () => {
  it('is answered once in its thread, and in full for the person alone, in that thread', async () => {
    const world = await startWorld();
    const message = world.slack.say(MAYA, HELP, ASKS);
    const reply = await world.replyTo(message, /stopped 214 people at dashboard, you among them/);
    const alone = await world.toldAlone(MAYA, /dash-users@acme\.test/);
    expect(alone.threadTs).toBe(message.ts);
    expect(wordsOf(reply)).toContain('in a message that only you can see.');
    expect(wordsOf(reply)).toMatch(/\[Not an access request\] \[Quiet here for a week\]$/);
    expect(JSON.stringify(reply)).not.toMatch(/dash-users|hr-sync|roles\/|maya/);
    await world.logged('replied');
    expect(world.repliesTo(message)).toHaveLength(1);
    expect(world.slack.state.happenings.all.filter(({ type }) => type === 'message_changed')).toEqual([]);
  });

  it('is answered in one post, without an edit, when the answer is there in time', async () => {
    const world = await startWorld();
    const message = world.slack.say(MAYA, HELP, ASKS);
    await world.logged('replied');
    const posts = world.slack.state.happenings.all.flatMap((one) =>
      one.type === 'api_call' ? [one.call.method] : [],
    );
    expect(posts.filter((method) => method === 'chat.postMessage')).toHaveLength(1);
    expect(posts).not.toContain('chat.update');
    expect(posts).not.toContain('conversations.replies');
    expect(world.asked.map(({ words }) => words.join(' ')).sort()).toEqual([
      'probe dashboard',
      'why me dashboard',
    ]);
    expect(world.repliesTo(message)).toHaveLength(1);
  });

  it('is answered once, however often Slack delivers it', async () => {
    const world = await startWorld();
    const message = world.slack.say(MAYA, HELP, ASKS);
    await world.slack.settled();
    const [event] = world.slack.events;
    if (event === undefined) throw new Error('no event');
    await world.slack.redeliver(event, { num: 1, reason: 'http_timeout' });
    await world.slack.redeliver(event);
    await world.logged('replied');
    const fence = world.slack.say(TOM, HELP, ASKS);
    await world.replyTo(fence);
    expect(world.repliesTo(message)).toHaveLength(1);
    expect(world.aloneFor(MAYA)).toHaveLength(1);
  });

  it('is answered with a screenshot beside it, and without a service when only an error text says what it is', async () => {
    const world = await startWorld();
    await world.replyTo(world.slack.say(MAYA, HELP, ASKS, { files: ['403.png'] }), /214 people/);
    const message = world.slack.say(
      TOM,
      HELP,
      'Getting "There was a problem with your request. Error code 11", help?',
    );
    await world.replyTo(message, /214 people at dashboard/);
    expect(world.asked.map(({ words }) => words)).toContainEqual(['why', 'me']);
  });

  it('says that everybody is stopped, and by what, when the way there is broken', async () => {
    const world = await startWorld();
    world.brain.why = (who, where) => whyOf(allowed, who, where);
    world.brain.probe = (where) => probeOf(probed(where, 'failing', { stage: 'tls', code: 'tls-expired' }));
    const reply = await world.replyTo(world.slack.say(MAYA, HELP, ASKS));
    expect(wordsOf(reply)).toContain('dashboard is not working at the moment: its certificate has expired.');
    expect(wordsOf(reply)).toContain('That stops everybody; your own access is fine.');
  });

  it('says that it cannot tell when it cannot', async () => {
    const world = await startWorld();
    world.brain.why = (who, where) => whyOf(unknown, who, where);
    const reply = await world.replyTo(
      world.slack.say(MAYA, HELP, 'Access denied on payroll, can anyone help?'),
    );
    expect(wordsOf(reply)).toContain("I can't tell whether you may use payroll.");
  });

  it('says in the thread that it found nothing, and alone why, when the question fails', async () => {
    const world = await startWorld();
    world.brain.why = () => ({
      kind: 'failure',
      failure: { id: 'REF1', message: 'Google did not answer.', remedy: 'Try again.' },
    });
    world.brain.probe = () => Promise.reject(new Error('no'));
    const reply = await world.replyTo(world.slack.say(MAYA, HELP, ASKS));
    expect(wordsOf(reply)).toContain('I could not find out what stops you at dashboard.');
    await world.toldAlone(MAYA, /Google did not answer/);
  });

  it('tells who asked that their address is missing, where Slack does not give addresses', async () => {
    const world = await startWorld({ emulator: { scopes: ['chat:write', 'channels:history'] } });
    const reply = await world.replyTo(world.slack.say(MAYA, HELP, ASKS));
    expect(wordsOf(reply)).toContain('I could not find out what stops you at dashboard.');
    await world.toldAlone(MAYA, /users:read/);
  });
});

describe('what is not answered in a thread', () => {
  it('a message elsewhere, in a thread, of a bot, or one that says something else', async () => {
    const world = await startWorld();
    const elsewhere = world.slack.say(MAYA, ELSEWHERE, ASKS);
    const talk = world.slack.say(MAYA, HELP, 'The standup is at ten');
    const inThread = world.slack.say(MAYA, HELP, ASKS, { threadTs: talk.ts });
    const alert = world.slack.postAsBot(HELP, `${ASKS}: monitoring`);
    const fence = world.slack.say(TOM, HELP, ASKS);
    await world.replyTo(fence);
    for (const one of [elsewhere, talk, inThread, alert]) expect(world.repliesTo(one)).toEqual([]);
    expect(world.aloneFor(MAYA)).toEqual([]);
  });

  it.each([
    [GUEST, /guest/],
    [STRANGER, /another Slack workspace/],
  ])('%s, who hears why alone', async (user, why) => {
    const world = await startWorld();
    const message = world.slack.say(user, HELP, ASKS);
    await world.toldAlone(user, why);
    await world.logged('left-alone');
    expect(world.repliesTo(message)).toEqual([]);
    expect(world.asked).toEqual([]);
  });

  it('anything in a dry run, which says in the log what it would have done and why', async () => {
    const world = await startWorld({ slack: { dryRun: true } });
    const message = world.slack.say(MAYA, HELP, ASKS);
    const line = await world.logged('recognised');
    expect(line).toMatchObject({
      level: 'info',
      facts: { dryRun: true, recognised: 'yes', service: 'dashboard', channel: HELP, ts: message.ts },
    });
    expect(JSON.stringify(line)).not.toContain('403');
    expect(world.asked).toEqual([]);
    expect(world.repliesTo(message)).toEqual([]);
  });
});

describe('a request for somebody else', () => {
  const FOR_TOM = 'Can someone give @tom access to dashboard?';

  it('is answered with how they can ask, and tells nothing about them', async () => {
    const world = await startWorld();
    const reply = await world.replyTo(world.slack.say(MAYA, HELP, FOR_TOM));
    expect(wordsOf(reply)).toContain('/iap why me dashboard');
    expect(wordsOf(reply)).not.toContain('214');
    await world.logged('replied');
    expect(world.asked.map(({ words }) => words[0])).toEqual(['probe']);
    expect(world.aloneFor(MAYA)).toEqual([]);
  });

  it('tells an administrator about them, alone', async () => {
    const world = await startWorld();
    const reply = await world.replyTo(world.slack.say(ROOT, HELP, FOR_TOM));
    expect(wordsOf(reply)).not.toContain('214');
    await world.toldAlone(ROOT, /hr-sync/);
    expect(world.asked.map(({ words }) => words)).toContainEqual(['why', `<@${TOM}>`, 'dashboard']);
  });

  it('of a form is answered without a person: whoever it is for asks themselves', async () => {
    const world = await startWorld();
    const form = world.slack.postAsWorkflow(HELP, 'New request from @maya: I need access to dashboard');
    const reply = await world.replyTo(form);
    expect(wordsOf(reply)).toContain('/iap why me dashboard');
    await until('the end', () => world.log.some(({ facts }) => Reflect.get(facts, 'event') === 'replied'));
    expect(world.asked.map(({ words }) => words[0])).toEqual(['probe']);
    expect(world.aloneFor(MAYA)).toEqual([]);
  });
});
