/** From a hand-made observation and conclusion to the report of the contract. */
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../src/probe/build-report.js';
import type { Observation } from '../../src/probe/observation.js';
import type { ProbeReport } from '../../src/probe/report.js';
import type { Conclusion } from '../../src/probe/symptoms/symptom.js';
import { probeContract } from '../support/probe-contract.js';
import { AT, concludedOf, connected, idToken, recognised, reply, seenOf } from './observations.js';

function build(seen: Partial<Observation>, concluded: Partial<Conclusion> = {}): ProbeReport {
  const terms = { id: '7Q2MK4XD', ms: 412.6 };
  const report = buildReport(seenOf(seen), concludedOf(concluded), terms);
  probeContract.parse(JSON.parse(JSON.stringify(report)));
  return report;
}

const okOf = (report: ProbeReport): Record<string, boolean> =>
  Object.fromEntries(report.stages.map(({ stage, ok }) => [stage, ok]));
const grpcTarget = { ...seenOf().target, grpc: 'acme.orders.v1.Orders/List' };

describe('the stages of a report', () => {
  it('name the hop that answered, and those that were passed on the way', () => {
    const through = build({ reply: reply(200), credential: idToken() });
    expect(okOf(through)).toMatchObject({ tls: true, iap: true, backend: true });
    expect(through.stages.find(({ stage }) => stage === 'backend')).toMatchObject({ ms: 31.3 });
    expect(through.stages.find(({ stage }) => stage === 'iap')?.facts.passed).toBe(true);

    const refused = build({ reply: reply(401) }, { cause: recognised('token-audience') });
    expect(okOf(refused).iap).toBe(false);
    expect(okOf(refused).backend).toBeUndefined();
  });

  it('give the request of the walk to whoever answered it', () => {
    const walked = { stage: 'iap', ok: true, ms: 30, facts: { firstBytes: 'HTTP/2 502' } } as const;
    const cause = recognised('backend-unreachable', {
      verdict: 'failing',
      failedStage: 'load-balancer',
      answeredBy: 'load-balancer',
    });
    const report = build({ stages: [...connected, walked], reply: reply(502) }, { cause });
    expect(okOf(report)).toMatchObject({ 'load-balancer': false });
    expect(okOf(report).iap).toBeUndefined();
  });

  it('hold the stage that ended the walk, even where it could not be timed', () => {
    const halt = {
      stage: 'tls',
      code: 'tls-expired',
      detail: 'it ended',
      errno: 'CERT_HAS_EXPIRED',
    } as const;
    const cause = recognised('tls-expired', { verdict: 'failing', failedStage: 'tls', answeredBy: 'none' });
    const report = build({ stages: connected.slice(0, 3), halt }, { cause });
    expect(report.stages.at(-1)).toEqual({
      stage: 'tls',
      ok: false,
      ms: 0,
      facts: { code: 'tls-expired', detail: 'it ended' },
    });
  });

  it('are not well where the conclusion blames them, although the walk went on', () => {
    const cause = recognised('h2-reset', { verdict: 'failing', failedStage: 'http2', answeredBy: 'none' });
    expect(okOf(build({ reply: reply(200) }, { cause })).http2).toBe(false);
  });

  it('stand in the order of the path, once each', () => {
    const stages = [...connected, ...connected].reverse();
    const report = build({ stages, reply: reply(200) });
    expect(report.stages.map(({ stage }) => stage)).toEqual([
      'guard',
      'dns',
      'tcp',
      'tls',
      'alpn',
      'http2',
      'iap',
      'backend',
    ]);
  });

  it('say nothing of gRPC where IAP answered in its place', () => {
    const grpc: Observation['grpc'] = {
      method: 'grpc.health.v1.Health/Check',
      how: 'health-check',
      status: 16,
      name: 'UNAUTHENTICATED',
      details: 'Received HTTP status code 401',
      metadata: {},
      trailers: {},
      messages: 0,
      health: undefined,
      pushbackMs: undefined,
      ms: 5,
    };
    const report = build(
      { target: grpcTarget, reply: reply(401), grpc },
      { cause: recognised('token-audience') },
    );
    expect(okOf(report).grpc).toBeUndefined();
    expect(report.grpc).toMatchObject({
      status: 16,
      httpStatus: 401,
      clientWouldSee: '16 UNAUTHENTICATED: Received HTTP status code 401',
    });
  });
});

describe('what a gRPC client would see', () => {
  it.each([
    [400, 13, 'INTERNAL'],
    [401, 16, 'UNAUTHENTICATED'],
    [403, 7, 'PERMISSION_DENIED'],
    [404, 12, 'UNIMPLEMENTED'],
    [429, 14, 'UNAVAILABLE'],
    [502, 14, 'UNAVAILABLE'],
    [302, 2, 'UNKNOWN'],
    [500, 2, 'UNKNOWN'],
  ])('for HTTP %i without a gRPC status follows the published table', (status, code, name) => {
    const { grpc } = build({ target: grpcTarget, reply: reply(status) }, { verdict: 'through' });
    expect(grpc).toMatchObject({ status: code, name });
    expect(grpc?.clientWouldSee).toBe(`${code} ${name}: Received HTTP status code ${status}`);
  });

  it('is the app\u2019s own status where one came', () => {
    const trailers = { 'grpc-status': ['7'], 'grpc-message': ['not yours'] };
    const { grpc } = build({ target: grpcTarget, reply: reply(200, { trailers }) });
    expect(grpc?.clientWouldSee).toBe('7 PERMISSION_DENIED: not yours');
  });

  it('is nothing at all for a plain HTTP service', () => {
    expect(build({ reply: reply(401) }, { cause: recognised('token-audience') }).grpc).toBeNull();
  });
});

describe('the token', () => {
  it('is told by its claims, with what IAP expects and how that is known', () => {
    const { token } = build({
      credential: idToken({ aud: ['a', 'b'] }),
      expectedAudience: { value: '123-abc.apps.googleusercontent.com', from: 'redirect' },
      reply: reply(200),
    });
    expect(token).toMatchObject({
      kind: 'id-token',
      aud: 'a, b',
      expectedAud: '123-abc.apps.googleusercontent.com',
      expectedAudFrom: 'redirect',
      expiresAt: new Date(AT + 3_600_000).toISOString(),
    });
  });

  it('keeps to the kinds of the contract, and says beside it how the text really reads', () => {
    const kindOf = (kind: Observation['credential']['kind']) =>
      build({ credential: idToken({ kind }), reply: reply(200) }).token;
    expect(kindOf('unreadable')).toMatchObject({ kind: 'access-token', readAs: 'unreadable' });
    expect(kindOf('jwt')).toMatchObject({ kind: 'id-token', readAs: 'jwt' });
    expect(build({ bare: reply(302) }, { verdict: 'guarded', answeredBy: 'iap' }).token.kind).toBe('none');
  });
});

describe('the tests of the app\u2019s own verification', () => {
  const tests = (control: number, forged: Parameters<typeof reply>): ProbeReport['backendJwt'] =>
    build({
      reply: reply(200),
      jwtTests: [
        { test: 'NOT_SET', reply: reply(control), problem: undefined },
        { test: 'SIGNATURE', reply: reply(...forged), problem: undefined },
      ],
    }).backendJwt;

  it('are right when the valid assertion passes and the forged one does not', () => {
    expect(tests(200, [401]).map(({ accepted, ok }) => [accepted, ok])).toEqual([
      [true, true],
      [false, true],
    ]);
  });

  it('are wrong when the forged one passes', () => {
    expect(tests(200, [200])[1]).toMatchObject({ accepted: true, ok: false });
  });

  it('prove nothing when the app refuses the valid one as well', () => {
    expect(tests(401, [401]).map(({ ok }) => ok)).toEqual([false, null]);
  });
});

describe('latency', () => {
  it('is told by times that were really measured', () => {
    const requestMs = Array.from({ length: 100 }, (_, i) => i + 1);
    const through = { connectMs: [40, 20], requestMs, failures: 2 };
    const { latency } = build({
      reply: reply(200),
      latency: { through, direct: { connectMs: [1], requestMs: [5, 6, 7], failures: 0 } },
    });
    expect(latency).toMatchObject({ count: 100, p50: 50, p90: 90, p99: 99, connectP50: 20, failures: 2 });
    expect(latency).toMatchObject({ withoutIapP50: 6 });
  });
});

describe('the way around IAP', () => {
  const direct = (status: number): Observation['direct'] => ({
    url: 'https://10.0.0.1/',
    stages: connected,
    halt: undefined,
    reply: reply(status),
  });
  it('is compared by what both ways ended with', () => {
    expect(build({ reply: reply(200), direct: direct(200) }).direct).toMatchObject({ same: true });
    expect(build({ reply: reply(200), direct: direct(403) }).direct).toMatchObject({
      same: false,
      status: 403,
    });
  });

  it('that could not be reached says why', () => {
    const halt = { stage: 'tcp', code: 'tcp-refused', detail: 'nothing listens', errno: undefined } as const;
    const found = build({
      reply: reply(200),
      direct: { url: 'https://10.0.0.1/', stages: [], halt, reply: undefined },
    });
    expect(found.direct).toMatchObject({ status: null, same: null });
    expect(found.direct?.text).toMatch(/nothing listens/);
  });
});

describe('the mends', () => {
  it('name a project known by number in the way gcloud takes it', () => {
    const gcloud = 'gcloud compute backend-services get-health b --global --project=111111111111';
    const fix = {
      title: 'Look at it.',
      for: 'operator',
      overgrant: 0,
      gcloud,
      terraform: null,
      console: null,
      then: 'At once.',
    } as const;
    const [mend] = build({ reply: reply(502) }, { fixes: [fix] }).fixes;
    expect(mend?.gcloud).toMatch(/--project="\$\(gcloud projects describe 111111111111 /);
  });
});
