/** What an answer may become when a part of Google fails: the rules that the walk over all faults holds answers against. */
import type { WhyReport } from '../../src/diagnosis/report.js';
import { missingCodes } from '../../src/fixes/missing-codes.js';
import type { Asked, FaultKind } from '../support/faulty-google.js';
import { whyContract } from '../support/why-contract.js';

/**
 * Methods whose answer `{}` is a sentence of its own: an empty list, a policy that grants nothing, "not a member".
 * Nobody can tell it from the truth, so only the form of the answer is judged.
 */
const EMPTY_MEANS_NONE =
  /:getIamPolicy|\/aggregated\/|:batchGet|entries:list|:search|:checkTransitive|:troubleshoot|:iapSettings|:getEffectivePolicy|\/memberships(?:$|\/v)|\/(?:accessPolicies|accessLevels|denypolicies|principalAccessBoundaryPolicies|entitlements|grants|services|backendServices)$/;

/** Methods whose 404 is Google's own word that there is no such thing (contract §7.7 and §7.9). */
const ABSENCE_IS_TOLD = /\/users\/|groups:lookup/;

/**
 * Explanations that stay true when the look behind a more specific one is lost. A membership that is over is also no
 * membership; a grant that was taken away is also no grant.
 */
const ALSO_TRUE: Readonly<Record<string, readonly string[]>> = {
  'grant-removed': ['not-in-group', 'no-grant'],
  'membership-expired': ['not-in-group'],
  'membership-restricted': ['not-in-group'],
  'run-invoker-only': ['not-in-group', 'no-grant'],
  'granted-elsewhere': ['no-grant', 'not-in-group'],
  'jit-grant-ended': ['no-grant', 'not-in-group'],
  'org-policy-forbids': ['no-grant', 'not-in-group', 'outside-domain'],
};

/** Codes an answer of `unknown` may name: what could not be seen, or what stays open with everything in sight. */
const CANNOT_TELL = new Set([...missingCodes, 'dynamic-group-stale', 'foreign-boundary', 'gcip-iam-off']);
/** Passing trouble says nothing of what was missed: beside it stands the code of what could not be seen. */
const PASSING = new Set(['api-unavailable', 'api-throttled', 'deadline-exceeded']);

export interface Judged {
  readonly base: WhyReport;
  readonly report: WhyReport;
  readonly faults: readonly { readonly asked: Asked; readonly kind: FaultKind }[];
}

/** What is wrong with the answer, in one sentence; nothing when it is as it has to be. */
export function violation({ base, report, faults }: Judged): string | undefined {
  const shape = whyContract.safeParse(JSON.parse(JSON.stringify(report)));
  if (!shape.success) return `is not in the shape of the contract: ${shape.error.message}`;
  if (faults.some(({ asked, kind }) => kind === 'empty-object' && EMPTY_MEANS_NONE.test(asked.method)))
    return undefined;
  const was = `${base.verdict} (${base.cause?.code ?? '-'})`;
  const is = `${report.verdict} (${report.cause?.code ?? '-'})`;
  if (faults.some(({ asked, kind }) => kind === 'not-found' && ABSENCE_IS_TOLD.test(asked.method)))
    return report.verdict === 'allowed' && base.verdict !== 'allowed'
      ? `lets somebody in because Google knows nobody of that name: ${was} became ${is}`
      : undefined;
  if (report.verdict === 'unknown') return unknownViolation(report);
  if (report.verdict !== base.verdict)
    return isRulingOnIam(base, report) ? undefined : `turned round: ${was} became ${is}`;
  return causeViolation(base, report);
}

/** What says that IAM is not asked at a place: the reason in the answer, and how the answer calls it when unseen. */
const WITHOUT_IAM: readonly { readonly said: string; readonly unseen: RegExp }[] = [
  { said: 'gcip-iam-off', unseen: /the IAP settings of/ },
  { said: 'iap-bypassable', unseen: /where IAP is switched on and off|the Cloud Run service/ },
];

/**
 * A ruling. Where Identity Platform signs people in, and where IAP is off, IAM is not asked. When what says so cannot be
 * read, IAM's definite no is what is left, and a definite no in allow gives `denied` whatever else is unknown (contract
 * §3). Right, as long as what was not seen is named.
 */
function isRulingOnIam(base: WhyReport, report: WhyReport): boolean {
  const codes = base.findings.map(({ code }) => code);
  return WITHOUT_IAM.some(
    ({ said, unseen }) =>
      codes.includes(said) &&
      report.verdict === 'denied' &&
      report.blindSpots.some(({ what, needs }) => unseen.test(what) && needs.trim() !== ''),
  );
}

function unknownViolation(report: WhyReport): string | undefined {
  const { cause, blindSpots } = report;
  if (!cause || !CANNOT_TELL.has(cause.code)) return `is unknown with the code ${cause?.code ?? 'none'}`;
  const codes = blindSpots.map((spot) => spot.code);
  if (!codes.includes(cause.code)) return `names ${cause.code}, which is none of its blind spots (${codes})`;
  if (PASSING.has(cause.code) && codes.every((code) => PASSING.has(code)))
    return `says ${cause.code} but not what could not be seen because of it`;
  const mute = blindSpots.find((spot) => spot.what.trim() === '' || spot.needs.trim() === '');
  return mute && `has a blind spot that says nothing: ${JSON.stringify(mute)}`;
}

function causeViolation(base: WhyReport, report: WhyReport): string | undefined {
  const [before, after] = [base.cause?.code, report.cause?.code];
  if (before === after || before === undefined || after === undefined) return undefined;
  const known = [before, ...base.also.map(({ code }) => code)];
  const fitting = known.flatMap((code) => [code, ...(ALSO_TRUE[code] ?? [])]);
  return fitting.includes(after) ? undefined : `changed its reason from ${before} to ${after}`;
}
