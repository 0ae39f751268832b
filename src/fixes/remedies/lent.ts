/** Mends access that was lent and is over: ask for it again, where there is something to ask. */
import { shell } from '../target.js';
import { POLICY_WAIT } from '../times.js';
import type { Fix, FixContext, Remedy } from '../types.js';
import { askOwner, directGrant } from './grant.js';

/** Command: `gcloud pam grants create` reference; the entitlement may be given by its full name. */
function request(entitlement: string): Fix {
  const [kind = '', id = ''] = entitlement.split('/');
  const key = kind === 'folders' ? 'folder' : kind === 'organizations' ? 'organizationId' : 'project';
  return {
    title: 'Ask for the temporary access again',
    for: 'person',
    overgrant: 0,
    gcloud: `gcloud pam grants create --entitlement=${shell(entitlement)} --requested-duration=3600s --justification='WHY YOU NEED IT'`,
    terraform: null,
    console: `https://console.cloud.google.com/iam-admin/pam/entitlements/my?${key}=${encodeURIComponent(id)}`,
    then: `${POLICY_WAIT} Where somebody has to approve it, the time runs from then.`,
  };
}

export const lent: Remedy = {
  codes: ['jit-grant-ended'],
  fixes: (context: FixContext) => [
    ...(context.entitlement === undefined ? [] : [request(context.entitlement)]),
    ...(context.entitlement === undefined
      ? [askOwner(context, 'for temporary access again, the way it was given before')]
      : []),
    {
      ...directGrant(context),
      title: `Or, for good, give ${context.member} the role on ${context.placeName} directly`,
    },
  ],
};
