/** The app itself answered: it took the caller, refused, failed, or never saw the credential that was meant for it. */
import { attribute } from '../attribution.js';
import type { Observation, Reply } from '../observation.js';
import { type Answer, answerOf, appStatus, seenIn } from '../reading/answer.js';
import { onCloudRun } from '../reading/google-page.js';
import { mend } from '../reading/place.js';
import { field, isGrpc, isJson, isRedirect } from '../reading/reply.js';
import {
  type Competing,
  type Note,
  type Passed,
  RANK,
  type Recognised,
  type Sighting,
  type Symptom,
} from './symptom.js';

/** A challenge of somebody who saw no credential: RFC 6750 names an error only to those who brought one. */
const asksForMissing = (challenge: string | undefined): boolean =>
  challenge !== undefined && !/\berror\s*=/i.test(challenge);

/** Where Cloud Run could have said the same in other words. */
function cloudRunInstead(seen: Observation, reply: Reply, challenge: string | undefined): Competing[] {
  const check = 'The app\u2019s log: a request Cloud Run refused never arrives there.';
  if (reply.status === 401 && /invalid_token/.test(challenge ?? ''))
    return [{ code: 'service-agent-token-rejected', text: 'Cloud Run refused IAP\u2019s own token.', check }];
  if (reply.status === 403 && onCloudRun(seen.target) && !isJson(reply))
    return [
      { code: 'service-agent-not-invoker', text: 'Cloud Run refused IAP\u2019s service agent.', check },
    ];
  return [];
}

function refused(seen: Observation, answer: Answer): Recognised {
  const { reply } = answer;
  const base = { ...seenIn(answer), verdict: 'failing', failedStage: 'backend' } as const;
  const challenge = field(reply.headers, 'www-authenticate');
  const signs = challenge === undefined ? base.signs : [...base.signs, `www-authenticate: ${challenge}`];
  if (
    reply.status === 401 &&
    seen.credential.header === 'authorization' &&
    asksForMissing(challenge) &&
    !openWithout(seen)
  ) {
    const text =
      'IAP let the request pass, and the app most likely misses its own Authorization header: IAP took it.';
    return {
      ...base,
      signs: [...signs, 'the credential went in Authorization'],
      sureness: 'likely',
      code: 'authorization-consumed',
      text,
      adminText: `${text} The app asks for a credential it did not see. IAP reads Authorization and does not pass it on.`,
      competing: [
        {
          code: 'app-refused',
          text: 'The app got what it needs and refuses.',
          check:
            'Send IAP\u2019s token in Proxy-Authorization (--proxy-authorization): if the app still says 401, it is the app\u2019s own decision.',
        },
      ],
    };
  }
  const open = openWithout(seen);
  const text = open
    ? `The app itself refuses the request (${reply.status}); IAP does not stand in the way here.`
    : `IAP let the request pass, and the app itself refuses it (${reply.status}).`;
  return {
    ...base,
    signs,
    code: 'app-refused',
    text,
    adminText: `${text} Its own list of users, or its check of IAP\u2019s assertion: the audience it expects, ES256, the address.`,
    competing: cloudRunInstead(seen, reply, challenge),
  };
}

/** The request without a credential reached the app too, so IAP let nobody pass: it was not asked. */
const openWithout = (seen: Observation): boolean =>
  seen.bare !== undefined && attribute(seen.bare, seen.target).by === 'backend';

function failed(answer: Answer): Recognised {
  const text = `The app, or what stands before it, failed with ${answer.reply.status}; this is not IAP.`;
  return {
    ...seenIn(answer),
    code: 'backend-error',
    verdict: 'failing',
    failedStage: 'backend',
    text,
    adminText: `${text} It has neither IAP\u2019s mark nor the load balancer\u2019s words.`,
  };
}

function through(answer: Answer): Sighting {
  const { status } = answer.reply;
  const text = answer.grpc ? 'The app answered: gRPC OK.' : `The app answered (${status}).`;
  const pass: Passed = {
    ...seenIn(answer),
    verdict: 'through',
    code: null,
    text,
    adminText: text,
    rank: RANK.pass,
  };
  if (status < 400) return { passes: [pass] };
  const says = `The app answered with ${status} of its own: IAP let the request pass.`;
  const note: Note = {
    finding: 'warns',
    code: null,
    sureness: answer.from.sureness,
    signs: answer.from.signs,
    text: says,
    adminText: says,
  };
  return { passes: [pass], notes: [note] };
}

export const app: Symptom = {
  id: 'app',
  codes: ['app-refused', 'authorization-consumed', 'backend-error'],
  recognise: (seen) => {
    const answer = answerOf(seen);
    if (answer?.from.by !== 'backend') return null;
    const { reply, sent, grpc } = answer;
    if (reply.status >= 500) return { causes: [failed(answer)] };
    if (!sent || reply.status === 429) return null;
    if (reply.status === 401 || reply.status === 403) return { causes: [refused(seen, answer)] };
    if (!grpc) return through(answer);
    if (isRedirect(reply) || !isGrpc(reply)) return null;
    return appStatus(seen, answer)?.status === 0 ? through(answer) : null;
  },
  fixes: (_seen, { code }) => {
    switch (code) {
      case 'authorization-consumed':
        return [
          mend(
            'person',
            'Send IAP\u2019s token in Proxy-Authorization and the app\u2019s own in Authorization',
            'It works at once: IAP reads Proxy-Authorization first and passes Authorization on.',
          ),
        ];
      case 'app-refused':
        return [
          mend(
            'owner',
            'Compare what the app expects of IAP\u2019s assertion: ES256, issuer https://cloud.google.com/iap, and the right audience',
            'The audience is /projects/NUMBER/global/backendServices/ID behind a load balancer, /projects/NUMBER/locations/REGION/services/NAME on Cloud Run. iap-doctor probe with --jwt-test shows how the app treats good and bad assertions.',
          ),
          mend(
            'person',
            'Ask an owner of the app whether it knows you',
            'IAP is passed; the app has a list of its own.',
          ),
        ];
      default:
        return [
          mend(
            'owner',
            'Read the app\u2019s own log at this minute',
            'IAP and the load balancer handed the request on.',
          ),
        ];
    }
  },
};
