/** No credential was sent, and the app answered: IAP is off here, was gone around, or lets everybody pass. */
import type { Observation } from '../observation.js';
import { type Answer, answerOf, seenIn } from '../reading/answer.js';
import { mend, placeOf } from '../reading/place.js';
import { isRedirect } from '../reading/reply.js';
import { type Note, RANK, type Recognised, type Symptom } from './symptom.js';

function open(seen: Observation, answer: Answer): Recognised {
  const { access } = seen.around;
  const text = 'The app answers without any credential: IAP does not stand in the way here.';
  const why = access?.code === 'public' ? ` By the policies everybody may pass: ${access.adminText}` : '';
  return {
    ...seenIn(answer),
    rank: RANK.reply + 1,
    code: 'exposed',
    verdict: 'exposed',
    failedStage: 'iap',
    text,
    adminText: `${text} It is off, the request went around it, or allUsers is bound.${why}`,
    competing: [
      {
        code: 'public',
        text: 'allUsers is bound, so IAP asks nobody.',
        check: 'gcloud iap web get-iam-policy on the service, and no AuthorizeUser entries in the log.',
      },
      {
        code: 'iap-bypassable',
        text: 'IAP is off on this backend, or this address does not pass the load balancer that has it.',
        check:
          'gcloud compute backend-services describe: iap.enabled; and which address the name resolves to.',
      },
    ],
  };
}

/** `public` beside it, where the policies say so. */
function alsoPublic(seen: Observation, found: Recognised): Recognised[] {
  const { access } = seen.around;
  if (access?.code !== 'public') return [];
  return [
    {
      ...found,
      rank: found.rank + 1,
      code: 'public',
      text: 'Everybody may pass IAP here.',
      adminText: access.adminText,
      competing: [],
    },
  ];
}

/** The main request carried a credential; the one without is told as a warning. */
function bareToo(seen: Observation): Note[] {
  if (!seen.bare || !seen.reply || seen.credential.kind === 'none') return [];
  const answer = answerOf({ ...seen, reply: undefined, halt: undefined });
  if (answer?.from.by !== 'backend' || answer.reply.status >= 500) return [];
  if (isRedirect(answer.reply) || answer.reply.status === 429) return [];
  const text = 'Without a credential the app answers too: IAP does not stand in the way here.';
  const signs = ['no credential', ...answer.from.signs];
  return [
    { finding: 'warns', code: 'exposed', sureness: answer.from.sureness, signs, text, adminText: text },
  ];
}

export const exposed: Symptom = {
  id: 'exposed',
  codes: ['exposed', 'public'],
  recognise: (seen) => {
    const answer = answerOf(seen);
    if (!answer) return null;
    const { reply, from, sent } = answer;
    const notes = bareToo(seen);
    const answered =
      from.by === 'backend' && !isRedirect(reply) && reply.status < 500 && reply.status !== 429;
    if (sent || !answered) return notes.length > 0 ? { notes } : null;
    const found = open(seen, answer);
    return { causes: [found, ...alsoPublic(seen, found)] };
  },
  fixes: (seen, { code }) => {
    const { project, backend, run } = placeOf(seen);
    if (code === 'public')
      return [
        mend(
          'owner',
          'Take allUsers out of the service\u2019s IAP policy, or send people through ?gcp-iap-mode=FORCE_LOGIN',
          'It usually works about 2 minutes after the change, sometimes 7 minutes or more. Whoever came in through it needs a grant of their own.',
          {
            gcloud: `gcloud iap web remove-iam-policy-binding --resource-type=backend-services --service=${backend.service} --member=allUsers --role=roles/iap.httpsResourceAccessor --project=${project}`,
          },
        ),
      ];
    const onRun = run.service !== 'SERVICE';
    return [
      mend(
        'owner',
        'Turn IAP on for this backend, and close the ways around it',
        'It works within minutes. Grant the role to those who need it before.',
        {
          gcloud: onRun
            ? `gcloud beta run services update ${run.service} --region=${run.region} --iap --project=${project}`
            : `gcloud compute backend-services update ${backend.service} ${backend.where} --iap=enabled --project=${project}`,
        },
      ),
    ];
  },
};
