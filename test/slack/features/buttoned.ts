/** A bench whose answers are rendered as in the product, with every button, and helpers to press them. */
import type { Ask } from '../../../src/app.js';
import type { WhyReport } from '../../../src/diagnosis/report.js';
import type { Answer } from '../../../src/render/answer.js';
import { renderBlocks, renderEvidence } from '../../../src/render/blocks.js';
import type { ChannelMessage, EphemeralMessage } from '../../../src/sandbox/slack/index.js';
import { allowed, denied, NOW } from '../../render/fixtures.js';
import { stringsOf } from '../../render/read-blocks.js';
import { type Bench, type BenchOptions, startBench } from '../bench.js';
import { probed } from './thread-reply/reports.js';

/** What the made-up brain says from now on. */
export interface Brain {
  answer: Answer;
  asked: number;
}

export const why = (report: WhyReport): Answer => ({ kind: 'why', report });

let references = 0;
/** A report with a reference of its own, about the same person and place. */
export const again = (report: WhyReport): WhyReport => ({
  ...report,
  id: `R${String(++references).padStart(3, '0')}-TEST`,
  who: { asked: 'ana@acme.test', email: 'ana@acme.test', kind: 'user' },
  where: denied.where,
});
export const refusedNow = (): Answer => why(again(denied));
export const allowedNow = (): Answer => why({ ...again(allowed), fixes: [] });
export const otherwiseNow = (): Answer =>
  why({
    ...again(denied),
    cause: { code: 'deny-policy', check: 'deny', text: 'A deny rule blocks you.', adminText: 'ADMIN-ONLY' },
  });

export async function startButtoned(
  options: BenchOptions = {},
  brain: Brain = { answer: refusedNow(), asked: 0 },
): Promise<{ readonly bench: Bench; readonly brain: Brain }> {
  const ask: Ask = async () => {
    brain.asked += 1;
    const { answer } = brain;
    // Every question gets a reference of its own, as in the product.
    return answer.kind === 'why' ? why({ ...answer.report, id: again(answer.report).id }) : answer;
  };
  const bench = await startBench({
    ask,
    render: (answer, audience, about, timeZone, buttons) =>
      renderBlocks(answer, audience, {
        about,
        now: NOW,
        seed: `s${brain.asked}`,
        ...(buttons === undefined ? {} : { buttons }),
        ...(timeZone === undefined ? {} : { timeZone }),
      }),
    renderEvidence: (answer, audience, about) => renderEvidence(answer, audience, { about, now: NOW }),
    ...options,
  });
  return { bench, brain };
}

/** What a person reads of a message, one string. */
export const wordsOf = (message: { readonly blocks: readonly object[] } | undefined): string =>
  stringsOf(message?.blocks ?? [], 'text').join(' ');

/** The labels of the buttons, in order. */
export function labelsOf(message: ChannelMessage | EphemeralMessage | undefined): string[] {
  const actions = (message?.blocks ?? []).filter((block) => 'type' in block && block.type === 'actions');
  return actions.flatMap((block) =>
    (Array.isArray(block.elements) ? block.elements : []).map((one: { text?: { text?: string } }) =>
      String(one.text?.text),
    ),
  );
}

/** A path that fails, or is well. */
export const probeNow = (verdict: 'failing' | 'guarded'): Answer => ({
  kind: 'probe',
  report: { ...probed('dashboard', verdict), id: `R${String(++references).padStart(3, '0')}-PATH` },
});
