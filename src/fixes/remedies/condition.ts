/** Mends a condition that is not met: wait, ask differently, or edit the binding that carries it. */
import { parseIapResource } from '../../names/index.js';
import {
  conditionFlag,
  gcloudBinding,
  gcloudContainerBinding,
  iamConsole,
  iapConsole,
  overgrantOf,
  shell,
} from '../target.js';
import { AGAIN, POLICY_WAIT } from '../times.js';
import type { Fix, FixContext, Remedy } from '../types.js';
import { ADMINISTRATOR, askOwner, directGrant } from './grant.js';

/** Replacing a condition is removing the old binding and adding a new one: IAM has no edit. */
function editCondition(context: FixContext, title: string): Fix {
  const node = context.node ?? '';
  const target = parseIapResource(node) ?? undefined;
  const { boundMember, boundRole } = context;
  const condition = context.condition && conditionFlag(context.condition);
  const remove =
    boundMember === undefined || boundRole === undefined || condition === undefined
      ? null
      : target
        ? gcloudBinding('remove', target, boundMember, boundRole, condition)
        : gcloudContainerBinding('remove', node, boundMember, boundRole, condition);
  return {
    title,
    for: 'owner',
    overgrant: node === '' ? 0 : overgrantOf(node, context.resource),
    gcloud:
      remove === null
        ? null
        : `${remove}\n# then add it again with the corrected condition:\n# … add-iam-policy-binding … --condition='expression=…,title=…'`,
    terraform: null,
    console: target ? iapConsole(target) : node === '' ? null : iamConsole(node),
    then: `${POLICY_WAIT} The correction applies to everybody in that binding.`,
  };
}

/** `2026-11-25 08:00 UTC`. */
const minute = (rfc3339: string): string => `${rfc3339.slice(0, 16).replace('T', ' ')} UTC`;

const wait = (title: string, then: string): Fix => ({
  title,
  for: 'person',
  overgrant: 0,
  gcloud: null,
  terraform: null,
  console: null,
  then,
});

export const expired: Remedy = {
  codes: ['condition-expired'],
  fixes: (context) => [
    editCondition(context, 'Extend the grant: remove the binding that ended and add it with a later end'),
    directGrant(context),
    askOwner(context, 'to extend your access, or request it again if it was granted for a time'),
  ],
};

export const hours: Remedy = {
  codes: ['condition-hours'],
  fixes: (context) => [
    wait(
      context.nextTrueAt === undefined
        ? 'Come back inside the allowed hours'
        : `Come back at ${minute(context.nextTrueAt)}: then the condition holds again`,
      'Nothing has to be changed for that.',
    ),
    editCondition(context, 'Or widen the hours in the condition'),
  ],
};

export const place: Remedy = {
  codes: ['condition-path', 'condition-host'],
  fixes: (context) => [
    wait(
      context.code === 'condition-path'
        ? 'Open the address the grant is for; this path is not part of it'
        : 'Use the host name the grant is for',
      AGAIN,
    ),
    editCondition(
      context,
      context.code === 'condition-path'
        ? 'Or let the condition cover this path too (mind "/admin" and "/admin/": startsWith takes both only without the slash)'
        : 'Or add the second host name to the condition with ||',
    ),
  ],
};

export const malformed: Remedy = {
  codes: [
    'condition-malformed',
    'condition-unsupported-attribute',
    'access-level-unknown-name',
    'access-level-unsupported-target',
    'condition-not-met',
  ],
  fixes: (context) => [
    editCondition(
      context,
      context.code === 'condition-malformed'
        ? 'Correct the literal in the condition (RFC 3339 time, IANA time zone); as it stands it never grants'
        : context.code === 'condition-unsupported-attribute'
          ? 'Rewrite the condition without the attribute IAP does not offer, or bind on the resource itself instead'
          : context.code === 'access-level-unknown-name'
            ? 'Correct the access level\u2019s name: it has to match exactly, including upper and lower case'
            : context.code === 'condition-not-met'
              ? 'Correct the condition if it was not meant to keep this out'
              : 'Use an access level only where IAP supports it',
    ),
    askOwner(context, 'to correct the condition of your grant'),
  ],
};

export const level: Remedy = {
  codes: ['access-level-ip', 'access-level-device', 'access-level-other', 'access-level-broken'],
  fixes: (context) => {
    const [policy, name] =
      /^accessPolicies\/([^/]+)\/accessLevels\/(.+)$/.exec(context.level ?? '')?.slice(1) ?? [];
    const update =
      policy !== undefined && name !== undefined
        ? `gcloud access-context-manager levels update ${shell(name)} --policy=${shell(policy)} --basic-level-spec=LEVEL.yaml`
        : null;
    const person: Record<string, string> = {
      'access-level-ip': 'Connect from an allowed network (VPN or office) and try again',
      'access-level-device':
        'Install Endpoint Verification on a company device and let it synchronise, then try again',
      'access-level-other':
        'Meet what the access level asks for (a security key, an allowed country, being named in it) and try again',
      'access-level-broken':
        'Ask an organisation administrator to repair the access level that the grant asks for',
    };
    return [
      wait(person[context.code] ?? 'Meet the access level and try again', AGAIN),
      {
        title:
          context.code === 'access-level-broken'
            ? 'Repair the access level: it depends on one that does not exist'
            : 'Or change what the access level asks for',
        for: 'owner',
        who: ADMINISTRATOR,
        overgrant: 4,
        gcloud: update,
        terraform: null,
        console: 'https://console.cloud.google.com/security/access-level',
        then: `${POLICY_WAIT} It changes for everything that uses the level.`,
      },
    ];
  },
};
