/** The button "Evidence": a modal for whoever was given the answer, and for administrators; for nobody else. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/render/answer.js';
import { ASK, renderBlocks, renderEvidence } from '../../../src/render/blocks.js';
import { createKeptAnswers } from '../../../src/slack/asking/kept/answers.js';
import { EVIDENCE } from '../../../src/slack/features/evidence.js';
import { denied } from '../../render/fixtures.js';
import { until } from '../../support/until.js';
import { ANA, type Bench, BOB, GENERAL, type Mode, ROOT, startBench } from '../bench.js';

let bench: Bench | undefined;
afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

const now = new Date('2026-11-18T10:30:00Z');
const answer = { kind: 'why', report: denied } satisfies Answer;

async function start(mode: Mode): Promise<Bench> {
  bench = await startBench({
    mode,
    ask: async () => answer,
    render: (given, audience, about) =>
      renderBlocks(given, audience, {
        about,
        now,
        buttons: [{ actionId: EVIDENCE, label: 'Evidence', value: answer.report.id }],
      }),
    renderEvidence: (given, audience, about) => renderEvidence(given, audience, { about, now }),
  });
  return bench;
}

/** The words of the modal that is open before this person. */
async function modalOf({ emulator }: Bench, user: string): Promise<string> {
  await until('a modal is open', () => (emulator.state.modals.get(user) ?? []).length > 0);
  return JSON.stringify(emulator.state.modals.get(user)?.at(-1)?.view);
}

describe.each(['socket', 'http'] as const)('the evidence over %s', (mode) => {
  it('opens for whoever asked, with what was read and when', async () => {
    const running = await start(mode);
    await running.emulator.slash(ANA, GENERAL, 'why me dashboard');
    const message = await running.untilSeen(ANA, (text) => text.includes(EVIDENCE));
    const ack = await running.emulator.click(ANA, message, EVIDENCE);
    expect(ack.ok).toBe(true);
    const modal = await modalOf(running, ANA);
    expect(modal).toContain('"Evidence"');
    expect(modal).toContain(answer.report.findings[0]?.check ?? 'no finding');
    expect(running.emulator.state.violations).toEqual([]);
  });

  it('tells somebody else nothing of it, and an administrator all', async () => {
    const running = await start(mode);
    await running.emulator.slash(ANA, GENERAL, 'why me dashboard');
    const message = await running.untilSeen(ANA, (text) => text.includes(EVIDENCE));
    await running.emulator.click(BOB, message, EVIDENCE);
    const foreign = await modalOf(running, BOB);
    expect(foreign).toContain('for whoever asked');
    expect(foreign).not.toContain(answer.report.findings[0]?.text ?? 'no finding');
    await running.emulator.click(ROOT, message, EVIDENCE);
    expect(await modalOf(running, ROOT)).toContain(answer.report.findings[0]?.check ?? 'no finding');
  });
});

describe('kept answers', () => {
  const question = {
    userId: ANA,
    teamId: undefined,
    words: ['why', 'me'],
    origin: 'command',
    channelId: GENERAL,
    threadTs: undefined,
    fresh: false,
  } as const;
  const kept = { answer, question, audience: 'asker', about: 'self', timeZone: undefined } as const;

  it('are forgotten after half an hour', async () => {
    let at = 0;
    const answers = createKeptAnswers({ now: () => at });
    answers.keep('A', kept);
    at = 29 * 60_000;
    expect((await answers.find('A'))?.answer).toBe(answer);
    at = 31 * 60_000;
    expect(await answers.find('A')).toBeUndefined();
  });

  it('are the newest five hundred, so that a busy bot does not grow', async () => {
    const answers = createKeptAnswers({ now: () => 0 });
    for (let n = 0; n <= 500; n += 1) answers.keep(`R${n}`, kept);
    expect(await answers.find('R0')).toBeUndefined();
    expect(await answers.find('R1')).toBeDefined();
    expect(await answers.find('R500')).toBeDefined();
  });
});

describe('a click on evidence that is no longer there', () => {
  it('says so, and what to do', async () => {
    const running = await startBench({
      mode: 'socket',
      ask: async () => answer,
      render: (given, audience, about) =>
        renderBlocks(given, audience, {
          about,
          now,
          buttons: [{ actionId: EVIDENCE, label: 'Evidence', value: 'OTHERONE' }],
        }),
      renderEvidence: (given, audience, about) => renderEvidence(given, audience, { about, now }),
    });
    bench = running;
    await running.emulator.slash(ANA, GENERAL, 'why me dashboard');
    const message = await running.untilSeen(ANA, (text) => text.includes(EVIDENCE));
    await running.emulator.click(ANA, message, EVIDENCE);
    expect(await modalOf(running, ANA)).toContain('Ask again');
  });
});

describe('a button that asks', () => {
  it('is answered as if its question were typed, to whoever clicked', async () => {
    const running = await startBench({
      mode: 'socket',
      render: (given, audience, about) => ({
        ...renderBlocks(given, audience, {
          about,
          now,
          buttons: [{ actionId: ASK, label: 'Older', value: 'changes since 24h' }],
        }),
      }),
    });
    bench = running;
    await running.emulator.slash(ANA, GENERAL, 'help');
    const message = await running.untilSeen(ANA, (text) => text.includes('Older'));
    const ack = await running.emulator.click(ANA, message, ASK);
    expect(ack.ok).toBe(true);
    await running.untilSeen(ANA, (text) => text.includes('asked changes since 24h'));
    expect(running.asked.map(({ words }) => words)).toEqual([['help'], ['changes', 'since', '24h']]);
    expect(running.asked[1]?.asking.speaker.self).toEqual({ kind: 'user', email: 'ana@acme.test' });
    expect(running.emulator.state.violations).toEqual([]);
  });
});
