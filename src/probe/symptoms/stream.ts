/** A stream that was held open and did not last: what cut it, and what that most likely was. */
import type { Observation, StreamSeen } from '../observation.js';
import { passed } from '../reading/answer.js';
import { mend, placeOf } from '../reading/place.js';
import { cut as shorten } from '../reading/reply.js';
import { type Cut, openReadings, seconds, timerBehind } from '../reading/stream-cut.js';
import { type Note, RANK, type Recognised, type Symptom } from './symptom.js';

const plain = (code: string, text: string, more = '', competing: Cut['competing'] = []): Cut => ({
  code,
  sureness: 'certain',
  text,
  more,
  competing,
});

const HIDDEN: Readonly<Record<number, string>> = { 401: 'grpc-hides-401', 403: 'grpc-hides-403' };

/** Statuses that libraries and proxies make up when a connection fails; the others are the app's own words. */
const BY_TRANSPORT: readonly number[] = [1, 2, 8, 13, 14];

function byStatus(one: StreamSeen, other: StreamSeen | undefined): Cut | undefined {
  if (one.end.kind !== 'status' || one.end.status === 0) return undefined;
  const { status, name, details } = one.end;
  const said = details === '' ? '' : ` It says: ${shorten(details)}`;
  const http = one.httpStatus;
  if (http !== undefined && http !== 200)
    return plain(
      HIDDEN[http] ?? 'grpc-unavailable',
      `The stream was answered HTTP ${http} instead of opening.`,
      said.trim(),
    );
  if (status === 4)
    return plain(
      'stream-deadline-cut',
      `The server ended the stream for its age, after ${seconds(one.heldMs)} (4 DEADLINE_EXCEEDED).`,
      said.trim(),
    );
  const timer = timerBehind(one, other);
  if (status === 7 || status === 16)
    return timer?.code === 'token-expired'
      ? timer
      : plain(
          'grpc-app-denied',
          `The app ended the stream and refuses the caller (${status} ${name}).`,
          said.trim(),
        );
  if (status === 12)
    return plain('grpc-unimplemented', 'The app does not know the streaming method.', said.trim());
  if (BY_TRANSPORT.includes(status) && timer) return timer;
  return plain(
    'grpc-error',
    `The stream ended with an error (${status} ${name}) after ${seconds(one.heldMs)}.`,
    said.trim(),
  );
}

function cutOf(one: StreamSeen, other: StreamSeen | undefined): Cut | undefined {
  const { end } = one;
  switch (end.kind) {
    case 'held':
      return undefined;
    case 'status':
      return byStatus(one, other);
    case 'no-first-message':
      return plain('response-timeout', 'The stream opened and brought no first message before the deadline.');
    case 'goaway': {
      const pings = end.code === 11 || /too_many_pings/.test(end.debug ?? '');
      const why = pings
        ? 'The server finds that keep-alives come too often.'
        : end.code === 0
          ? 'Behind load balancers that is normal recycling: reconnect and go on.'
          : 'The code says what was wrong.';
      const debug =
        end.debug === undefined || end.debug === '' ? '' : ` It wrote: ${shorten(end.debug, 60)}.`;
      return plain(
        'stream-goaway',
        `The connection was taken away under the stream after ${seconds(one.heldMs)} (GOAWAY ${end.name}).`,
        `${why}${debug}`,
      );
    }
    case 'reset':
      return (
        timerBehind(one, other) ??
        plain(
          'stream-reset',
          `The stream was broken off after ${seconds(one.heldMs)} (RST_STREAM ${end.name}).`,
          '',
          openReadings(one, other),
        )
      );
    case 'closed':
      return (
        timerBehind(one, other) ??
        plain(
          'h2-closed',
          `The connection ended under the stream after ${seconds(one.heldMs)}, without a word.`,
          '',
          openReadings(one, other),
        )
      );
  }
}

const pair = (one: StreamSeen, all: readonly StreamSeen[]): StreamSeen | undefined =>
  all.find(({ keepalive }) => keepalive !== one.keepalive);

function recognised(seen: Observation, one: StreamSeen): Recognised | undefined {
  const found = cutOf(one, pair(one, seen.streams));
  if (!found) return undefined;
  const { code, sureness, text, more, competing } = found;
  const how = one.keepalive ? 'with keep-alive' : 'without keep-alive';
  const client = one.clientWouldSee === undefined ? '' : ` A client shows: ${shorten(one.clientWouldSee)}`;
  return {
    code,
    sureness,
    verdict: 'failing',
    failedStage: 'stream',
    answeredBy: 'backend',
    rank: RANK.stream,
    signs: [
      `${how}: ${one.end.kind} after ${seconds(one.heldMs)}`,
      `silent for ${seconds(one.idleMs)}`,
      `${one.messages} messages`,
    ],
    text,
    adminText: `${text}${more === '' ? '' : ` ${more}`}${client}`,
    competing,
  };
}

/** What held, and what ended by itself. */
function notes({ streams }: Observation): Note[] {
  return streams.flatMap((one): Note[] => {
    const ended = one.end.kind === 'status' && one.end.status === 0;
    if (one.end.kind !== 'held' && !ended) return [];
    const how = one.keepalive ? 'with keep-alive' : 'without keep-alive';
    const text = ended
      ? `The app ended the stream by itself after ${seconds(one.heldMs)} (${how}).`
      : `The stream held for ${seconds(one.heldMs)} ${how}.`;
    const over = (one.tokenExpiredAfterMs ?? Number.POSITIVE_INFINITY) < one.heldMs;
    const token = over
      ? ' Its token ended meanwhile: a stream outlives its token, as IAP looks at its beginning only.'
      : '';
    return [
      {
        finding: 'ok',
        code: null,
        sureness: 'certain',
        signs: [`${one.messages} messages`],
        text: `${text}${token}`,
        adminText: `${text}${token}`,
      },
    ];
  });
}

export const stream: Symptom = {
  id: 'stream',
  codes: ['stream-idle-cut', 'stream-deadline-cut', 'stream-reset', 'stream-goaway'],
  recognise: (seen) => {
    if (seen.streams.length === 0 || !passed(seen)) return null;
    // The stream without keep-alive tells more; the surer reading comes first.
    const causes = [...seen.streams]
      .sort((a, b) => Number(a.keepalive) - Number(b.keepalive))
      .flatMap((one) => recognised(seen, one) ?? [])
      .map((one, i) => ({ ...one, rank: one.rank + (one.sureness === 'certain' ? 0 : 2) + i }));
    return { causes, notes: notes(seen) };
  },
  literals: [
    {
      code: 'stream-goaway',
      sureness: 'likely',
      pattern: /connection closed after GOAWAY|\bGOAWAY\b.{0,80}\bNO_ERROR\b/i,
    },
    { code: 'stream-reset', sureness: 'likely', pattern: /received RST_STREAM with code \d+/i },
  ],
  fixes: (seen, { code }) => {
    const { project, backend } = placeOf(seen);
    if (code === 'stream-goaway' || code === 'stream-reset')
      return [
        mend(
          'person',
          'Let the client reconnect and go on where it was',
          'Streams behind load balancers end now and then; a client has to expect it.',
        ),
      ];
    if (code === 'stream-idle-cut')
      return [
        mend(
          'person',
          'Send keep-alives more often than that, or a message of the app\u2019s own now and then',
          'It works at the next connection. Not more often than once in 30 s, unless the server allows it.',
        ),
      ];
    return [
      mend(
        'owner',
        'Raise the timeout of the backend service above the longest stream',
        'It works within minutes, for new streams.',
        {
          overgrant: 1,
          gcloud: `gcloud compute backend-services update ${backend.service} ${backend.where} --timeout=3600s --project=${project}`,
        },
      ),
      mend(
        'owner',
        'On Cloud Run raise the request timeout too (an hour at most)',
        'It works with the next revision.',
        {
          overgrant: 1,
          gcloud: `gcloud run services update ${placeOf(seen).run.service} --region=${placeOf(seen).run.region} --timeout=3600 --project=${project}`,
        },
      ),
    ];
  },
};
