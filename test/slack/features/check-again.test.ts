/** The button "Check again": the same question anew, in the place of the old answer, with what is different now. */
import { afterEach, describe, expect, it } from 'vitest';
import type { EphemeralMessage } from '../../../src/sandbox/slack/index.js';
import { until } from '../../support/until.js';
import { ANA, type Bench, BOB, GENERAL } from '../bench.js';
import {
  allowedNow,
  type Brain,
  labelsOf,
  otherwiseNow,
  refusedNow,
  startButtoned,
  wordsOf,
} from './buttoned.js';

let bench: Bench;
let brain: Brain;
afterEach(() => bench.close());

async function asked(channel = GENERAL): Promise<EphemeralMessage> {
  await bench.emulator.slash(ANA, channel, 'why me dashboard');
  return bench.untilSeen(ANA, (text) => text.includes('check_again'));
}
const now = (message: EphemeralMessage) => bench.seenBy(ANA).find(({ ts }) => ts === message.ts) ?? message;
const untilSays = (message: EphemeralMessage, words: string) =>
  until(words, () => wordsOf(now(message)).includes(words));

describe.each(['socket', 'http'] as const)('checking again over %s', (mode) => {
  it('asks the same, read anew, and puts the answer in the place of the old one', async () => {
    ({ bench, brain } = await startButtoned({ mode }));
    const message = await asked();
    brain.answer = allowedNow();
    await bench.emulator.click(ANA, message, 'check_again');
    await untilSays(message, 'Checked again: it works now.');
    expect(wordsOf(now(message))).toContain("You can't get into dashboard");
    expect(wordsOf(now(message))).toContain('You can use dashboard');
    expect(bench.asked.map(({ words }) => words)).toEqual([
      ['why', 'me', 'dashboard'],
      ['why', 'me', 'dashboard'],
    ]);
    expect(bench.asked[1]?.asking.fresh).not.toBe(false);
    expect(bench.seenBy(ANA)).toHaveLength(1);
    expect(labelsOf(now(message))).toEqual(['Check again', 'Evidence', 'Share']);
    expect(bench.emulator.state.violations).toEqual([]);
  });
});

describe('checking again', () => {
  it('says when nothing has changed, and when something else stands in the way', async () => {
    ({ bench, brain } = await startButtoned());
    const message = await asked();
    await bench.emulator.click(ANA, message, 'check_again');
    await untilSays(message, 'nothing has changed in the last');
    brain.answer = otherwiseNow();
    await bench.emulator.slash(ANA, GENERAL, 'why me dashboard');
    expect(wordsOf(now(message))).not.toContain('ADMIN-ONLY');
  });

  it('waits a few seconds between two checks of one person', async () => {
    ({ bench, brain } = await startButtoned());
    const message = await asked();
    await bench.emulator.click(ANA, message, 'check_again');
    await untilSays(message, 'nothing has changed');
    await bench.emulator.click(ANA, now(message), 'check_again');
    await bench.untilSeen(ANA, (text) => text.includes('Give me a few seconds'));
    expect(brain.asked).toBe(2);
  });

  it('changes the message in a direct conversation', async () => {
    ({ bench, brain } = await startButtoned());
    const direct = bench.emulator.state.directMessages(ANA);
    // Neither the response address nor an ephemeral message works: the answer comes as a direct message.
    bench.emulator.faults.add({ on: 'response_url', status: 500 });
    bench.emulator.faults.add({ on: 'chat.postEphemeral', error: 'not_in_channel' });
    await bench.emulator.slash(ANA, GENERAL, 'why me dashboard');
    await until('a direct message', () => direct.messages.length === 1);
    const [message] = direct.messages;
    if (message === undefined) throw new Error('no message');
    brain.answer = allowedNow();
    await bench.emulator.click(ANA, message, 'check_again');
    await until('an edit', () => wordsOf(direct.messages[0]).includes('it works now'));
    expect(direct.messages).toHaveLength(1);
    expect(bench.emulator.state.violations).toEqual([]);
  });

  it('keeps the old answer when there is no new one', async () => {
    ({ bench, brain } = await startButtoned());
    const message = await asked();
    brain.answer = {
      kind: 'failure',
      failure: { id: 'FAIL-0001', message: 'Google is away.', remedy: 'Wait.' },
    };
    await bench.emulator.click(ANA, message, 'check_again');
    await bench.untilSeen(ANA, (text) => text.includes('Google is away.'));
    expect(wordsOf(now(message))).toContain("You can't get into dashboard");
  });

  it('tells whoever clicked when it goes wrong, with a reference', async () => {
    ({ bench, brain } = await startButtoned());
    const message = await asked();
    const broken = refusedNow();
    if (broken.kind === 'why') Reflect.deleteProperty(broken.report, 'findings');
    brain.answer = broken;
    await bench.emulator.click(ANA, message, 'check_again');
    await bench.untilSeen(ANA, (text) => /went wrong inside me.*quote REF-/.test(text));
  });

  it('is for whoever was given the answer', async () => {
    ({ bench, brain } = await startButtoned());
    const message = await asked();
    await bench.emulator.click(BOB, message, 'check_again');
    await bench.untilSeen(BOB, (text) => text.includes('/iap why me'));
    expect(brain.asked).toBe(1);
  });
});
