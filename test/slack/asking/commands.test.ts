/** `/iap …` from the person's side, in both ways of talking to Slack: real Bolt, real sockets. */
import { afterEach, describe, expect, it } from 'vitest';
import { pingsOf } from '../../../src/sandbox/slack/index.js';
import { plainMessage } from '../../../src/slack/saying/message.js';
import {
  ANA,
  type Bench,
  type BenchOptions,
  BOB,
  GENERAL,
  gate,
  helpAnswer,
  shownText,
  startBench,
} from '../bench.js';

let bench: Bench | undefined;
afterEach(async () => {
  await bench?.close();
  bench = undefined;
});
const start = async (options: BenchOptions): Promise<Bench> => {
  bench = await startBench(options);
  return bench;
};

describe.each(['socket', 'http'] as const)('a command over %s', (mode) => {
  it('is acknowledged at once and answered to the person alone', async () => {
    const { emulator, asked, seenBy, untilSeen } = await start({ mode });
    const { acks } = await emulator.slash(ANA, GENERAL, 'why @bob dashboard');
    expect(acks[0]).toMatchObject({ ok: true, payload: mode === 'socket' ? {} : undefined });
    const answer = await untilSeen(ANA, (text) => text.includes('asked'));
    expect(shownText(answer)).toContain('asked why <@U0BOB|bob> dashboard (for asker)');
    expect(answer.via).toBe('response_url');
    expect(seenBy(ANA)).toHaveLength(1);
    expect(seenBy(BOB)).toEqual([]);
    expect(asked[0]?.words).toEqual(['why', '<@U0BOB|bob>', 'dashboard']);
    expect(emulator.state.channels.get(GENERAL)?.messages).toEqual([]);
    expect(emulator.state.violations).toEqual([]);
  });

  it('without words asks for help', async () => {
    const { emulator, asked, untilSeen } = await start({ mode });
    await emulator.slash(ANA, GENERAL, '   ');
    await untilSeen(ANA, (text) => text.includes('asked help'));
    expect(asked[0]?.words).toEqual(['help']);
  });

  it('knows who asks by the address in the profile, and who is mentioned', async () => {
    const { emulator, asked, untilSeen } = await start({ mode });
    await emulator.slash(ANA, GENERAL, 'why me');
    await untilSeen(ANA, (text) => text.includes('asked'));
    const speaker = asked[0]?.asking.speaker;
    expect(speaker).toMatchObject({ surface: 'slack', self: { kind: 'user', email: 'ana@acme.test' } });
    expect(await speaker?.resolveSlackUser?.('U0BOB')).toEqual({ kind: 'user', email: 'bob@acme.test' });
    expect(await speaker?.resolveSlackUser?.('U0NOBODY')).toBeUndefined();
    expect(await speaker?.resolveSlackUser?.('U0DOCTOR')).toBeUndefined();
  });

  it('delivered three times is answered once', async () => {
    const { emulator, asked, seenBy, untilSeen, untilLogged } = await start({ mode });
    const { acks } = await emulator.slash(ANA, GENERAL, 'why me', { deliveries: 3 });
    expect(acks.map((ack) => ack.ok)).toEqual([true, true, true]);
    await untilSeen(ANA, (text) => text.includes('asked'));
    await untilLogged('answered once');
    expect(asked).toHaveLength(1);
    expect(seenBy(ANA)).toHaveLength(1);
  });

  it('is answered although the shared memory of answered ones fails or hangs', async () => {
    for (const claim of [
      () => Promise.reject(new Error('down')),
      () => new Promise<boolean>(() => undefined),
    ]) {
      const running = await startBench({ mode, once: { claim, close: async () => undefined } });
      try {
        await running.emulator.slash(ANA, GENERAL, 'why me');
        await running.untilSeen(ANA, (text) => text.includes('asked why me'));
      } finally {
        await running.close();
      }
    }
  });

  it('with a button in its answer: the click is taken, although a link needs nothing done', async () => {
    const button = {
      type: 'button',
      action_id: 'open',
      url: 'https://acme.test/',
      text: { type: 'plain_text', text: 'Open' },
    };
    const running = await start({
      mode,
      render: () => ({ text: 'asked', blocks: [{ type: 'actions', elements: [button as never] }] }),
    });
    await running.emulator.slash(ANA, GENERAL, 'why me');
    const answer = await running.untilSeen(ANA, (text) => text.includes('Open'));
    expect(await running.emulator.click(ANA, answer, 'open')).toMatchObject({ ok: true });
  });

  it('leaves no token, address or reply address in the log', async () => {
    const running = await start({ mode });
    running.emulator.faults.add({ on: 'response_url', status: 500, times: 1 });
    await running.emulator.slash(ANA, GENERAL, 'why bob@acme.test');
    await running.untilSeen(ANA, (text) => text.includes('asked'));
    await running.untilLogged('Answered a command');
    expect(JSON.stringify(running.log)).not.toMatch(/xoxb|xapp|@acme\.test|\/commands\//);
  });

  it('typed twice is answered twice', async () => {
    const { emulator, asked, untilSeen } = await start({ mode });
    await emulator.slash(ANA, GENERAL, 'why me one');
    await emulator.slash(ANA, GENERAL, 'why me two');
    await untilSeen(ANA, (text) => text.includes('one'));
    await untilSeen(ANA, (text) => text.includes('two'));
    expect(asked).toHaveLength(2);
  });

  it('among two hundred at once is acknowledged before any answer is there, and each is answered once', async () => {
    const waiting = gate();
    const { emulator, seenBy, untilSeen } = await start({
      mode,
      // How fast depends on the machine; that nothing waits for an answer does not.
      emulator: { ackWithinMs: 15_000 },
      times: { postMs: 15_000 },
      ask: async (words) => {
        await waiting.opened;
        return helpAnswer(`answer ${words[1]}.`);
      },
    });
    const numbers = Array.from({ length: 200 }, (_, n) => n);
    const slashed = await Promise.all(numbers.map((n) => emulator.slash(ANA, GENERAL, `why n${n}`)));
    expect(slashed.map(({ acks }) => acks[0].problem)).toEqual(numbers.map(() => undefined));
    waiting.open();
    for (const n of numbers) await untilSeen(ANA, (text) => text.includes(`answer n${n}.`));
    expect(seenBy(ANA)).toHaveLength(200);
  });

  it('whose question fails inside still gets a sentence and a reference', async () => {
    const { emulator, log, untilSeen } = await start({
      mode,
      ask: () => Promise.reject(new Error('boom with xoxb-1-secret')),
    });
    await emulator.slash(ANA, GENERAL, 'why me');
    const answer = await untilSeen(ANA, (text) => text.includes('REF-0001'));
    expect(shownText(answer)).not.toContain('boom');
    const line = log.find((one) => one.facts.reference === 'REF-0001');
    expect(line).toMatchObject({ level: 'error', facts: { error: 'boom with [token]' } });
  });

  it('whose question never ends is told so in time, and the question is called off', async () => {
    let signal: AbortSignal | undefined;
    const { emulator, untilSeen } = await start({
      mode,
      times: { answerMs: 150 },
      ask: (_words, asking) => {
        signal = asking.signal;
        return new Promise(() => undefined);
      },
    });
    await emulator.slash(ANA, GENERAL, 'why me');
    const answer = await untilSeen(ANA, (text) => text.includes('REF-0001'));
    expect(shownText(answer)).toContain('no answer within');
    expect(signal?.aborted).toBe(true);
  });

  it('whose answer cannot be rendered still gets a sentence and a reference', async () => {
    const { emulator, untilSeen } = await start({
      mode,
      render: () => {
        throw new Error('cannot draw');
      },
    });
    await emulator.slash(ANA, GENERAL, 'why me');
    await untilSeen(ANA, (text) => text.includes('Reference REF-0001'));
  });

  it('hands the question its own deadline and a signal', async () => {
    const { emulator, asked, untilSeen } = await start({ mode, times: { questionMs: 1_234 } });
    await emulator.slash(ANA, GENERAL, 'why me');
    await untilSeen(ANA, (text) => text.includes('asked'));
    expect(asked[0]?.asking).toMatchObject({ timeoutMs: 1_234, fresh: false });
  });
});

describe('hostile text', () => {
  const HOSTILE = '<!channel> <!here> <@U0BOB> <https://evil.test|dashboard> <!subteam^S1> & *bold*';

  it('in answers, errors and progress pings nobody and links nowhere', async () => {
    const waiting = gate();
    const { emulator, untilSeen } = await start({
      times: { lookingAfterMs: 0, progressEveryMs: 0 },
      ask: async (_words, asking) => {
        asking.progress(HOSTILE);
        await waiting.opened;
        return helpAnswer(HOSTILE);
      },
    });
    await emulator.slash(ANA, GENERAL, 'why me');
    await untilSeen(ANA, (text) => text.includes('*bold* …'));
    waiting.open();
    await untilSeen(ANA, (text) => text.includes('(for asker)'));
    for (const message of emulator.state.ephemerals)
      for (const version of [message, ...message.earlier]) expect(pingsOf(version)).toEqual([]);
    expect(emulator.state.violations).toEqual([]);
  });

  it('is found by the test’s own detector when it does get through', () => {
    expect(pingsOf({ text: HOSTILE, blocks: [] })).toHaveLength(5);
    const section = { type: 'section', text: { type: 'mrkdwn', text: '<!here>' } };
    const rich = { type: 'rich_text', elements: [{ type: 'broadcast', range: 'channel' }] };
    expect(pingsOf({ text: '', blocks: [section, rich] })).toEqual(['<!here>', 'broadcast channel']);
    expect(pingsOf(plainMessage(HOSTILE))).toEqual([]);
  });
});
