/** What goes wrong beside an answer (its buttons, its memory, the audit) does not keep it from the person, nor end the bot. */
import { afterEach, expect, it } from 'vitest';
import type { WhyReport } from '../../../src/diagnosis/report.js';
import { plainMessage } from '../../../src/slack/saying/message.js';
import { ANA, type Bench, GENERAL, startBench } from '../bench.js';

let bench: Bench | undefined;
afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

it('an answer that no button, note or audit can make anything of is given all the same', async () => {
  const running = await startBench({
    // A report with holes: every reader of it fails.
    ask: async () => ({ kind: 'why', report: { id: 'AAAA-BBBB', who: { asked: 'me' } } as WhyReport }),
    render: () => plainMessage('The answer.'),
    heard: () => {
      throw new Error('the audit is full');
    },
  });
  bench = running;
  const ended: unknown[] = [];
  const onEnd = (reason: unknown): void => void ended.push(reason);
  process.on('unhandledRejection', onEnd);
  try {
    await running.emulator.slash(ANA, GENERAL, 'why me');
    await running.untilSeen(ANA, (text) => text.includes('The answer.'));
    running.emulator.say(ANA, GENERAL, '@iap-doctor why me');
    await running.untilLogged('Answered a mention');
    await new Promise((resolve) => setImmediate(resolve));
    expect(ended).toEqual([]);
    expect(running.log.filter(({ level }) => level === 'error').map(({ message }) => message)).toContain(
      'An answer could not be told to the audit',
    );
  } finally {
    process.off('unhandledRejection', onEnd);
  }
});
