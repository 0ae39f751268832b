/** Mends what takes access away on purpose: deny policies and principal access boundaries. */
import { hcl, shell } from '../target.js';
import { POLICY_WAIT } from '../times.js';
import type { Fix, FixContext, Remedy } from '../types.js';
import { ADMINISTRATOR, askOwner, bare, joinGroup } from './grant.js';

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

/** The subject as deny policies name principals (IAM "Principal identifiers"). */
function denyPrincipal({ subject }: FixContext): string {
  switch (subject.kind) {
    case 'user':
      return `principal://goog/subject/${subject.email}`;
    case 'serviceAccount':
      return `principal://iam.googleapis.com/projects/-/serviceAccounts/${subject.email}`;
    case 'federated':
      return subject.raw;
  }
}

export const deny: Remedy = {
  codes: ['deny-policy', 'deny-exception-missed', 'deny-unevaluable'],
  fixes: (context: FixContext) => {
    const parts = denyParts(context.policyName);
    const name = bare(context.member);
    const flags = parts ? `--attachment-point=${shell(parts.point)} --kind=denypolicies` : '';
    return [
      ...excepted(context),
      {
        title:
          context.code === 'deny-unevaluable'
            ? 'Correct the tag condition of the deny rule: Google cannot evaluate it and therefore denies'
            : `Add ${name} to the exceptions of the deny rule (exceptionPrincipals)`,
        for: 'owner',
        who: ADMINISTRATOR,
        overgrant: overgrant(context.node),
        gcloud: parts
          ? `gcloud iam policies get ${shell(parts.id)} ${flags} > deny.json\n# edit the rule, then:\ngcloud iam policies update ${shell(parts.id)} ${flags} --policy-file=deny.json`
          : null,
        terraform:
          context.code === 'deny-unevaluable'
            ? null
            : `# in the google_iam_deny_policy that holds the rule, beside those that are there:\nexception_principals = [${hcl(denyPrincipal(context))}]`,
        console: 'https://console.cloud.google.com/iam-admin/deny',
        then: `${POLICY_WAIT} Somebody wrote this rule on purpose: ask them first.`,
      },
      askOwner(context, 'about the deny policy that covers you', ADMINISTRATOR),
    ];
  },
};

/** The condition of a binding that Google cannot evaluate. */
function bindingFix(context: FixContext): Fix {
  const match = /^(projects|folders|organizations)\/([^/]+)\/locations\/([^/]+)\/policyBindings\/(.+)$/.exec(
    context.bindingName ?? '',
  );
  return {
    title:
      'Correct the condition of the boundary\u2019s binding: Google cannot evaluate it and therefore keeps out',
    for: 'owner',
    who: ADMINISTRATOR,
    overgrant: 2,
    gcloud: match
      ? `gcloud iam policy-bindings update ${shell(match[4] ?? '')} --${(match[1] ?? '').slice(0, -1)}=${shell(match[2] ?? '')} --location=${shell(match[3] ?? '')} --condition-expression='CORRECTED CONDITION'`
      : null,
    terraform: null,
    console: null,
    then: `${POLICY_WAIT} The correction applies to everybody the binding covers. Where the account is brand-new, waiting a day may be all it takes.`,
  };
}

/** One more rule, for the app's project alone; the rules that are there stay. */
function includeProject(context: FixContext): Fix {
  const match = /^organizations\/([^/]+)\/locations\/([^/]+)\/principalAccessBoundaryPolicies\/(.+)$/.exec(
    context.policyName ?? '',
  );
  const resource = `//cloudresourcemanager.googleapis.com/projects/${context.resource.project.id}`;
  const rule = { description: context.placeName, effect: 'ALLOW', resources: [resource] };
  return {
    title: 'Add the app\u2019s project to the resources of the principal access boundary',
    for: 'owner',
    who: ADMINISTRATOR,
    overgrant: 2,
    gcloud: match
      ? `gcloud iam principal-access-boundary-policies update ${shell(match[3] ?? '')} --organization=${match[1]} --location=${match[2]} --add-details-rules=${shell(JSON.stringify([rule]))}`
      : null,
    terraform: [
      '# in the google_iam_principal_access_boundary_policy, one more block in details:',
      'rules {',
      `  description = ${hcl(context.placeName)}`,
      '  effect      = "ALLOW"',
      `  resources   = [${hcl(resource)}]`,
      '}',
    ].join('\n'),
    console: null,
    then: `${POLICY_WAIT} Everybody the boundary is bound to gains eligibility for that project.`,
  };
}

export const boundary: Remedy = {
  codes: ['boundary-excludes', 'boundary-unevaluable'],
  fixes: (context) => [
    context.code === 'boundary-unevaluable' ? bindingFix(context) : includeProject(context),
    askOwner(context, 'about the access boundary of your account', ADMINISTRATOR),
  ],
};
