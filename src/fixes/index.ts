/** The list of remedies, and the fixes for one cause: smallest overgrant first. */
import { disabled, otherAccount, restricted, unsettled } from './remedies/account.js';
import { expired, hours, level, malformed, place } from './remedies/condition.js';
import { customRole, grant, membership, missingGroup, runInvoker } from './remedies/grant.js';
import { enabledTwice, replaced, serviceAgent } from './remedies/hand-over.js';
import { lent } from './remedies/lent.js';
import { orgPolicy } from './remedies/org-policy.js';
import { boundary, deny } from './remedies/restraint.js';
import { hostNotAllowed, identityPlatform, identitySource, oauthClientMissing } from './remedies/sign-in.js';
import { cannotTell, waiting } from './remedies/waiting.js';
import { spelt } from './spelling.js';
import { AGAIN } from './times.js';
import type { Fix, FixContext, Remedy } from './types.js';

export type { Fix, FixContext, Remedy } from './types.js';

export const remedies: readonly Remedy[] = [
  grant,
  missingGroup,
  runInvoker,
  customRole,
  membership,
  otherAccount,
  disabled,
  restricted,
  unsettled,
  expired,
  hours,
  place,
  malformed,
  level,
  deny,
  boundary,
  lent,
  orgPolicy,
  oauthClientMissing,
  identitySource,
  hostNotAllowed,
  identityPlatform,
  serviceAgent,
  enabledTwice,
  replaced,
  waiting,
  cannotTell,
];

/** Before anything is granted to an address that nobody has. */
const spelling: Fix = {
  title: 'Check the spelling of the address first: the directory of this organisation does not know it',
  for: 'person',
  who: 'whoever asked',
  overgrant: 0,
  gcloud: null,
  terraform: null,
  console: null,
  then: AGAIN,
};

/** Every fix for a cause, smallest overgrant first; remedies' own order decides between equals. */
export function fixesFor(context: FixContext): readonly Fix[] {
  const found = remedies
    .filter((remedy) => remedy.codes.includes(context.code))
    .flatMap((remedy) => remedy.fixes(context))
    .map((fix) => spelt(fix, { number: context.resource.project.id, id: context.projectId }));
  const sorted = [...found].sort((a, b) => a.overgrant - b.overgrant);
  return context.unheardOf === true ? [spelling, ...sorted] : sorted;
}
