/** Is the account one that can sign in at all: known to the directory, not suspended, archived, deleted or disabled? */
import { accessPermission } from '../../names/index.js';
import type { Check, CheckFinding, CheckInput } from '../check.js';
import type { Person } from '../facts/account.js';
import { decisionFact } from '../facts/decision.js';
import { canonicalFact } from '../facts/subject.js';
import { missing, missingFrom, nothingThere } from '../missing.js';
import { placeName, whoIs } from '../words.js';

const stage = 'account';

/** Source: Directory API `users.get` (`suspended`, `archived`, `deletionTime`). */
async function person(input: CheckInput, found: Person): Promise<readonly CheckFinding[]> {
  const { question } = input;
  const who = whoIs(question);
  const evidence = [found.seen.evidence];
  switch (found.state) {
    case 'found': {
      const { user } = found;
      const state =
        user.deletedAt !== undefined
          ? 'deleted'
          : user.suspended
            ? 'suspended'
            : user.archived
              ? 'archived'
              : undefined;
      if (state !== undefined) {
        const text = `The account ${user.primaryEmail} is ${state}, so it cannot sign in anywhere.`;
        const reason =
          user.suspensionReason === undefined ? '' : ` Google gives the reason ${user.suspensionReason}.`;
        return [
          {
            stage,
            verdict: 'blocks',
            code: 'account-disabled',
            text,
            adminText: `${text}${reason}`,
            evidence,
          },
        ];
      }
      const alias = question.subject.kind === 'user' && user.primaryEmail !== question.subject.email;
      const text = alias
        ? `${who} is an alias of ${user.primaryEmail}; IAM and IAP know the account by that address.`
        : `${user.primaryEmail} is an active account.`;
      return [{ stage, verdict: 'ok', code: null, text, adminText: text, evidence }];
    }
    case 'unseen': {
      const text = `I could not look up ${who} in the directory, so I cannot tell whether the account is active or an alias of another.`;
      return [
        {
          stage,
          verdict: 'could-not-look',
          decides: true,
          code: found.why.code,
          text,
          adminText: `${text} ${found.why.what}`,
          evidence,
          missing: [found.why],
        },
      ];
    }
    case 'absent':
      return absent(input, found);
  }
}

/**
 * Not in our directory: another customer's, a consumer's, or nobody. When a grant names the person, or a group that
 * has them as a member, they exist; otherwise nothing says so (`contract.md` §7.7).
 */
async function absent(
  input: CheckInput,
  found: Person & { state: 'absent' },
): Promise<readonly CheckFinding[]> {
  const { scope, question, looks } = input;
  const who = whoIs(question);
  const evidence = [found.seen.evidence];
  const { decision } = await scope.get(decisionFact(looks, question));
  const named = decision.allow.grants.some(({ principal }) =>
    ['user', 'group', 'allUsers'].includes(principal.kind),
  );
  const why = missing('directory', who, `${who} is not in the directory I can see.`);
  const text = found.external
    ? `${who} is not in this organisation\u2019s directory: an account of somebody else\u2019s, whose state I cannot see.`
    : `The directory does not know ${who}: mistyped, deleted, or not an account of this organisation.`;
  const fix = { unheardOf: !found.external };
  const base = { stage, code: 'subject-not-found', text, adminText: text, evidence, fix } as const;
  if (named || decision.truth === 'false') return [{ ...base, verdict: 'unsure' }];
  return [
    {
      ...base,
      verdict: 'could-not-look',
      decides: true,
      missing: [
        {
          ...why,
          code: 'subject-not-found',
          needs:
            'the address exactly as the account has it; the person can open the app with ?gcp-iap-mode=IDENTITY to see it',
        },
      ],
    },
  ];
}

/**
 * Source: IAM `serviceAccounts.get` (`disabled`). An account of a project that is out of sight is somebody else's, whose
 * state nobody here can see; one of a project we know may be disabled, and then it gets in nowhere.
 */
async function serviceAccount({ scope, question, looks }: CheckInput): Promise<readonly CheckFinding[]> {
  if (question.subject.kind !== 'serviceAccount') return [];
  const { email } = question.subject;
  const [seen, { home }] = await Promise.all([
    scope.get(looks.serviceAccount(email)),
    scope.get(canonicalFact(looks, question)),
  ]);
  const evidence = [seen.evidence];
  if (!seen.look.ok) {
    const { problem } = seen.look;
    const text = `I could not look at ${email} itself, so I cannot tell whether it is disabled.`;
    const why = missingFrom(problem, 'service-account', email);
    const base = { stage, text, adminText: `${text} ${why.what}`, evidence } as const;
    return home.known && !nothingThere(problem)
      ? [{ ...base, verdict: 'could-not-look', decides: true, code: why.code, missing: [why] }]
      : [{ ...base, verdict: 'unsure', code: null }];
  }
  if (!seen.look.value.disabled) {
    const text = `${email} is enabled.`;
    return [{ stage, verdict: 'ok', code: null, text, adminText: text, evidence }];
  }
  const text = `The service account ${email} is disabled, so nothing can act as it.`;
  return [{ stage, verdict: 'blocks', code: 'account-disabled', text, adminText: text, evidence }];
}

/** Where everybody is let in without signing in, the state of one account keeps nobody out. */
async function ifItMatters(
  { scope, question, looks }: CheckInput,
  findings: readonly CheckFinding[],
): Promise<readonly CheckFinding[]> {
  const { decision } = await scope.get(decisionFact(looks, question));
  // Where something else is still open, it decides alone: a state that keeps nobody out must not answer for it.
  const open =
    decision.truth !== 'false' && decision.allow.grants.some((g) => g.principal.kind === 'allUsers');
  if (!open) return findings;
  return findings.map((finding): CheckFinding => {
    if (finding.verdict === 'blocks') return { ...finding, verdict: 'warns' };
    return finding.verdict === 'could-not-look' ? { ...finding, verdict: 'unsure', decides: false } : finding;
  });
}

export const account: Check = {
  id: 'account',
  good: 'The account exists and can sign in.',
  run: async (input) => {
    const canonical = await input.scope.get(canonicalFact(input.looks, input.question));
    if (canonical.person) return ifItMatters(input, await person(input, canonical.person));
    if (input.question.subject.kind === 'serviceAccount') return serviceAccount(input);
    const text = `${whoIs(input.question)} is a federated identity; there is no Google account to look at for ${placeName(input.question)} (${accessPermission(input.question.place.resource)}).`;
    return [{ stage, verdict: 'not-applicable', code: null, text, adminText: text, evidence: [] }];
  },
};
