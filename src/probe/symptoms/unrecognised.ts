/** A reply that fits no row: said to be unknown, with what was seen; and a mark that its body contradicts. */
import type { Observation, StageName } from '../observation.js';
import { answerOf } from '../reading/answer.js';
import { mend } from '../reading/place.js';
import { cut, oneLine, plainText } from '../reading/reply.js';
import type { AnsweredBy } from '../report.js';
import { type Note, RANK, type Recognised, type Symptom } from './symptom.js';

const WHO: Record<AnsweredBy, readonly [string, StageName | null]> = {
  iap: ['IAP', 'iap'],
  'google-sign-in': ['Google\u2019s sign-in', 'iap'],
  'load-balancer': ['The load balancer', 'load-balancer'],
  'cloud-run': ['Cloud Run', 'backend'],
  backend: ['The app', 'backend'],
  none: ['Nobody', null],
};

/** The stage the walk had come to: the first that failed, else the last. */
const lastStage = ({ stages }: Observation): StageName | null =>
  (stages.find(({ ok }) => !ok) ?? stages.at(-1))?.stage ?? null;

function unknown(seen: Observation): Recognised {
  const base = {
    code: 'unrecognised-reply',
    verdict: 'unknown',
    rank: RANK.unknown,
    sureness: 'certain',
  } as const;
  const answer = answerOf(seen);
  if (!answer) {
    const text = 'I cannot tell: the probe brought no reply to judge.';
    return {
      ...base,
      failedStage: seen.halt?.stage ?? lastStage(seen),
      answeredBy: 'none',
      signs: ['no reply'],
      text,
      adminText: text,
    };
  }
  const [who, stage] = WHO[answer.from.by];
  const text = `${who} answered ${answer.reply.status} in a way I do not know; the answer shows it raw.`;
  const own =
    answer.from.by === 'iap' && answer.reply.status < 300
      ? ' IAP answers by itself where an address asks for one of its own pages (gcip-iap-mode); the app was not asked.'
      : '';
  const { line } = answer.from;
  const meant =
    line?.kind === 'error-code' && line.number === 51
      ? ' IAP\u2019s error code 51 most likely means that the browser used one connection for several hosts.'
      : '';
  const said = cut(oneLine(answer.reply) ?? plainText(answer.reply.body), 200);
  return {
    ...base,
    failedStage: stage,
    answeredBy: answer.from.by,
    signs: answer.from.signs,
    text,
    adminText: `${text}${own}${meant}${said === '' ? '' : ` It says: ${said}`}`,
  };
}

/** The mark says IAP, the rest does not: an app can put any header on its reply. */
function contradiction(seen: Observation): Note[] {
  const answer = answerOf(seen);
  if (!answer?.from.doubt) return [];
  const text = `It is not certain that IAP answered: ${answer.from.doubt}.`;
  const adminText = `${text} An app or a proxy can set that header, or take it off; the load balancer\u2019s log (statusDetails handled_by_identity_aware_proxy) settles it.`;
  return [
    {
      finding: 'unsure',
      code: 'unrecognised-reply',
      sureness: 'likely',
      signs: answer.from.signs,
      text,
      adminText,
    },
  ];
}

export const unrecognised: Symptom = {
  id: 'unrecognised',
  codes: ['unrecognised-reply'],
  recognise: (seen) => ({ causes: [unknown(seen)], notes: contradiction(seen) }),
  fixes: (seen) => [
    mend(
      'operator',
      'Read the raw reply, and the load balancer\u2019s log at this minute',
      'statusDetails there says who answered.',
      {
        gcloud: `gcloud logging read 'resource.type="http_load_balancer" httpRequest.requestUrl:"${seen.target.host.replaceAll(/["'\\]/g, '')}"' --limit=5 --format=json`,
      },
    ),
  ],
};
