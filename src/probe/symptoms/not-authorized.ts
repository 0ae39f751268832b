/** IAP knows who it is and lets them not in; what `why` says of the identity makes the cause finer (rows 11 to 16). */
import { fixesFor } from '../../fixes/index.js';
import { shell } from '../../fixes/target.js';
import {
  accessPermission,
  accessRole,
  isServiceAccountEmail,
  parseSubject,
  subjectMember,
} from '../../names/index.js';
import type { Observation } from '../observation.js';
import { type Answer, answerOf, seenIn } from '../reading/answer.js';
import { mend, placeOf } from '../reading/place.js';
import type { Competing, Recognised, Symptom } from './symptom.js';

/** IAP's page does not say which of these it is. */
const COMPETING: readonly Competing[] = [
  {
    code: 'access-level-unmet',
    text: 'A condition asks for an access level the request did not meet.',
    check: 'The log entry of the denial, and the condition on the binding.',
  },
  {
    code: 'deny-policy',
    text: 'A deny policy takes the role away again.',
    check: 'gcloud iam policies list on the project, its folders and the organization.',
  },
  {
    code: 'change-propagating',
    text: 'The grant is minutes old and has not arrived everywhere.',
    check: 'Try again after 7 minutes; after a group change, after some hours.',
  },
  {
    code: 'domain-excludes-service-accounts',
    text: 'Only a domain is bound, and that does not cover service accounts.',
    check: 'Whether the binding names the service account itself.',
  },
];

/** Codes of `why` that stand on a row of their own here. */
function finer(code: string | null | undefined, service: boolean): string | undefined {
  if (code === 'deny-policy' || code === 'change-propagating') return code;
  if (code === 'domain-excludes-service-accounts') return code;
  if (code === 'outside-domain' && service) return 'domain-excludes-service-accounts';
  if (code?.startsWith('access-level-')) return 'access-level-unmet';
  return undefined;
}

const lower = (text: string | undefined): string => (text ?? '').toLowerCase();

function recognised(seen: Observation, answer: Answer): readonly Recognised[] {
  const { line, doubt } = answer.from;
  const { access } = seen.around;
  const named = line?.kind === 'denied' ? line.email : undefined;
  const own = named !== undefined && lower(named) === lower(seen.credential.email);
  const who =
    named === undefined
      ? ''
      : ` IAP names ${named}${line?.kind === 'denied' && line.app !== undefined ? ` (${line.app})` : ''}.`;
  const other =
    named !== undefined && seen.credential.email !== undefined && !own
      ? ` The token says ${seen.credential.email}: another credential arrived than was sent.`
      : '';
  const text = `IAP knows who it is and does not let ${own ? `${named}` : 'this identity'} in.`;
  const base = {
    ...seenIn(answer),
    ...(doubt === undefined && line === undefined ? { sureness: 'likely' as const } : {}),
    verdict: 'blocked' as const,
    failedStage: 'iap' as const,
  };
  const email = named ?? seen.credential.email ?? '';
  const code = finer(access?.code, /\.gserviceaccount\.com$/i.test(email));
  const general: Recognised = {
    ...base,
    code: 'not-authorized',
    text,
    adminText: `${text}${who}${other} The sign-in worked; what is missing is the permission.`,
    competing: access?.verdict === 'denied' ? [] : COMPETING,
  };
  if (access === undefined) return [general];
  const signs = [
    ...base.signs,
    `why ${access.subject}: ${access.verdict}${access.code === null ? '' : `, ${access.code}`}`,
  ];
  if (code !== undefined)
    return [
      {
        ...base,
        signs,
        code,
        sureness: access.verdict === 'unknown' ? 'likely' : base.sureness,
        text: `${text} ${access.text}`,
        adminText: `${text}${who}${other} ${access.adminText}`,
      },
    ];
  if (access.verdict !== 'denied' || access.code === null) return [{ ...general, signs }];
  const more: Recognised = {
    ...base,
    signs,
    rank: base.rank + 1,
    code: access.code,
    text: access.text,
    adminText: access.adminText,
  };
  return [
    {
      ...general,
      signs,
      text: `${text} ${access.text}`,
      adminText: `${general.adminText} ${access.adminText}`,
    },
    more,
  ];
}

export const notAuthorized: Symptom = {
  id: 'not-authorized',
  codes: [
    'not-authorized',
    'access-level-unmet',
    'deny-policy',
    'change-propagating',
    'domain-excludes-service-accounts',
  ],
  recognise: (seen) => {
    const answer = answerOf(seen);
    if (answer?.from.by !== 'iap' || answer.reply.status !== 403) return null;
    const { line } = answer.from;
    if (line !== undefined && line.kind !== 'denied' && line.kind !== 'denied-page') return null;
    const causes = recognised(seen, answer);
    const contradicts = seen.around.access?.verdict === 'allowed' && causes[0]?.code === 'not-authorized';
    if (!contradicts) return { causes };
    const text =
      'By the policies this identity should be let in, and IAP refuses: most likely a change has not arrived everywhere, or a condition sees something I cannot.';
    return {
      causes,
      notes: [
        {
          finding: 'unsure',
          code: 'change-propagating',
          sureness: 'likely',
          signs: causes[0]?.signs ?? [],
          text,
          adminText: text,
        },
      ],
    };
  },
  literals: [
    { code: 'not-authorized', sureness: 'certain', pattern: /\baccess denied\. for user \S+@[^\s.]+\.\S+/i },
    { code: 'not-authorized', sureness: 'likely', pattern: /^you don't have access$/i },
  ],
  fixes: (seen, { code }) => {
    const line = answerOf(seen)?.from.line;
    const email = (line?.kind === 'denied' ? line.email : undefined) ?? seen.credential.email;
    const who = email ?? 'PERSON';
    const ask = mend(
      'person',
      `Ask why: iap-doctor why ${who} ${seen.target.name}`,
      'The answer names the binding, condition or policy that decides. In a browser first compare accounts: open the address with ?gcp-iap-mode=IDENTITY.',
    );
    if (code === 'change-propagating' || seen.around.access?.verdict === 'allowed')
      return [
        mend(
          'person',
          'Wait a few minutes and try again',
          'Policy changes usually take 2 minutes, sometimes 7 or more; group changes can take hours.',
        ),
        ask,
      ];
    const { resource, project } = placeOf(seen);
    const subject = email === undefined ? undefined : parseSubject(email);
    if (!resource || !subject || code === 'deny-policy' || code === 'access-level-unmet') {
      if (code !== 'not-authorized') return [ask];
      const member =
        subject === undefined
          ? 'user:PERSON'
          : `${subject.kind === 'user' || subject.kind === 'serviceAccount' ? (isServiceAccountEmail(subject.email) ? 'serviceAccount' : 'user') : 'user'}:${who}`;
      return [
        ask,
        mend(
          'owner',
          `Give ${who} the role IAP-secured Web App User on the service`,
          'It usually works about 2 minutes after the change, sometimes 7 minutes or more.',
          {
            gcloud: `gcloud iap web add-iam-policy-binding --resource-type=backend-services --service=BACKEND_SERVICE --member=${shell(member)} --role=roles/iap.httpsResourceAccessor --project=${project}`,
          },
        ),
      ];
    }
    const grants = fixesFor({
      code: 'no-grant',
      subject,
      member: subjectMember(subject),
      resource,
      placeName: seen.target.name,
      url: seen.target.url,
      role: accessRole(resource),
      permission: accessPermission(resource),
      node: undefined,
      boundRole: undefined,
      boundMember: undefined,
      condition: undefined,
      group: undefined,
      groupNode: undefined,
      otherAccount: undefined,
      expiredAt: undefined,
      nextTrueAt: undefined,
      level: undefined,
      policyName: undefined,
      needs: undefined,
    });
    return [ask, ...grants];
  },
};
