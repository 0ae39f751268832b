/** What a gRPC client shows instead of the cause: the library turns an HTTP reply into a status of its own. */
import { grpcJsShows, otherClients } from '../client-view.js';
import type { GrpcSeen, Observation } from '../observation.js';
import { answerOf, seenIn } from '../reading/answer.js';
import { mend } from '../reading/place.js';
import { cut, grpcStatus } from '../reading/reply.js';
import { RANK, type Recognised, type Symptom } from './symptom.js';

/** The HTTP status behind a client's words. */
const hidden = (details: string): number | undefined => {
  const found =
    /Received HTTP status code (\d{3})\b/i.exec(details) ??
    /unexpected HTTP status code received from server: (\d{3})\b/i.exec(details);
  return found ? Number(found[1]) : undefined;
};

const codeFor = (status: number): string | undefined => {
  if (status === 401) return 'grpc-hides-401';
  if (status === 403) return 'grpc-hides-403';
  return [429, 502, 503, 504].includes(status) ? 'grpc-unavailable' : undefined;
};

const readAsMessage = (grpc: GrpcSeen | undefined): boolean =>
  grpc?.status === 8 && /Received message larger than max/i.test(grpc.details);

/** The reply was seen raw, so the truth is known; this is what it looks like through a client. */
function overReply(seen: Observation): Recognised[] {
  const answer = answerOf(seen);
  if (!answer?.grpc || answer.reply.status === 200 || grpcStatus(answer.reply)) return [];
  const { status } = answer.reply;
  const code = codeFor(status);
  const shows =
    seen.grpc?.status === undefined
      ? grpcJsShows(answer.reply)
      : `${seen.grpc.status} ${seen.grpc.name ?? ''}: ${cut(seen.grpc.details)}`;
  const base = {
    ...seenIn(answer),
    verdict:
      answer.from.by === 'iap' && (status === 401 || status === 403)
        ? ('blocked' as const)
        : ('failing' as const),
    failedStage:
      answer.from.by === 'iap'
        ? ('iap' as const)
        : answer.from.by === 'load-balancer'
          ? ('load-balancer' as const)
          : ('backend' as const),
    rank: RANK.guess,
  };
  const others = otherClients(answer.reply).map(
    ({ client, line, sureness }) => `${client}${sureness === 'likely' ? ' (likely)' : ''}: ${line}`,
  );
  const text = `A gRPC client does not see this: it shows \u201c${shows}\u201d for HTTP ${status}.`;
  const veil: Recognised[] =
    code === undefined ? [] : [{ ...base, code, text, adminText: [text, ...others].join('\n') }];
  if (!readAsMessage(seen.grpc)) return veil;
  const old = 'This gRPC client reads the reply\u2019s text as a message; a newer one names the HTTP status.';
  return [
    {
      ...base,
      code: 'grpc-client-too-old',
      signs: [...base.signs, `client: ${shows}`],
      text: old,
      adminText: `${old} It shows \u201c${shows}\u201d for HTTP ${status} (grpc-js from 1.10.9 until it was mended).`,
    },
    ...veil,
  ];
}

/** Only the client's words are there: the veil is all that is known. */
function wordsAlone(seen: Observation): Recognised[] {
  const { grpc } = seen;
  if (!grpc || seen.reply || seen.bare || seen.halt || grpc.status === undefined) return [];
  const status = hidden(grpc.details);
  const code = status === undefined ? undefined : codeFor(status);
  if (status === undefined || code === undefined) return [];
  const text = `The gRPC client was answered HTTP ${status} and hides the rest.`;
  return [
    {
      code,
      verdict: 'unknown',
      failedStage: 'iap',
      answeredBy: 'none',
      rank: RANK.guess,
      sureness: 'likely',
      signs: [`client: ${cut(grpc.details)}`],
      text,
      adminText: `${text} The raw reply was not seen, so I cannot tell who answered.`,
    },
  ];
}

export const grpcVeil: Symptom = {
  id: 'grpc-veil',
  codes: ['grpc-hides-401', 'grpc-hides-403', 'grpc-unavailable', 'grpc-client-too-old'],
  recognise: (seen) => {
    const veils = overReply(seen);
    const causes = wordsAlone(seen);
    return veils.length + causes.length > 0 ? { veils, causes } : null;
  },
  literals: [
    {
      code: 'grpc-hides-401',
      sureness: 'certain',
      pattern:
        /(?:received HTTP status code|HTTP status code received from server:|UNAUTHENTICATED: HTTP status code) 401\b/i,
    },
    {
      code: 'grpc-hides-401',
      sureness: 'certain',
      pattern: /server closed the stream without sending trailers/i,
    },
    {
      code: 'grpc-hides-401',
      sureness: 'likely',
      pattern: /\bUNKNOWN\b.{0,60}\bstream removed\b|error parsing 'content-type' metadata: invalid value/i,
    },
    {
      code: 'grpc-hides-403',
      sureness: 'certain',
      pattern:
        /(?:received HTTP status code|HTTP status code received from server:|PERMISSION_DENIED: HTTP status code) 403\b/i,
    },
    {
      code: 'grpc-unavailable',
      sureness: 'certain',
      pattern:
        /(?:received HTTP status code|HTTP status code received from server:|UNAVAILABLE: HTTP status code) (?:429|50[234])\b/i,
    },
    {
      code: 'grpc-client-too-old',
      sureness: 'likely',
      pattern: /RESOURCE_EXHAUSTED: Received message larger than max/i,
    },
  ],
  fixes: (seen, { code }) =>
    code === 'grpc-client-too-old'
      ? [mend('person', 'Update the gRPC client', 'A newer one names the HTTP status; the cause stays.')]
      : [
          mend(
            'person',
            `Ask the address raw: iap-doctor probe ${seen.target.name} with --grpc`,
            'It shows the reply the client hides.',
          ),
        ],
};
