/** From findings to the verdict and its cause: the first definite one on the way in, the most specific explanation first. */
import type { CheckFinding } from './check.js';
import { stages } from './check.js';
import type { Cause, Verdict } from './report.js';

/** A finding together with the check that made it. */
export interface Attributed extends CheckFinding {
  readonly check: string;
}

export interface Conclusion {
  readonly verdict: Verdict;
  readonly cause: Attributed | undefined;
  readonly also: readonly Attributed[];
}

const before = (a: CheckFinding, b: CheckFinding): number =>
  stages.indexOf(a.stage) - stages.indexOf(b.stage) || (a.rank ?? 20) - (b.rank ?? 20);

/**
 * Where IAM does not decide, neither grants nor blocks matter: IAP that is off comes first, since then nothing at all
 * is enforced. Otherwise a definite block anywhere is `denied`, whatever else is unknown; otherwise anything that
 * decides and could not be seen makes it `unknown`; otherwise `allowed` (`contract.md` §3 and §7.1–2, §7.4).
 */
export function conclude(findings: readonly Attributed[]): Conclusion {
  if (findings.some((f) => f.settles === 'allowed'))
    return { verdict: 'allowed', cause: undefined, also: [] };
  const [elsewhere] = findings.filter((f) => f.settles === 'unknown').sort(before);
  if (elsewhere) return { verdict: 'unknown', cause: elsewhere, also: [] };
  const blocks = findings.filter((f) => f.verdict === 'blocks').sort(before);
  const [block, ...more] = distinctCodes(blocks);
  if (block) return { verdict: 'denied', cause: block, also: more.filter((f) => !impliedBy(f, block)) };
  const unseen = findings
    .filter((f) => f.decides === true && (f.verdict === 'could-not-look' || f.verdict === 'unsure'))
    .sort(before);
  const [first, ...others] = distinctCodes(unseen);
  if (first) return { verdict: 'unknown', cause: first, also: others };
  return { verdict: 'allowed', cause: undefined, also: [] };
}

function distinctCodes(findings: readonly Attributed[]): Attributed[] {
  const seen = new Set<string | null>();
  return findings.filter(({ code }) => !seen.has(code) && seen.add(code));
}

/**
 * Beside a specific allow-side cause, `no-grant` says nothing further, and holding the role for another service (as
 * nearly everybody does) is nothing that stands in the way.
 */
function impliedBy(finding: Attributed, cause: Attributed): boolean {
  if (cause.stage !== 'allow') return false;
  if (finding.code === 'granted-elsewhere') return true;
  return finding.code === 'no-grant' && cause.code !== 'grant-removed';
}

export function asCause(finding: Attributed): Cause {
  return {
    code: finding.code ?? finding.check,
    check: finding.check,
    text: finding.text,
    adminText: finding.adminText,
  };
}
