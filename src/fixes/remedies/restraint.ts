/** Mends what takes access away on purpose: deny policies and principal access boundaries. */
import { shell } from '../target.js';
import { POLICY_WAIT } from '../times.js';
import type { Fix, FixContext, Remedy } from '../types.js';
import { ADMINISTRATOR, askOwner, joinGroup } from './grant.js';

/** `policies/cloudresourcemanager.googleapis.com%2Fprojects%2F1/denypolicies/ID` → attachment point and id. */
function denyParts(name: string | undefined): { point: string; id: string } | undefined {
  const match = /^policies\/([^/]+)\/denypolicies\/(.+)$/.exec(name ?? '');
  return match?.[1] === undefined || match[2] === undefined
    ? undefined
    : { point: decodeURIComponent(match[1]), id: match[2] };
}

const overgrant = (node: string | undefined): Fix['overgrant'] =>
  node?.startsWith('organizations/') ? 4 : node?.startsWith('folders/') ? 3 : 2;

/** The group the rule spares already: joining it leaves the rule as somebody wrote it. */
function excepted(context: FixContext): Fix[] {
  const join = context.code === 'deny-exception-missed' ? joinGroup(context) : undefined;
  return join === undefined
    ? []
    : [
        {
          ...join,
          title: `Add the person to ${context.group}, which the deny rule makes an exception for`,
          then: `${join.then} Everything else the rule denies is then open to them as well: ask whoever wrote it first.`,
        },
      ];
}

export const deny: Remedy = {
  codes: ['deny-policy', 'deny-exception-missed', 'deny-unevaluable'],
  fixes: (context: FixContext) => {
    const parts = denyParts(context.policyName);
    const flags = parts ? `--attachment-point=${shell(parts.point)} --kind=denypolicies` : '';
    return [
      ...excepted(context),
      {
        title:
          context.code === 'deny-unevaluable'
            ? 'Correct the tag condition of the deny rule: Google cannot evaluate it and therefore denies'
            : 'Add an exception for the person to the deny rule (exceptionPrincipals)',
        for: 'owner',
        who: ADMINISTRATOR,
        overgrant: overgrant(context.node),
        gcloud: parts
          ? `gcloud iam policies get ${shell(parts.id)} ${flags} > deny.json\n# edit the rule, then:\ngcloud iam policies update ${shell(parts.id)} ${flags} --policy-file=deny.json`
          : null,
        terraform: null,
        console: 'https://console.cloud.google.com/iam-admin/deny',
        then: `${POLICY_WAIT} Somebody wrote this rule on purpose: ask them first.`,
      },
      askOwner(context, 'about the deny policy that covers you', ADMINISTRATOR),
    ];
  },
};

export const boundary: Remedy = {
  codes: ['boundary-excludes', 'boundary-unevaluable'],
  fixes: (context) => {
    const match = /^organizations\/([^/]+)\/locations\/([^/]+)\/principalAccessBoundaryPolicies\/(.+)$/.exec(
      context.policyName ?? '',
    );
    return [
      {
        title:
          context.code === 'boundary-unevaluable'
            ? 'Correct the condition of the boundary\u2019s binding: Google cannot evaluate it and therefore keeps out'
            : 'Add the app\u2019s project to the resources of the principal access boundary',
        for: 'owner',
        who: ADMINISTRATOR,
        overgrant: 2,
        gcloud: match
          ? `gcloud iam principal-access-boundary-policies update ${shell(match[3] ?? '')} --organization=${match[1]} --location=${match[2]} --details-rules=rules.json`
          : null,
        terraform: null,
        console: null,
        then: `${POLICY_WAIT} Everybody the boundary is bound to gains eligibility for that project.`,
      },
      askOwner(context, 'about the access boundary of your account', ADMINISTRATOR),
    ];
  },
};
