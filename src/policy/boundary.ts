/** Whether the principal access boundaries that cover an identity leave a resource open to it. */
import { parsePrincipalSet, type Subject } from '../names/index.js';
import { type BoundaryPlace, enforcedForIap, includes } from './boundary-policy.js';
import { type BoundaryPrincipal, CONDITIONS, type Conditions } from './conditions.js';
import type { Identity } from './identity.js';
import { and, type Ternary } from './kleene.js';
import { type MatchWorld, matchMember } from './member.js';
import { ownEmail } from './member-account.js';
import type { BoundaryResult } from './results.js';
import type { BoundaryBinding, BoundaryPolicy, Known, Missing, Truth } from './types.js';

/** What one look for boundary bindings gave. */
export interface BoundarySource {
  /** The principal set, or the parent, that was asked about. */
  readonly name: string;
  readonly bindings: Known<readonly BoundaryBinding[]>;
}

export interface BoundaryInput {
  readonly sources: readonly BoundarySource[];
  /** A policy by the full name in its binding; undefined when there is none of that name. */
  readonly policy: (name: string) => Known<BoundaryPolicy> | undefined;
  readonly identity: Identity;
  readonly world?: MatchWorld;
  readonly place: BoundaryPlace;
  /** The real evaluators unless told otherwise. */
  readonly conditions?: Conditions;
}

/** `principal.type` of an identity (IAM "Conditions attribute reference"). */
export function principalType(subject: Subject): string {
  switch (subject.kind) {
    case 'user':
      return 'iam.googleapis.com/WorkspaceIdentity';
    case 'serviceAccount':
      return 'iam.googleapis.com/ServiceAccount';
    case 'federated':
      return subject.principal.pool.kind === 'workforce'
        ? 'iam.googleapis.com/WorkforcePoolIdentity'
        : 'iam.googleapis.com/WorkloadPoolIdentity';
  }
}

/** A binding as far as it could be judged. */
interface Judged {
  /** Whether it covers the identity and is enforced for IAP. */
  readonly relevant: Ternary;
  readonly includes: Truth;
  readonly report: BoundaryResult['relevant'][number] | undefined;
  readonly missing: Missing | undefined;
}

const IRRELEVANT: Judged = { relevant: 'false', includes: 'false', report: undefined, missing: undefined };

/**
 * The boundary side of a decision (IAM "Principal access boundary policies"). Policies add up: with none that counts
 * everything is open, otherwise one that takes the resource in is enough. A binding whose condition Google cannot
 * evaluate blocks. Policies that are not enforced for IAP count neither way and are reported as such.
 */
export function evaluateBoundary(input: BoundaryInput): BoundaryResult {
  const unread = input.sources.flatMap(({ bindings }) => (bindings.known ? [] : [bindings.why]));
  const bindings = input.sources.flatMap((source) => (source.bindings.known ? source.bindings.value : []));
  const judged = distinct(bindings).map((binding) => judge(binding, input));
  const counting = judged.filter(({ relevant }) => relevant !== 'false');
  const sure = counting.filter(({ relevant }) => relevant === 'true');
  const open = sure.some((one) => one.includes === 'true');
  const mayBlock = !open && (unread.length > 0 || counting.some((one) => one.includes !== 'true'));
  const mayPass = unread.length > 0 || sure.length === 0 || counting.some((one) => mayInclude(one.includes));
  const truth = mayBlock ? (mayPass ? 'unknown' : 'false') : 'true';
  return {
    truth,
    relevant: judged.flatMap(({ report }) => report ?? []),
    unknowns: [...unread, ...judged.flatMap(({ missing }) => missing ?? []).sort(byCode)],
    unevaluable: truth === 'false' && sure.some((one) => one.includes === 'error'),
  };
}

/** Bindings come in no order that means anything. */
const byCode = (a: Missing, b: Missing): number =>
  a.code === b.code ? (a.what < b.what ? -1 : a.what > b.what ? 1 : 0) : a.code < b.code ? -1 : 1;

const mayInclude = (truth: Truth): boolean => truth === 'true' || truth === 'unknown';

/** Two looks may show the same binding. */
function distinct(bindings: readonly BoundaryBinding[]): readonly BoundaryBinding[] {
  return [...new Map(bindings.map((binding) => [binding.name, binding])).values()];
}

function judge(binding: BoundaryBinding, input: BoundaryInput): Judged {
  const { identity, conditions = CONDITIONS } = input;
  const target = matchMember(parsePrincipalSet(binding.target), identity, input.world);
  if (target.truth === 'false') return IRRELEVANT;
  const condition =
    binding.condition && conditions.evaluateBoundaryCondition(binding.condition, asked(identity));
  if (condition?.truth === 'false') return IRRELEVANT;
  const policy = input.policy(binding.policy);
  const about = { policy: binding.policy, binding: binding.name };
  if (policy?.known !== true) {
    const missing = policy?.why ?? gone(binding.policy);
    const report = { ...about, includes: 'unknown' as const, enforced: true, detail: missing.what };
    return { relevant: 'unknown', includes: 'unknown', report, missing };
  }
  const enforced = enforcedForIap(policy.value);
  const unevaluable = condition?.truth === 'error';
  const covered: Ternary = condition?.truth === 'unknown' ? 'unknown' : 'true';
  // A condition we cannot settle may turn out to be one that Google cannot evaluate, which blocks.
  const taken: Truth = unevaluable ? 'error' : and([includes(policy.value, input.place), covered]);
  const relevant = and([target.truth, covered, enforced.truth]);
  const report = {
    ...about,
    includes: taken,
    enforced: enforced.truth !== 'false',
    detail: unevaluable
      ? `its condition cannot be evaluated: ${condition?.error?.text ?? ''}`
      : enforced.detail,
  };
  if (relevant === 'false') return { relevant, includes: taken, report, missing: undefined };
  if (target.truth === 'unknown') return { relevant, includes: taken, report, missing: target.missing };
  const missing = covered === 'unknown' ? unseen(binding.name, condition?.missing[0]?.needs) : undefined;
  const doubtful = enforced.truth === 'unknown' || taken === 'unknown';
  return {
    relevant,
    includes: taken,
    report,
    missing: missing ?? (doubtful ? placeless(binding.policy, input.place) : undefined),
  };
}

/** The principal as boundary conditions see it. */
function asked(identity: Identity): BoundaryPrincipal {
  return { type: principalType(identity.subject), subject: ownEmail(identity) };
}

const boundaryMissing = (what: string, needs: string, subject: string): Missing => ({
  code: 'boundary-not-readable',
  what,
  needs,
  subject,
});

const READER =
  'iam.principalaccessboundarypolicies.get, for example by roles/iam.principalAccessBoundaryViewer';

const gone = (policy: string): Missing =>
  boundaryMissing('A boundary policy that is bound to this account could not be found.', READER, policy);

const unseen = (binding: string, needs: string | undefined): Missing =>
  boundaryMissing(
    'Whether a boundary binding covers this account could not be seen.',
    needs ?? "the account's primary address",
    binding,
  );

const placeless = (policy: string, place: BoundaryPlace): Missing =>
  place.complete.known
    ? boundaryMissing('A boundary policy could not be understood in full.', READER, policy)
    : place.complete.why;
