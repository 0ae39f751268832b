/** Which grants can open or close an app at all: the others are listed, but nobody's access hangs on them. Pure. */
import { roleGrants } from '../policy/roles.js';
import type { Change, Delta } from './change.js';

const PERMISSIONS = [
  'iap.webServiceVersions.accessViaIAP',
  'iap.tunnelInstances.accessViaIAP',
  'iap.tunnelDestGroups.accessViaIAP',
];
/** What IAP itself needs to hand a request over to Cloud Run. */
const INVOKES = /^roles\/run\.(?:invoker|admin|developer|servicesInvoker)$/;
const LENDS =
  /^roles\/iam\.(?:serviceAccountTokenCreator|serviceAccountUser|workloadIdentityUser|serviceAccountOpenIdTokenCreator)$/;

const known = new Map<string, boolean>();
/** Names come from outside: what is remembered of them stays small. */
const MOST_KNOWN = 1000;

/** Whether a role may carry access, or is needed for it; custom roles may. */
export function mayOpen(role: string): boolean {
  const before = known.get(role);
  if (before !== undefined) return before;
  const opens =
    INVOKES.test(role) ||
    LENDS.test(role) ||
    PERMISSIONS.some((permission) => roleGrants(role, permission, () => undefined).truth !== 'false');
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(role, opens);
  return opens;
}

export const opens = (delta: Delta): boolean => mayOpen(delta.role);

/** Whether somebody's access may hang on a change; a policy whose difference is not known yet may be anything. */
export function concernsAccess(change: Change): boolean {
  switch (change.kind) {
    case 'iam-policy':
    case 'iap-policy':
      return change.deltas.some(opens) || (change.deltas.length === 0 && change.policyAfter !== undefined);
    case 'group-membership':
      return change.deltas.some(({ role }) => role === 'MEMBER');
    case 'admin-role':
    case 'org-policy':
      return false;
    default:
      return true;
  }
}
