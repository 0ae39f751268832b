/** Mentions and direct messages: answered once, the private part to the writer alone, in the thread where they stand. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Ask } from '../../../../src/app.js';
import { buildReport } from '../../../../src/probe/build-report.js';
import type { Heard } from '../../../../src/slack/desk.js';
import { concludedOf, reply, seenOf } from '../../../probe/observations.js';
import { denied } from '../../../render/fixtures.js';
import { until } from '../../../support/until.js';
import {
  ANA,
  type Bench,
  type BenchOptions,
  BOB,
  GENERAL,
  gate,
  helpAnswer,
  ROOT,
  shownText,
  simpleRender,
  startBench,
} from '../../bench.js';

let bench: Bench | undefined;
afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

const heard: Heard[] = [];
async function start(options: BenchOptions = {}): Promise<Bench> {
  heard.length = 0;
  bench = await startBench({
    ask: answers,
    heard: (one) => heard.push(one),
    ...options,
    emulator: {
      channels: [
        { id: GENERAL, name: 'general' },
        { id: 'C0PRIVATE', name: 'secret', kind: 'private' },
      ],
      ...options.emulator,
    },
  });
  return bench;
}

const looked = buildReport(
  seenOf({ bare: reply(302) }),
  concludedOf({ verdict: 'guarded', answeredBy: 'iap' }),
  { id: '7Q2MK4XD', ms: 400 },
);

const own = { ...denied, who: { ...denied.who, asked: 'me' } };

/** As the real one: an answer per verb. */
const answers: Ask = async (words) => {
  if (words[0] === 'why' && words[1] === 'me') return { kind: 'why', report: own };
  if (words[0] === 'probe') return { kind: 'probe', report: looked };
  if (words[0] === 'help') return helpAnswer('What you can ask');
  return {
    kind: 'mistake',
    mistake: { message: `No ${words.join(' ')}.`, nearest: undefined },
    usage: undefined,
  };
};

/** Where Ana and the bot speak alone. */
const dm = ({ emulator }: Bench): string => emulator.state.directMessages(ANA).id;
const repliesTo = (running: Bench, channel: string, ts: string) =>
  (running.emulator.state.channels.get(channel)?.messages ?? []).filter(
    (one) => one.botId === 'B0DOCTOR' && one.threadTs === ts,
  );
const answered = (running: Bench, times = 1) =>
  until(
    'mentions are answered',
    () => running.log.filter((l) => l.message === 'Answered a mention').length >= times,
  );

describe.each(['socket', 'http'] as const)('a mention over %s', (mode) => {
  it('with why is answered to its writer alone, and the thread hears that there is an answer', async () => {
    const running = await start({ mode });
    const asked = running.emulator.say(ANA, GENERAL, '@iap-doctor why me dashboard');
    await answered(running);
    const [line, ...more] = repliesTo(running, GENERAL, asked.ts);
    expect(more).toEqual([]);
    expect(shownText(line ?? { text: '', blocks: [] })).toContain('people at dashboard, you among them');
    expect(JSON.stringify(line)).not.toContain('dash-users');
    expect(running.seenBy(ANA)).toMatchObject([{ channel: GENERAL, threadTs: asked.ts }]);
    expect(shownText(running.seenBy(ANA)[0] ?? { text: '', blocks: [] })).toContain('why (for asker)');
    expect(running.seenBy(BOB)).toEqual([]);
    expect(heard).toMatchObject([
      // What its buttons say to everybody goes to the thread as well.
      { question: { origin: 'mention', userId: ANA, words: ['why', 'me', 'dashboard'], threadTs: asked.ts } },
    ]);
    expect(running.emulator.state.violations).toEqual([]);
  });

  it('in a thread is answered in that thread, for the writer and not for who began it', async () => {
    const running = await start({ mode });
    const first = running.emulator.say(BOB, GENERAL, 'lunch anyone?');
    running.emulator.say(ANA, GENERAL, '@iap-doctor why me dashboard', { threadTs: first.ts });
    await answered(running);
    expect(repliesTo(running, GENERAL, first.ts)).toHaveLength(1);
    expect(running.seenBy(ANA)).toMatchObject([{ threadTs: first.ts }]);
    expect(running.calls('chat.postMessage').map(({ args }) => args.thread_ts)).toEqual([first.ts]);
    expect(running.asked[0]?.asking.speaker.self).toEqual({ kind: 'user', email: 'ana@acme.test' });
  });

  it('with a look from outside, or for help, is answered in the open', async () => {
    const running = await start({ mode });
    const probe = running.emulator.say(ANA, 'C0PRIVATE', '@iap-doctor probe dashboard');
    const help = running.emulator.say(ANA, GENERAL, '@iap-doctor help');
    await answered(running, 2);
    expect(shownText(repliesTo(running, 'C0PRIVATE', probe.ts)[0] ?? { text: '', blocks: [] })).toContain(
      'probe (for asker)',
    );
    expect(shownText(repliesTo(running, GENERAL, help.ts)[0] ?? { text: '', blocks: [] })).toContain(
      'What you can ask',
    );
    expect(running.seenBy(ANA)).toEqual([]);
  });

  it('with a mistake in it is answered to its writer alone, where they are', async () => {
    const running = await start({ mode });
    const asked = running.emulator.say(ANA, GENERAL, '@iap-doctor who dashboard');
    await answered(running);
    expect(repliesTo(running, GENERAL, asked.ts)).toEqual([]);
    expect(running.seenBy(ANA)).toMatchObject([{ threadTs: undefined }]);
  });

  it('in a direct message is answered there, whole', async () => {
    const running = await start({ mode });
    running.emulator.say(ANA, dm(running), 'why me dashboard');
    await answered(running);
    const said = running.emulator.state.channels
      .get('D0ANA')
      ?.messages.filter((one) => one.botId !== undefined);
    expect(said).toHaveLength(1);
    expect(JSON.stringify(said)).toContain('why (for asker)');
    expect(running.seenBy(ANA)).toEqual([]);
    expect(running.emulator.state.violations).toEqual([]);
  });
});

describe('a mention', () => {
  it('is answered once however often Slack delivers it, and as whichever event', async () => {
    const running = await start();
    const asked = running.emulator.say(ANA, GENERAL, '@iap-doctor why me dashboard');
    const event = {
      type: 'app_mention',
      user: ANA,
      channel: GENERAL,
      ts: asked.ts,
      text: asked.text,
      team: 'T0ACME',
    };
    await Promise.all([running.emulator.event(event), running.emulator.event(event)]);
    await answered(running);
    await running.emulator.event(event);
    await running.emulator.settled();
    expect(repliesTo(running, GENERAL, asked.ts)).toHaveLength(1);
    expect(running.seenBy(ANA)).toHaveLength(1);
    expect(heard).toHaveLength(1);
  });

  it('that asks for access where messages are answered unasked is answered once all the same', async () => {
    const dashboard = {
      ...{ name: 'dashboard', aliases: [], url: undefined, owners: [] },
      ...{ resource: undefined, audience: undefined, grpc: undefined },
    };
    const running = await start({
      config: {
        services: [dashboard],
        slack: { channels: [GENERAL], admins: [], replyDelayMs: 0 },
      },
    });
    const asked = running.emulator.say(ANA, GENERAL, "@iap-doctor I can't get into dashboard, 403");
    await answered(running);
    await running.emulator.settled();
    expect(repliesTo(running, GENERAL, asked.ts)).toHaveLength(1);
    expect(heard).toMatchObject([{ question: { origin: 'mention', words: ['why', 'me', 'dashboard'] } }]);
  });

  it('that is edited, of a bot, of a form, or our own is left alone', async () => {
    const running = await start();
    const { emulator } = running;
    const quiet = emulator.say(ANA, GENERAL, 'nothing to see');
    emulator.edit(quiet, '@iap-doctor why me dashboard');
    emulator.postAsBot(GENERAL, '<@U0DOCTOR> why me dashboard');
    emulator.postAsBot(dm(running), 'why me dashboard', { classic: true });
    emulator.postAsWorkflow(GENERAL, '<@U0DOCTOR> why me dashboard');
    await emulator.settled();
    emulator.say(BOB, GENERAL, '@iap-doctor why me dashboard');
    await answered(running);
    expect(heard.map(({ question }) => question.userId)).toEqual([BOB]);
  });

  it('of thanks gets no answer, and one that is no question gets one line on how to ask, alone', async () => {
    const running = await start();
    running.emulator.say(ANA, GENERAL, 'thanks @iap-doctor!');
    const asked = running.emulator.say(ANA, GENERAL, '@iap-doctor tell us all a story about the olden days');
    await answered(running);
    expect(repliesTo(running, GENERAL, asked.ts)).toEqual([]);
    expect(running.seenBy(ANA)).toHaveLength(1);
    expect(shownText(running.seenBy(ANA)[0] ?? { text: '', blocks: [] })).toContain('why me dashboard');
  });

  it('greeting the bot in a direct message gets a short help', async () => {
    const running = await start();
    running.emulator.say(ANA, dm(running), 'hi');
    await answered(running);
    expect(JSON.stringify(running.emulator.state.channels.get(dm(running))?.messages)).toContain(
      'What you can ask',
    );
  });

  it('of a guest is refused, to the guest alone', async () => {
    const guest = { id: 'U0GUEST', name: 'guest', email: 'guest@acme.test', isRestricted: true };
    const running = await start({ emulator: { users: [guest] } });
    const asked = running.emulator.say(guest.id, GENERAL, '@iap-doctor tell me a story about the olden days');
    await answered(running);
    expect(shownText(running.seenBy(guest.id)[0] ?? { text: '', blocks: [] })).toContain('You are a guest');
    expect(repliesTo(running, GENERAL, asked.ts)).toEqual([]);
    expect(running.asked).toEqual([]);
    expect(heard).toMatchObject([{ refused: 'guest' }]);
  });

  it('whose words for one person Slack does not take is answered by direct message', async () => {
    const running = await start();
    running.emulator.faults.add({ on: 'chat.postEphemeral', error: 'user_not_in_channel' });
    running.emulator.say(ANA, GENERAL, '@iap-doctor why me dashboard');
    await answered(running);
    expect(JSON.stringify(running.emulator.state.channels.get(dm(running))?.messages)).toContain(
      'why (for asker)',
    );
  });

  it('whose thread takes no post is answered to its writer all the same', async () => {
    const running = await start();
    running.emulator.faults.add({ on: 'chat.postMessage', error: 'restricted_action' });
    running.emulator.say(ANA, GENERAL, '@iap-doctor why me dashboard');
    await answered(running);
    expect(shownText(running.seenBy(ANA)[0] ?? { text: '', blocks: [] })).toContain('why (for asker)');
  });

  it('that fails again and again ends with a reference, not in silence', async () => {
    const running = await start({
      render: (answer, audience, about) => {
        if (about === 'other') throw new Error('nothing fits');
        return simpleRender(answer, audience);
      },
    });
    running.emulator.say(ANA, GENERAL, '@iap-doctor help');
    const told = await running.untilSeen(ANA, (text) => text.includes('REF-'));
    expect(shownText(told)).toMatch(/\bREF-\d+/);
    expect(running.seenBy(ANA)).toHaveLength(1);
  });

  it('that takes its time to answer shows that somebody is looking, and no longer than that', async () => {
    const door = gate();
    const running = await start({
      ask: async (words, asking) => {
        await door.opened;
        return answers(words, asking);
      },
    });
    const asked = running.emulator.say(ANA, GENERAL, '@iap-doctor why me dashboard');
    const said = (): readonly unknown[] =>
      running.calls('assistant.threads.setStatus').map(({ args }) => [args.thread_ts, args.status]);
    await until('it says so', () => said().length === 1);
    door.open();
    await answered(running);
    expect(said()).toEqual([
      [asked.ts, expect.stringContaining('is looking')],
      [asked.ts, ''],
    ]);
  });

  it('of an administrator about somebody else shows the channel nothing of it', async () => {
    const running = await start({ ask: async () => ({ kind: 'why', report: denied }) });
    const asked = running.emulator.say(ROOT, GENERAL, '@iap-doctor why @ana dashboard');
    await answered(running);
    expect(running.asked[0]?.words).toEqual(['why', '<@U0ANA>', 'dashboard']);
    expect(JSON.stringify(repliesTo(running, GENERAL, asked.ts))).not.toMatch(/ana|dashboard|dash-users/i);
    expect(shownText(running.seenBy(ROOT)[0] ?? { text: '', blocks: [] })).toContain('why (for admin)');
  });
});
