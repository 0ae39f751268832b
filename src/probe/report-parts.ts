/** The pieces of a probe's report that are read off what was seen: HTTP, gRPC, token, stream, direct, assertions, times. Pure. */

import { grpcJsShows, otherClients } from './client-view.js';
import { grpcStatusName } from './grpc-status.js';
import { judgeJwtTests } from './jwt-test/judge.js';
import type { CredentialFacts, Fields, Observation, Reply, StreamSeen } from './observation.js';
import { percentile, tenths } from './percentile.js';
import type { ProbeReport } from './report.js';
import { compareReplies } from './wire/compare.js';

/** Header fields as people read them; a repeated field's values stand on lines of their own. */
const flat = (fields: Fields): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, values.join('\n')]));

export function httpOf(reply: Reply | undefined): ProbeReport['http'] {
  if (!reply) return null;
  const { status, body, protocol } = reply;
  return { status, headers: flat(reply.headers), body, trailers: flat(reply.trailers), protocol };
}

const asShown = (status: number, details: string): string =>
  `${status} ${grpcStatusName(status) ?? 'UNKNOWN'}: ${details}`.replace(/: $/, ':');

/** Those of the named fields that are there. */
function given<T, K extends keyof T>(from: T, names: readonly K[]): Partial<Pick<T, K>> {
  const picked: Partial<Pick<T, K>> = {};
  for (const name of names) if (from[name] !== undefined) picked[name] = from[name];
  return picked;
}

const BESIDE = ['shape', 'note', 'health', 'pushbackMs', 'services', 'suggestions', 'errorDetails'] as const;

/**
 * What a client shows, beside what the wire said. Where no client was run, its words follow from the HTTP status, as
 * grpc-js makes them.
 */
export function grpcOf({ grpc, reply, target }: Observation): ProbeReport['grpc'] {
  const httpStatus = reply?.status ?? null;
  const others = reply ? otherClients(reply) : [];
  if (grpc) {
    const { status, name, details, method } = grpc;
    const clientWouldSee = status === undefined ? '' : asShown(status, details);
    const said = { status: status ?? null, name: name ?? null, details, httpStatus, clientWouldSee, method };
    return { ...said, otherClients: others, ...given(grpc, BESIDE) };
  }
  if (target.grpc === undefined || httpStatus === null) return null;
  const clientWouldSee = reply ? grpcJsShows(reply) : '';
  const [, code = '', details = ''] = /^(\d+) \w+: ?(.*)$/s.exec(clientWouldSee) ?? [];
  const status = code === '' ? null : Number(code);
  const name = status === null ? null : (grpcStatusName(status) ?? null);
  const said = { status, name, details, httpStatus, clientWouldSee, method: target.grpc };
  return { ...said, otherClients: others };
}

/** What cannot be read as a JWT is to IAP an opaque token; a JWT nobody knows is judged as an ID token. */
const KIND: Readonly<Record<CredentialFacts['kind'], ProbeReport['token']['kind']>> = {
  'id-token': 'id-token',
  'self-signed-jwt': 'self-signed-jwt',
  'access-token': 'access-token',
  jwt: 'id-token',
  unreadable: 'access-token',
  none: 'none',
};

export function tokenOf({ credential, expectedAudience }: Observation): ProbeReport['token'] {
  const { kind, aud, email, expiresAt, scopes } = credential;
  return {
    kind: KIND[kind],
    aud: aud.length === 0 ? null : aud.join(', '),
    expectedAud: expectedAudience?.value ?? null,
    email: email ?? null,
    expiresAt: expiresAt === undefined ? null : new Date(expiresAt).toISOString(),
    scopes,
    readAs: kind,
    origin: credential.origin,
    header: credential.header ?? null,
    iss: credential.iss ?? null,
    issuedAt: credential.issuedAt === undefined ? null : new Date(credential.issuedAt).toISOString(),
    oddities: credential.oddities,
    expectedAudFrom: expectedAudience?.from ?? null,
  };
}

function endOf({ end }: StreamSeen): string {
  switch (end.kind) {
    case 'held':
      return 'held';
    case 'status':
      return asShown(end.status, end.details);
    case 'reset':
    case 'goaway':
      return `${end.kind} ${end.name} (${end.code})`;
    case 'closed':
      return 'closed';
    case 'no-first-message':
      return 'no first message';
  }
}

export const streamsOf = ({ streams }: Observation): ProbeReport['stream'] =>
  streams.map((seen) => ({
    keepalive: seen.keepalive,
    wantedMs: seen.wantedMs,
    heldMs: Math.round(seen.heldMs),
    messages: seen.messages,
    end: endOf(seen),
    firstMessageMs: seen.firstMessageMs === undefined ? null : tenths(seen.firstMessageMs),
    idleMs: Math.round(seen.idleMs),
    ...given(seen, ['method', 'note', 'clientWouldSee']),
  }));

export function latencyOf({ latency }: Observation): ProbeReport['latency'] {
  if (!latency) return null;
  const { through, direct } = latency;
  const at = (samples: readonly number[], share: number): number | null => {
    const value = percentile(samples, share);
    return value === undefined ? null : tenths(value);
  };
  const around = direct?.requestMs ?? [];
  return {
    count: through.requestMs.length,
    p50: at(through.requestMs, 0.5) ?? 0,
    p90: at(through.requestMs, 0.9) ?? 0,
    p99: at(through.requestMs, 0.99) ?? 0,
    connectP50: at(through.connectMs, 0.5),
    withoutIapP50: at(around, 0.5),
    withoutIapP90: at(around, 0.9),
    withoutIapP99: at(around, 0.99),
    failures: through.failures,
    samples: through.requestMs.map(tenths),
  };
}

/** Each assertion as it was judged against the valid one. */
export function backendJwtOf({ jwtTests, target }: Observation): ProbeReport['backendJwt'] {
  return judgeJwtTests(jwtTests, target).map(({ test, accepted, ok, why }) => {
    const seen = jwtTests.find((one) => one.test === test);
    return { test, accepted, ok, status: seen?.reply?.status ?? null, why };
  });
}

/** The status an answer ends with: gRPC's own where there is one. */
const outcome = (reply: Reply): string => {
  const grpc = reply.trailers['grpc-status']?.[0] ?? reply.headers['grpc-status']?.[0];
  return grpc === undefined ? `${reply.status}` : `${reply.status} with gRPC status ${grpc}`;
};

/** The same question around IAP, and whether the answer was the same. */
export function directOf({ direct, reply, bare }: Observation): ProbeReport['direct'] {
  if (!direct) return null;
  const { url, halt } = direct;
  const there = direct.reply;
  const here = reply ?? bare;
  if (!there) {
    const why = halt?.detail ?? 'no reply';
    const text =
      halt?.stage === 'guard'
        ? `I did not go there: ${why}. Where that is meant, it has to stand in probe.allow.`
        : `The backend could not be reached around IAP: ${why}.`;
    return { url, status: null, same: null, text };
  }
  const { status } = there;
  if (!here) {
    const text = `Around IAP the backend answers ${status}; on the way through IAP there was no answer.`;
    return { url, status, same: null, text };
  }
  const text = {
    same: `The answer is the same around IAP (${outcome(there)}).`,
    'other-content': `Around IAP the backend answers ${outcome(there)} as well, but with other content.`,
    'other-outcome': `Around IAP the backend answers ${outcome(there)}; on the way through IAP it is ${outcome(here)}.`,
  };
  const verdict = compareReplies(here, there);
  return { url, status, same: verdict === 'same', text: text[verdict] };
}
