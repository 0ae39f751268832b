/** Mends a grant that an organisation policy forbids: a way that it allows, or an exception. */
import { shell } from '../target.js';
import { GROUP_WAIT, POLICY_WAIT } from '../times.js';
import type { FixContext, Remedy } from '../types.js';
import { ADMINISTRATOR, askOwner, joinGroup } from './grant.js';

export const orgPolicy: Remedy = {
  codes: ['org-policy-forbids'],
  fixes: (context: FixContext) => {
    const join = joinGroup(context);
    const project = context.resource.project.id;
    const constraint = context.constraint ?? 'iam.allowedPolicyMemberDomains';
    return [
      ...(join ? [join] : []),
      {
        title:
          'Give access to a group of this organisation and add the person to it, where the group admits people from elsewhere',
        for: 'owner',
        overgrant: 1,
        gcloud: null,
        terraform: null,
        console: 'https://admin.google.com/ac/groups',
        then: `${GROUP_WAIT} The policy looks at whom a grant names, not at who is in the group.`,
      },
      {
        title: `Or have an exception made to ${constraint} for this project`,
        for: 'owner',
        who: ADMINISTRATOR,
        overgrant: 2,
        gcloud: `gcloud org-policies describe ${shell(constraint)} --effective --project=${shell(project)}`,
        terraform: null,
        console: `https://console.cloud.google.com/iam-admin/orgpolicies?project=${encodeURIComponent(project)}`,
        then: `${POLICY_WAIT} The grant has to be made again afterwards. Somebody wrote this policy on purpose: ask them first.`,
      },
      askOwner(context, 'for access; an organisation policy stood against the grant'),
    ];
  },
};
