/** A real gRPC answer of the app, or something that should have been one. */
import { grpcStatusName } from '../grpc-status.js';
import type { Observation } from '../observation.js';
import { type Answer, type AppStatus, answerOf, appStatus, seenIn } from '../reading/answer.js';
import { mend, placeOf } from '../reading/place.js';
import { cut, isGrpc, isRedirect, mediaType } from '../reading/reply.js';
import { RANK, type Recognised, type Symptom } from './symptom.js';

/** The words of an app that found no credential at all. */
const misses = (message: string): boolean =>
  /\b(?:missing|no|not (?:found|present|provided|supplied|sent)|without|absent|empty|required|expected)\b/i.test(
    message,
  ) && /\b(?:authori[sz]ation|credentials?|token|bearer|metadata|auth header)\b/i.test(message);

const asked = (seen: Observation): string => seen.grpc?.method ?? seen.target.grpc ?? '';

function byStatus(
  seen: Observation,
  answer: Answer,
  { status, message, madeUp }: AppStatus,
): Recognised | undefined {
  const name = grpcStatusName(status) ?? `${status}`;
  const said = message === '' ? '' : ` It says: ${cut(message)}`;
  const base = {
    ...seenIn(answer),
    rank: RANK.grpc,
    signs: [...answer.from.signs, `grpc-status: ${status}`],
    verdict: 'failing' as const,
    failedStage: 'grpc' as const,
  };
  if (status === 0) return undefined;
  if (madeUp) {
    const text = `A gRPC client loses the connection here (${status} ${name}), although the same call made raw was answered.`;
    return { ...base, code: 'grpc-error', text, adminText: `${text}${said}` };
  }
  if (status === 12) {
    const text = `The app answered, and does not know the method ${asked(seen)}.`;
    const near = seen.grpc?.suggestions ?? [];
    const nearest = near.length === 0 ? '' : ` Nearest to it: ${near.slice(0, 3).join(', ')}.`;
    const adminText = `${text} The path to it works.${nearest}${said}`;
    return { ...base, code: 'grpc-unimplemented', text: `${text}${nearest}`, adminText };
  }
  if (status === 16 && seen.credential.header === 'authorization' && misses(message)) {
    const text =
      'IAP let the call pass, and the app most likely misses its own authorization metadata: IAP took it.';
    return {
      ...base,
      signs: [...base.signs, 'the credential went in authorization'],
      sureness: 'likely',
      code: 'authorization-consumed',
      text,
      adminText: `${text}${said}`,
      competing: [
        {
          code: 'grpc-app-denied',
          text: 'The app refuses by its own rules.',
          check:
            'Send IAP\u2019s token in proxy-authorization (--proxy-authorization): if the app still says 16, it is the app\u2019s own decision.',
        },
      ],
    };
  }
  if (status === 7 || status === 16) {
    const text = `IAP let the call pass, and the app itself refuses it (${name}).`;
    const mesh = /Origin authentication failed/i.test(message)
      ? ' These are Istio\u2019s words, not the app\u2019s and not IAP\u2019s.'
      : '';
    return { ...base, code: 'grpc-app-denied', text, adminText: `${text}${said}${mesh}` };
  }
  const text = `The app answered with an error of its own (${status} ${name}).`;
  return { ...base, code: 'grpc-error', text, adminText: `${text}${said}` };
}

function notServing(seen: Observation, answer: Answer): Recognised | undefined {
  const health = seen.grpc?.health;
  if (health === undefined || health === 'SERVING') return undefined;
  const text = `The app answered, and its health service says ${health}.`;
  return {
    ...seenIn(answer),
    rank: RANK.grpc,
    signs: [...answer.from.signs, `health: ${health}`],
    code: 'grpc-not-serving',
    verdict: 'failing',
    failedStage: 'grpc',
    text,
    adminText: text,
  };
}

/** A reply that is no gRPC, or gRPC without its end. */
function broken(seen: Observation, answer: Answer): Recognised | undefined {
  const { reply } = answer;
  const base = {
    ...seenIn(answer),
    rank: RANK.grpc,
    verdict: 'failing' as const,
    failedStage: 'grpc' as const,
  };
  if (reply.status === 200 && isGrpc(reply)) {
    const ended = reply.ending.kind === 'complete';
    if (!ended || appStatus(seen, answer)) return undefined;
    const text = 'The gRPC reply ended without its status: something on the way drops the trailers.';
    return {
      ...base,
      signs: [...base.signs, 'no grpc-status'],
      code: 'grpc-no-trailers',
      text,
      adminText: text,
    };
  }
  if (reply.status >= 500 || isRedirect(reply) || [401, 403, 429].includes(reply.status)) return undefined;
  const type = mediaType(reply) || 'nothing';
  const text = `Something answered ${reply.status} that does not speak gRPC.`;
  return {
    ...base,
    signs: [...base.signs, `content-type: ${type}`],
    code: 'grpc-not-grpc',
    text,
    adminText: `${text} Its content is ${type}, not application/grpc: another host or path, or a backend whose protocol is not HTTP/2.`,
  };
}

export const grpcApp: Symptom = {
  id: 'grpc-app',
  codes: [
    'grpc-unimplemented',
    'grpc-not-serving',
    'grpc-app-denied',
    'grpc-error',
    'grpc-no-trailers',
    'grpc-not-grpc',
  ],
  recognise: (seen) => {
    const answer = answerOf(seen);
    if (!answer?.grpc || answer.from.by !== 'backend') return null;
    const status = appStatus(seen, answer);
    const found = status
      ? (byStatus(seen, answer, status) ?? notServing(seen, answer))
      : broken(seen, answer);
    return found ? { causes: [found] } : null;
  },
  literals: [
    { code: 'grpc-app-denied', sureness: 'certain', pattern: /\borigin authentication failed\b/i },
    { code: 'grpc-unimplemented', sureness: 'certain', pattern: /\b12 UNIMPLEMENTED: (?!Received HTTP)/ },
  ],
  fixes: (seen, { code }) => {
    const place = placeOf(seen);
    switch (code) {
      case 'grpc-unimplemented':
        return [
          mend(
            'person',
            `Check the name ${asked(seen)}: package.Service/Method, as the app has it`,
            'Health and reflection are services of their own, which an app has to switch on.',
          ),
        ];
      case 'grpc-no-trailers':
        return [
          mend(
            'owner',
            'Find the proxy on the way that drops trailers, or speaks HTTP/1.1 to the app',
            'The backend service\u2019s protocol has to be HTTP/2, on Cloud Run --use-http2.',
          ),
        ];
      case 'grpc-not-grpc':
        return [
          mend(
            'owner',
            'Check host and path, and that the backend service\u2019s protocol is HTTP/2',
            'It works within minutes of the change.',
            {
              gcloud: `gcloud compute backend-services update ${place.backend.service} ${place.backend.where} --protocol=HTTP2 --project=${place.project}`,
            },
          ),
        ];
      default:
        return [
          mend(
            'owner',
            'Read the app\u2019s own log at this minute',
            'IAP and the load balancer handed the call on.',
          ),
        ];
    }
  },
};
