/** "Watch until mended": looks again by itself, says once that it works, tells of what is new, and can be stopped. */
import { afterEach, describe, expect, it } from 'vitest';
import type { ChannelMessage, EphemeralMessage } from '../../../../src/sandbox/slack/index.js';
import { until } from '../../../support/until.js';
import { ANA, type Bench, BOB, GENERAL, ROOT } from '../../bench.js';
import {
  allowedNow,
  type Brain,
  labelsOf,
  otherwiseNow,
  probeNow,
  startButtoned,
  wordsOf,
} from '../buttoned.js';

let bench: Bench;
let brain: Brain;
afterEach(() => bench.close());

const fast = { times: { watchPace: 200 } } as const;
const direct = (): readonly ChannelMessage[] => bench.emulator.state.directMessages(ANA).messages;
const now = (message: EphemeralMessage) => bench.seenBy(ANA).find(({ ts }) => ts === message.ts) ?? message;

async function watching(): Promise<EphemeralMessage> {
  await bench.emulator.slash(ANA, GENERAL, 'why me dashboard');
  const message = await bench.untilSeen(ANA, (text) => text.includes('"watch"'));
  await bench.emulator.click(ANA, message, 'watch');
  await until('the button is changed', () => labelsOf(now(message)).includes('Stop watching'));
  return message;
}

describe.each(['socket', 'http'] as const)('a watch over %s', (mode) => {
  it('says when it works, once, with the time it took', async () => {
    ({ bench, brain } = await startButtoned({ mode, ...fast }));
    const message = await watching();
    expect(wordsOf(now(message))).toContain('I am watching this');
    expect(wordsOf(now(message))).toContain("You can't get into dashboard");
    await until('it has looked a few times', () => brain.asked > 3);
    expect(direct()).toHaveLength(0);
    brain.answer = allowedNow();
    await until('it says so', () => direct().length === 1);
    expect(wordsOf(direct()[0])).toMatch(/^Works now, took \d+ s: {2}you {2}can get into {2}dashboard \./);
    await bench.untilLogged('A watch saw it work');
    const { asked } = brain;
    await bench.emulator.slash(ANA, GENERAL, 'why me dashboard');
    await until('only the question was asked', () => brain.asked === asked + 1);
    expect(direct()).toHaveLength(1);
    expect(bench.emulator.state.violations).toEqual([]);
  });
});

describe('a watch', () => {
  it('tells once when something else stands in the way, and goes on', async () => {
    ({ bench, brain } = await startButtoned(fast));
    await watching();
    brain.answer = otherwiseNow();
    await until('it tells', () => direct().length === 1);
    expect(wordsOf(direct()[0])).toContain('a deny rule blocks you');
    expect(wordsOf(direct()[0])).not.toContain('ADMIN-ONLY');
    expect(labelsOf(direct()[0])).toEqual(['Stop watching']);
    const { asked } = brain;
    await until('it goes on', () => brain.asked > asked + 2);
    expect(direct()).toHaveLength(1);
    brain.answer = allowedNow();
    await until('it works', () => direct().length === 2);
    expect(wordsOf(direct()[1])).toContain('Works now');
  });

  it('says nothing while Google is busy', async () => {
    ({ bench, brain } = await startButtoned(fast));
    await watching();
    const busy = otherwiseNow();
    if (busy.kind !== 'why' || busy.report.cause === null) throw new Error('not a refusal');
    const cause = { ...busy.report.cause, code: 'api-throttled' };
    brain.answer = { kind: 'why', report: { ...busy.report, verdict: 'unknown', cause } };
    const { asked } = brain;
    await until('it has looked', () => brain.asked > asked + 3);
    expect(direct()).toHaveLength(0);
  });

  it('does not call access working that Google is still spreading', async () => {
    ({ bench, brain } = await startButtoned(fast));
    await watching();
    const given = allowedNow();
    if (given.kind !== 'why') throw new Error('not why');
    const spreading = {
      check: 'propagation',
      verdict: 'warns',
      code: 'change-propagating',
      text: 't',
      adminText: 't',
      evidence: [],
    } as const;
    brain.answer = {
      kind: 'why',
      report: { ...given.report, findings: [...given.report.findings, spreading] },
    };
    await until('it tells', () => direct().length === 1);
    expect(wordsOf(direct()[0])).toContain('still spreading');
    brain.answer = given;
    await until('it works', () => direct().length === 2);
  });

  it('is one per person and place, however often the button is pressed', async () => {
    ({ bench, brain } = await startButtoned(fast));
    await bench.emulator.slash(ANA, GENERAL, 'why me dashboard');
    const message = await bench.untilSeen(ANA, (text) => text.includes('"watch"'));
    await Promise.all([1, 2, 3].map(() => bench.emulator.click(ANA, message, 'watch')));
    await until('the button is changed', () => labelsOf(now(message)).includes('Stop watching'));
    brain.answer = allowedNow();
    await until('it says so', () => direct().length > 0);
    await bench.untilLogged('A watch saw it work');
    expect(bench.log.filter((line) => line.message === 'A watch saw it work')).toHaveLength(1);
    expect(direct()).toHaveLength(1);
  });

  it('is stopped by its person, and its button can be pressed again', async () => {
    ({ bench, brain } = await startButtoned(fast));
    const message = await watching();
    await bench.emulator.click(BOB, now(message), 'watch_stop');
    await bench.untilSeen(BOB, (text) => text.includes('only they can stop it'));
    await bench.emulator.click(ANA, now(message), 'watch_stop');
    await until('the button is back', () => labelsOf(now(message)).includes('Watch until mended'));
    expect(wordsOf(now(message))).toContain('not watching this any more');
    brain.answer = allowedNow();
    await bench.emulator.click(ANA, now(message), 'watch');
    await until('it says so', () => direct().length === 1);
  });

  it('says nothing after it was stopped', async () => {
    ({ bench, brain } = await startButtoned(fast));
    const message = await watching();
    await bench.emulator.click(ANA, now(message), 'watch_stop');
    await until('the button is back', () => labelsOf(now(message)).includes('Watch until mended'));
    // A watch that began later tells when the stopped one would have told as well.
    await bench.emulator.slash(BOB, GENERAL, 'why me dashboard');
    const other = await bench.untilSeen(BOB, (text) => text.includes('"watch"'));
    await bench.emulator.click(BOB, other, 'watch');
    brain.answer = allowedNow();
    const told = () => bench.emulator.state.directMessages(BOB).messages;
    await until('the other is told', () => told().length === 1);
    expect(direct()).toHaveLength(0);
  });

  it('shows that it is on when the answer is checked again', async () => {
    ({ bench, brain } = await startButtoned({ times: { watchPace: 0.001 } }));
    const message = await watching();
    await bench.emulator.click(ANA, now(message), 'check_again');
    await until('checked', () => wordsOf(now(message)).includes('nothing has changed'));
    expect(labelsOf(now(message))).toContain('Stop watching');
  });

  it('for somebody else tells the administrator who asked, and names the person', async () => {
    ({ bench, brain } = await startButtoned(fast));
    await bench.emulator.slash(ROOT, GENERAL, 'why ana@acme.test dashboard');
    const message = await bench.untilSeen(ROOT, (text) => text.includes('"watch"'));
    await bench.emulator.click(ROOT, message, 'watch');
    brain.answer = allowedNow();
    const told = () => bench.emulator.state.directMessages(ROOT).messages;
    await until('it says so', () => told().length === 1);
    expect(wordsOf(told()[0])).toContain('Ana  can get into');
    expect(direct()).toHaveLength(0);
  });

  it('ends when its person may not ask that any more, and says so', async () => {
    ({ bench, brain } = await startButtoned(fast));
    await watching();
    const mistake = { message: 'You may not.', nearest: undefined };
    const refused = { why: 'about-others', about: 'user:ana@acme.test' } as const;
    brain.answer = { kind: 'mistake', mistake, usage: undefined, refused };
    await until('it says so', () => direct().length === 1);
    expect(wordsOf(direct()[0])).toContain('I no longer watch');
    await bench.untilLogged('may not ask that any more');
  });

  it('is for paths that fail, too', async () => {
    ({ bench, brain } = await startButtoned(fast, { answer: probeNow('failing'), asked: 0 }));
    await bench.emulator.slash(ANA, GENERAL, 'probe dashboard');
    const message = await bench.untilSeen(ANA, (text) => text.includes('"watch"'));
    expect(labelsOf(message)).toEqual(['Watch until mended', 'Check again', 'Evidence', 'Share']);
    await bench.emulator.click(ANA, message, 'watch');
    brain.answer = probeNow('guarded');
    await until('it says so', () => direct().length === 1);
    expect(wordsOf(direct()[0])).toContain('answers as it should');
  });

  it('is not offered when nothing stands in the way', async () => {
    ({ bench, brain } = await startButtoned({}, { answer: allowedNow(), asked: 0 }));
    await bench.emulator.slash(ANA, GENERAL, 'why me dashboard');
    const message = await bench.untilSeen(ANA, (text) => text.includes('Evidence'));
    expect(labelsOf(message)).toEqual(['Check again', 'Evidence', 'Share']);
  });
});
