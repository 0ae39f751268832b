/** Mends a missing grant: a binding on exactly this resource, for a group that has access already or for this person alone. */

import {
  gcloudBinding,
  gcloudContainerBinding,
  groupsConsole,
  iamConsole,
  iapConsole,
  overgrantOf,
  shell,
  terraformBinding,
} from '../target.js';
import { GROUP_WAIT, POLICY_WAIT } from '../times.js';
import type { Fix, FixContext, Remedy } from '../types.js';

/** A member as people say it. */
export const bare = (member: string): string => member.replace(/^(?:user|serviceAccount):/, '');

const ROLE_TITLES: Readonly<Record<string, string>> = {
  'roles/iap.httpsResourceAccessor': 'IAP-secured Web App User',
  'roles/iap.tunnelResourceAccessor': 'IAP-secured Tunnel User',
};

/** A role as the console calls it (IAM, "Identity-Aware Proxy roles"). */
export const roleTitle = (role: string): string => ROLE_TITLES[role] ?? role;

/**
 * Where gcloud cannot reach the resource's own policy (tunnel instances and zones), the project is the nearest place it
 * can: wider, and said so.
 */
function projectGrant(context: FixContext): Fix[] {
  const { resource, member, role, placeName } = context;
  if (gcloudBinding('add', resource, member, role) !== null) return [];
  return [
    {
      title: `Or, with gcloud, give ${bare(member)} the role ${roleTitle(role)} on the whole project of ${placeName}`,
      for: 'owner',
      overgrant: 2,
      gcloud: gcloudContainerBinding('add', `projects/${resource.project.id}`, member, role, 'None'),
      terraform: null,
      console: iamConsole(`projects/${resource.project.id}`),
      then: `${POLICY_WAIT} It opens every tunnel of the project.`,
    },
  ];
}

/** A grant that an organisation policy refuses is worth knowing about before it is tried. */
const forbidden = ({ constraint }: FixContext): string =>
  constraint === undefined
    ? ''
    : `The organisation policy ${constraint} refuses this grant until it has an exception. `;

/** Access for this one person on this one service. */
export function directGrant(context: FixContext): Fix {
  const { resource, member, role, placeName } = context;
  return {
    title: `Give ${bare(member)} the role ${roleTitle(role)} on ${placeName} alone`,
    for: 'owner',
    overgrant: 0,
    gcloud: gcloudBinding('add', resource, member, role, context.beside ? 'None' : undefined),
    terraform: terraformBinding(resource, member, role),
    console: iapConsole(resource),
    then: `${forbidden(context)}${POLICY_WAIT} If Terraform owns this policy (an iam_binding or iam_policy resource), make the change there: it would undo a change made by hand.`,
  };
}

/** Membership in a group that has access already. */
export function joinGroup(context: FixContext): Fix | undefined {
  const { group, subject, resource } = context;
  if (group === undefined || subject.kind === 'federated') return undefined;
  return {
    title: `Add ${subject.email} to ${group}, which has access already`,
    for: 'owner',
    who: 'an owner of the group',
    overgrant: context.groupNode === undefined ? 1 : overgrantOf(context.groupNode, resource),
    gcloud: `gcloud identity groups memberships add --group-email=${shell(group)} --member-email=${shell(subject.email)}`,
    terraform: [
      'resource "google_cloud_identity_group_membership" "access" {',
      '  group = "groups/GROUP_ID" # the id behind the address',
      '  preferred_member_key {',
      `    id = "${subject.email}"`,
      '  }',
      '  roles {',
      '    name = "MEMBER"',
      '  }',
      '}',
    ].join('\n'),
    console: groupsConsole,
    then: `${GROUP_WAIT} The membership brings everything else the group may do.`,
  };
}

/** Deny policies, boundaries, access levels and organisation policies are kept by whoever keeps the organisation. */
export const ADMINISTRATOR = 'an organisation administrator';

/** What the person does: asks somebody who can, mostly an owner of the app. */
export function askOwner(context: FixContext, what: string, whom = `an owner of ${context.placeName}`): Fix {
  return {
    title: `Ask ${whom} ${what}`,
    for: 'person',
    overgrant: 0,
    gcloud: null,
    terraform: null,
    console: null,
    then: POLICY_WAIT,
  };
}

const present = (fix: Fix | undefined): Fix[] => (fix ? [fix] : []);

export const grant: Remedy = {
  codes: [
    'no-grant',
    'role-lacks-permission',
    'granted-elsewhere',
    'wrong-permission-kind',
    'deleted-principal',
    'outside-domain',
    'federated-not-matched',
  ],
  fixes: (context) => [
    ...present(joinGroup(context)),
    directGrant(context),
    askOwner(context, 'for access'),
    ...projectGrant(context),
  ],
};

/** Nobody can join a group that is none; what is wrong is the grant, or the group has to be made. */
export const missingGroup: Remedy = {
  codes: ['group-missing'],
  fixes: (context) => [
    directGrant(context),
    {
      title: `Or put a group that exists into the grant instead of ${context.group ?? 'the missing one'}, or make that group`,
      for: 'owner',
      overgrant: 1,
      gcloud: null,
      terraform: null,
      console: iapConsole(context.resource),
      then: `${POLICY_WAIT} A group made anew under an old address is not the old one: the grant has to be made again too.`,
    },
    askOwner(context, 'for access: the grant that should give it names a group that does not exist'),
  ],
};

export const runInvoker: Remedy = {
  codes: ['run-invoker-only'],
  fixes: (context) => [
    {
      ...directGrant(context),
      then: `${POLICY_WAIT} The run.invoker grant can go: with IAP in front, only IAP\u2019s own service agent needs it.`,
    },
    askOwner(context, 'for the IAP role instead of run.invoker'),
  ],
};

export const customRole: Remedy = {
  codes: ['custom-role-lacks-permission'],
  fixes: (context) => {
    const role = /^(projects|organizations)\/([^/]+)\/roles\/(.+)$/.exec(context.boundRole ?? '');
    const scope = role?.[1] === 'organizations' ? 'organization' : 'project';
    const update: Fix[] = role
      ? [
          {
            title: `Add ${context.permission} to the custom role ${role[3]}`,
            for: 'owner',
            overgrant: 1,
            gcloud: `gcloud iam roles update ${shell(role[3] ?? '')} --add-permissions=${context.permission} --${scope}=${shell(role[2] ?? '')}`,
            terraform: null,
            console: `https://console.cloud.google.com/iam-admin/roles?${scope === 'project' ? 'project' : 'organizationId'}=${encodeURIComponent(role[2] ?? '')}`,
            then: `${POLICY_WAIT} Everybody who holds the role gains it.`,
          },
        ]
      : [];
    return [directGrant(context), ...update, askOwner(context, 'for access')];
  },
};

/** A membership that is over is made anew; one that Google still lists has to go first. */
function renewal(context: FixContext): Fix | undefined {
  const join = joinGroup(context);
  return (
    join && {
      ...join,
      title: `Renew the membership in ${context.group}: add the person again, with a later end or none`,
      then: `${join.then} If Google says that the member exists already, remove the old membership first.`,
    }
  );
}

export const membership: Remedy = {
  codes: ['not-in-group', 'membership-expired'],
  fixes: (context) => [
    ...present(context.code === 'membership-expired' ? renewal(context) : joinGroup(context)),
    {
      ...directGrant(context),
      title: `Or give ${bare(context.member)} access to ${context.placeName} directly, as an exception`,
    },
    {
      ...askOwner(
        context,
        context.code === 'membership-expired'
          ? 'to renew your group membership'
          : 'to add you to the group that has access',
      ),
      then: GROUP_WAIT,
    },
  ],
};
