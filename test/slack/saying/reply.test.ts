/** How an answer reaches the person: one message where possible, and always by some way. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Happening } from '../../../src/sandbox/slack/index.js';
import { plainMessage } from '../../../src/slack/saying/message.js';
import { takeViolations } from '../../support/emulated-slack.js';
import {
  ANA,
  type Bench,
  type BenchOptions,
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
const posts = ({ emulator }: Bench) =>
  emulator.state.happenings.all.filter(
    (one): one is Extract<Happening, { type: 'response_post' }> => one.type === 'response_post',
  );

describe('an answer', () => {
  it('that is quick is the only message', async () => {
    const running = await start({ times: { lookingAfterMs: 5_000 } });
    await running.emulator.slash(ANA, GENERAL, 'why me');
    await running.untilSeen(ANA, (text) => text.includes('asked'));
    expect(posts(running)).toHaveLength(1);
    expect(posts(running)[0]?.body).not.toHaveProperty('replace_original');
  });

  it('that takes time replaces “Looking …” in the same message', async () => {
    const waiting = gate();
    const running = await start({
      times: { lookingAfterMs: 0 },
      ask: async () => {
        await waiting.opened;
        return helpAnswer('done');
      },
    });
    await running.emulator.slash(ANA, GENERAL, 'why me');
    await running.untilSeen(ANA, (text) => text.includes('Looking'));
    waiting.open();
    const answer = await running.untilSeen(ANA, (text) => text.includes('done'));
    expect(running.seenBy(ANA)).toHaveLength(1);
    expect(answer.earlier.map((version) => version.text)).toEqual(['Looking …']);
  });

  it('shows at most two edits however much progress there is, and never the same twice', async () => {
    const running = await start({
      times: { lookingAfterMs: 0, progressEveryMs: 0 },
      ask: async (_words, asking) => {
        const { happenings } = running.emulator.state;
        for (let n = 1; n <= 3; n++) {
          await happenings.until((one) => one.type === 'response_post' && one.use === n);
          asking.progress(`step ${n}`);
          asking.progress(`step ${n}`);
        }
        for (let n = 3; n < 50; n++) asking.progress(`step ${n}`);
        // Long enough for a further edit to arrive, if there were one.
        await new Promise((resolve) => setTimeout(resolve, 100));
        return helpAnswer('done');
      },
    });
    await running.emulator.slash(ANA, GENERAL, 'why me');
    const answer = await running.untilSeen(ANA, (text) => text.includes('done'));
    expect(answer.earlier.map((version) => version.text)).toEqual(['Looking …', 'step 1 …', 'step 2 …']);
    expect(posts(running)).toHaveLength(4);
    expect(running.emulator.state.violations).toEqual([]);
  });

  it('keeps edits apart', async () => {
    const waiting = gate();
    const running = await start({
      times: { lookingAfterMs: 0, progressEveryMs: 60_000 },
      ask: async (_words, asking) => {
        await waiting.opened;
        for (let n = 0; n < 20; n++) asking.progress(`later ${n}`);
        return helpAnswer('done');
      },
    });
    await running.emulator.slash(ANA, GENERAL, 'why me');
    await running.untilSeen(ANA, (text) => text.includes('Looking'));
    waiting.open();
    const answer = await running.untilSeen(ANA, (text) => text.includes('done'));
    expect(answer.earlier).toHaveLength(1);
  });

  it('is the last thing said where Slack does not replace what a command posted', async () => {
    const waiting = gate();
    const running = await start({
      emulator: { replaceOnCommands: false },
      times: { lookingAfterMs: 0 },
      ask: async () => {
        await waiting.opened;
        return helpAnswer('done');
      },
    });
    await running.emulator.slash(ANA, GENERAL, 'why me');
    await running.untilSeen(ANA, (text) => text.includes('Looking'));
    waiting.open();
    await running.untilSeen(ANA, (text) => text.includes('done'));
    expect(running.seenBy(ANA).map((message) => message.text)).toEqual(['Looking …', 'done (for asker)']);
  });
});

describe('when the response address fails', () => {
  const expectOnce = (running: Bench) =>
    expect(running.seenBy(ANA).filter((message) => shownText(message).includes('asked'))).toHaveLength(1);

  it('once, the answer is tried again there', async () => {
    const running = await start({});
    running.emulator.faults.add({ on: 'response_url', status: 500, times: 1 });
    await running.emulator.slash(ANA, GENERAL, 'why me');
    const answer = await running.untilSeen(ANA, (text) => text.includes('asked'));
    expect(answer.via).toBe('response_url');
    expectOnce(running);
  });

  it('because there are too many posts, the answer waits a moment and is tried again there', async () => {
    const running = await start({});
    running.emulator.faults.add({ on: 'response_url', retryAfter: 1, times: 1 });
    await running.emulator.slash(ANA, GENERAL, 'why me');
    const answer = await running.untilSeen(ANA, (text) => text.includes('asked'));
    expect(answer.via).toBe('response_url');
    expectOnce(running);
  });

  it.each([
    { on: 'response_url', status: 404, error: 'expired_url' },
    { on: 'response_url', status: 500 },
    { on: 'response_url', drop: true },
    { on: 'response_url', hang: true },
    { on: 'response_url', status: 200, error: '{"ok":false,"error":"used_url"}' },
  ])('for good (%j), the answer comes as an ephemeral message', async (fault) => {
    const running = await start({ times: { postMs: 150 } });
    running.emulator.faults.add(fault);
    await running.emulator.slash(ANA, GENERAL, 'why me');
    const answer = await running.untilSeen(ANA, (text) => text.includes('asked'));
    expect(answer).toMatchObject({ via: 'chat.postEphemeral', channel: GENERAL });
    expectOnce(running);
  });

  it('because no answer comes, the post is not repeated there: it has likely arrived', async () => {
    const running = await start({ times: { postMs: 150 } });
    running.emulator.faults.add({ on: 'response_url', hang: true });
    await running.emulator.slash(ANA, GENERAL, 'why me');
    await running.untilLogged('Answered a command');
    expect(posts(running)).toHaveLength(1);
  });

  it('and the bot is not in the channel, the answer comes as a direct message', async () => {
    const running = await start({
      emulator: { channels: [{ id: GENERAL, name: 'general', botIsMember: false }] },
    });
    const { emulator } = running;
    emulator.faults.add({ on: 'response_url', status: 404 });
    await emulator.slash(ANA, GENERAL, 'why me');
    const happened = await emulator.state.happenings.until((one) => one.type === 'message');
    expect(happened).toMatchObject({ message: { channel: 'D0ANA', text: 'asked why me (for asker)' } });
    expect(running.seenBy(ANA)).toEqual([]);
  });

  it('and every other way too, the log says so with the reference of the answer', async () => {
    const running = await start({
      ask: async () => ({ kind: 'failure', failure: { id: 'AAAA-BBBB', message: 'm', remedy: 'r' } }),
    });
    for (const on of ['response_url', 'chat.postEphemeral', 'chat.postMessage', 'conversations.open'])
      running.emulator.faults.add({ on, status: 500 });
    await running.emulator.slash(ANA, GENERAL, 'why me');
    await running.untilLogged('could not be delivered');
    expect(running.log.at(-1)).toMatchObject({ level: 'error', facts: { reference: 'AAAA-BBBB' } });
  });

  it('while progress was shown, the answer still comes', async () => {
    const waiting = gate();
    const running = await start({
      times: { lookingAfterMs: 0, postMs: 300 },
      ask: async () => {
        await waiting.opened;
        return helpAnswer('asked');
      },
    });
    await running.emulator.slash(ANA, GENERAL, 'why me');
    await running.untilSeen(ANA, (text) => text.includes('Looking'));
    running.emulator.faults.add({ on: 'response_url', status: 404 });
    waiting.open();
    expect((await running.untilSeen(ANA, (text) => text.includes('asked'))).via).toBe('chat.postEphemeral');
  });

  it('on a post that hangs, the answer does not wait for it and is not overwritten by it', async () => {
    const waiting = gate();
    const running = await start({
      times: { lookingAfterMs: 0, postMs: 200 },
      ask: async () => {
        await waiting.opened;
        return helpAnswer('asked');
      },
    });
    running.emulator.faults.add({ on: 'response_url', hang: true, times: 1 });
    await running.emulator.slash(ANA, GENERAL, 'why me');
    await running.emulator.state.happenings.until((one) => one.type === 'response_post');
    waiting.open();
    await running.untilSeen(ANA, (text) => text.includes('asked'));
    expectOnce(running);
  });
});

describe('a message that Slack does not like', () => {
  it('is sent again as text alone', async () => {
    const running = await start({
      render: () => ({
        text: 'asked in words',
        blocks: plainMessage('x').blocks.concat(Array(60).fill({ type: 'divider' })),
      }),
    });
    await running.emulator.slash(ANA, GENERAL, 'why me');
    const answer = await running.untilSeen(ANA, (text) => text.includes('asked in words'));
    expect(answer).toMatchObject({ via: 'response_url', blocks: [] });
    expect(takeViolations(running.emulator)).toHaveLength(1);
  });
});
