/** HTTP/2 and silence: no h2 offered, GOAWAY, reset, broken framing, a connection that ends, a peer that says nothing. */
import type { Ending, Observation, StageName } from '../observation.js';
import { answerOf, appStatus, seenIn } from '../reading/answer.js';
import { type HaltRow, haltSymptom } from '../reading/halt.js';
import { RANK, type Recognised, type Symptom } from './symptom.js';

const LOG = 'The log of whatever ends the connection says why.';

const ROWS: Readonly<Record<string, HaltRow>> = {
  'alpn-no-h2': {
    text: '% offers no HTTP/2, so gRPC cannot work here.',
    fix: [
      'owner',
      'Put an HTTPS frontend with HTTP/2 there; plain h2c cannot pass IAP',
      'Google\u2019s external load balancers offer h2 by themselves: look for another proxy before or instead of them.',
    ],
  },
  'h2-goaway': {
    text: '% asked to open another connection (GOAWAY).',
    fix: [
      'person',
      'With NO_ERROR: try again, it is normal recycling. Another code says what was wrong',
      LOG,
    ],
  },
  'h2-reset': {
    text: '% broke the request off (RST_STREAM).',
    fix: ['owner', 'Go by the code of the reset; REFUSED_STREAM may be tried again', LOG],
  },
  'h2-protocol-error': {
    text: '% chose HTTP/2 and does not speak it correctly.',
    fix: ['owner', 'Look for a proxy on the way that does not know HTTP/2', LOG],
  },
  'h2-closed': {
    text: '% ended the connection in the middle, without a word.',
    fix: ['owner', 'Look whether the app crashed or was replaced, or a proxy cut it', LOG],
  },
  'http-malformed': {
    text: '% answers with something that is no HTTP.',
    fix: ['owner', 'Look which program listens at that port, and whether it expects TLS or HTTP/2', LOG],
  },
  'response-timeout': {
    text: '% is connected and says nothing.',
    fix: ['owner', 'Read the app\u2019s own log', 'A longer --timeout shows whether it is slow or stuck.'],
  },
};

const halts = haltSymptom('http2', Object.keys(ROWS), ROWS);

const codeOf = ({ kind }: Ending): string | undefined => {
  switch (kind) {
    case 'complete':
    case 'cut-by-us':
      return undefined;
    case 'reset':
      return 'h2-reset';
    case 'goaway':
      return 'h2-goaway';
    case 'closed':
      return 'h2-closed';
    case 'protocol-error':
      return 'h2-protocol-error';
    case 'timeout':
      return 'response-timeout';
  }
};

const inWords = (ending: Ending): string => {
  if (ending.kind === 'reset' || ending.kind === 'goaway')
    return `${ending.kind} ${ending.name} (${ending.code})`;
  return ending.kind === 'protocol-error' ? ending.detail : ending.kind;
};

/** A reply that began and did not end as it should. What it said before that comes first. */
function brokenOff(seen: Observation): Recognised | undefined {
  const answer = answerOf(seen);
  const code = answer && codeOf(answer.reply.ending);
  if (!answer || code === undefined) return undefined;
  const { reply } = answer;
  // A body that never ends may be a stream; the app has spoken. So has a gRPC stream that brought messages.
  const spoke = reply.bodyBytes > 0 || reply.grpcMessages > 0 || appStatus(seen, answer) !== undefined;
  if (reply.ending.kind === 'timeout' && spoke) return undefined;
  const later: StageName = answer.grpc ? 'grpc' : 'backend';
  const stage = code === 'response-timeout' || reply.protocol === 'http/1.1' ? later : 'http2';
  const text = (ROWS[code]?.text ?? '').replaceAll('%', seen.target.host);
  const how = inWords(reply.ending);
  return {
    ...seenIn(answer),
    rank: RANK.ending,
    signs: [...answer.from.signs, `ended: ${how}`],
    code,
    verdict: 'failing',
    failedStage: stage,
    text,
    adminText: `${text} The reply had begun (HTTP ${reply.status}, ${reply.bodyBytes} bytes) and ended with: ${how}.`,
  };
}

export const http2: Symptom = {
  ...halts,
  recognise: (seen) => {
    const found = brokenOff(seen);
    return found ? { causes: [found] } : halts.recognise(seen);
  },
};
