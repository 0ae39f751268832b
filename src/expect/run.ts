/** Answers every expectation with `why` and holds the answer against what was expected. */
import type { WhyAnswer } from '../diagnosis/answer.js';
import type { WhyReport } from '../diagnosis/report.js';
import type { Expectation } from './expectation.js';
import type { Outcome, Result } from './report.js';

/** Asks one `why` question; over Google, a snapshot or a case. */
export type AskWhy = (expectation: Expectation) => Promise<WhyAnswer>;

/** So many questions at a time: they share what they read, and a hundred at once would only meet the quota. */
const AT_ONCE = 6;

/** `at 2026-12-24T09:00:00Z, from 203.0.113.7, with corp_device`. */
function circumstancesOf({ given }: Expectation): string {
  const { at, ip, host, path, levels } = given;
  return [
    at === undefined ? '' : `at ${at}`,
    ip === undefined ? '' : `from ${ip}`,
    host === undefined ? '' : `on ${host}`,
    path === undefined ? '' : `for ${path}`,
    levels.length === 0 ? '' : `with ${levels.join(' and ')}`,
  ]
    .filter((bit) => bit !== '')
    .join(', ');
}

/** An answer of `unknown` breaks nothing and proves nothing, unless it was what was expected. Pure. */
export function outcomeOf({ expected, code }: Expectation, report: WhyReport): Outcome {
  if (report.verdict === 'unknown') return expected === 'unknown' ? codeOutcome(code, report) : 'open';
  return report.verdict === expected ? codeOutcome(code, report) : 'broken';
}

function codeOutcome(code: string | undefined, report: WhyReport): Outcome {
  if (code === undefined) return 'met';
  const said = [report.cause, ...report.also].flatMap((cause) => cause?.code ?? []);
  // An allowed answer has no cause; its code is that of a finding.
  const warned = report.findings.flatMap((finding) => finding.code ?? []);
  return said.includes(code) || (report.verdict === 'allowed' && warned.includes(code)) ? 'met' : 'broken';
}

function textOf(report: WhyReport): { readonly text: string; readonly adminText: string } {
  if (report.cause) return { text: report.cause.text, adminText: report.cause.adminText };
  const way = report.grants[0];
  const text = way
    ? `They get in through ${way.via.slice(1).join(' \u2192 ') || 'their own grant'} with ${way.role} on ${way.node}.`
    : 'They get in.';
  return { text, adminText: text };
}

function resultOf(expectation: Expectation, answer: WhyAnswer): Result {
  const { who, where, expected, code, because, line } = expectation;
  const base = {
    who: who.asked,
    where: where.asked,
    expected,
    expectedCode: code ?? null,
    because: because ?? null,
    circumstances: circumstancesOf(expectation),
    line: line ?? null,
  };
  if (answer.kind === 'mistake') {
    const { message } = answer.mistake;
    return {
      ...base,
      verdict: null,
      code: null,
      outcome: 'open',
      text: message,
      adminText: message,
      fix: null,
    };
  }
  const { report } = answer;
  const outcome = outcomeOf(expectation, report);
  const [fix] = expected === 'allowed' ? report.fixes : [];
  return {
    ...base,
    verdict: report.verdict,
    code: report.cause?.code ?? null,
    outcome,
    ...textOf(report),
    fix: fix ? { title: fix.title, gcloud: fix.gcloud } : null,
  };
}

/** All results, in the order of the file. `progress` hears how many are done. */
export async function runExpectations(
  expectations: readonly Expectation[],
  ask: AskWhy,
  progress: (step: string) => void,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < expectations.length; at = next++) {
      const expectation = expectations[at];
      if (!expectation) return;
      results[at] = resultOf(expectation, await ask(expectation));
      done += 1;
      progress(`Checked ${done} of ${expectations.length} expectations`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}

/** One broken expectation breaks the file; otherwise one that could not be told leaves it open. */
export function overall(results: readonly Result[]): Outcome {
  if (results.some(({ outcome }) => outcome === 'broken')) return 'broken';
  return results.some(({ outcome }) => outcome === 'open') ? 'open' : 'met';
}
