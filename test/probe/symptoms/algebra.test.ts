/** What holds for every observation: a contract-valid answer, the same in any order of the list, and no secret claims. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conclude } from '../../../src/probe/conclude.js';
import type { Observation } from '../../../src/probe/observation.js';
import { symptoms } from '../../../src/probe/symptoms/index.js';
import {
  around,
  grpcSeen,
  halt,
  held,
  IAP_SIGN_IN,
  nobody,
  observe,
  onRun,
  orders,
  reply,
  target,
  token,
} from './build.js';
import { cases } from './cases/index.js';

const STAGES = [
  'guard',
  'dns',
  'tcp',
  'tls',
  'alpn',
  'http2',
  'iap',
  'load-balancer',
  'backend',
  'grpc',
  'stream',
];
const ANSWERERS = ['iap', 'google-sign-in', 'load-balancer', 'cloud-run', 'backend', 'none'];

const bodies = fc.oneof(
  fc.string({ maxLength: 80 }),
  fc.constantFrom(...cases.flatMap(({ seen }) => (seen.reply ? [seen.reply.body] : []))),
);
const headers = fc.dictionary(
  fc.constantFrom(
    'content-type',
    'x-goog-iap-generated-response',
    'location',
    'www-authenticate',
    'server',
    'grpc-status',
    'grpc-message',
  ),
  fc.oneof(
    fc.string({ maxLength: 30 }),
    fc.constantFrom(
      'text/html',
      'application/json',
      'application/grpc',
      'true',
      '0',
      '7',
      '16',
      IAP_SIGN_IN,
      '/x',
      'Bearer error="invalid_token"',
      '%E0%A4%A',
    ),
  ),
);
const endings = fc.constantFrom<NonNullable<Observation['reply']>['ending']>(
  { kind: 'complete' },
  { kind: 'closed' },
  { kind: 'timeout' },
  { kind: 'cut-by-us' },
  { kind: 'reset', code: 8, name: 'CANCEL' },
  { kind: 'goaway', code: 0, name: 'NO_ERROR', lastStream: 1 },
  { kind: 'protocol-error', detail: 'x' },
);
const replies = fc
  .tuple(
    fc.constantFrom(200, 204, 302, 307, 400, 401, 403, 404, 405, 429, 500, 502, 503, 999),
    headers,
    bodies,
    endings,
  )
  .map(([status, fields, body, ending]) => reply(status, fields, body, { ending }));
const ends = fc.constantFrom<Observation['streams'][number]['end']>(
  { kind: 'held' },
  { kind: 'closed' },
  { kind: 'no-first-message' },
  { kind: 'reset', code: 2, name: 'INTERNAL_ERROR' },
  { kind: 'goaway', code: 0, name: 'NO_ERROR' },
  { kind: 'status', status: 14, name: 'UNAVAILABLE', details: 'x' },
);
const maybe = <T>(arb: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arb, { nil: undefined });

const anything: fc.Arbitrary<Observation> = fc
  .record({
    target: fc.constantFrom(target(), orders, onRun),
    credential: fc.constantFrom(nobody, token(), token({ expiresAt: 1 }), token({ kind: 'unreadable' })),
    halt: maybe(
      fc.constantFrom(
        halt('tcp', 'tcp-refused'),
        halt('guard', 'target-refused'),
        halt('tls', 'no-such-code'),
        halt('dns', 'constructor'),
      ),
    ),
    reply: maybe(replies),
    bare: maybe(replies),
    preflight: maybe(replies),
    grpc: maybe(
      fc.constantFrom(
        grpcSeen(),
        grpcSeen({ status: 16, details: 'Received HTTP status code 401' }),
        grpcSeen({ health: 'NOT_SERVING' }),
      ),
    ),
    streams: fc.array(
      fc
        .tuple(fc.boolean(), fc.nat(90_000), fc.nat(90_000), fc.nat(9), ends)
        .map(([keepalive, heldMs, idleMs, messages, end]) =>
          held({ keepalive, heldMs, idleMs, messages, end }),
        ),
      { maxLength: 2 },
    ),
    jwtTests: fc.array(
      fc
        .tuple(fc.constantFrom('NOT_SET', 'SIGNATURE', 'AUDIENCE') as fc.Arbitrary<'NOT_SET'>, maybe(replies))
        .map(([test, one]) => ({ test, reply: one, problem: undefined })),
      { maxLength: 3 },
    ),
    direct: maybe(
      maybe(replies).map((one) => ({
        url: 'https://direct.acme.test/',
        stages: [],
        halt: undefined,
        reply: one,
      })),
    ),
    around: fc.constantFrom(
      around(),
      around({ reauth: true, gcip: true }),
      around({
        access: {
          subject: 'user:a@acme.test',
          verdict: 'denied',
          code: 'deny-policy',
          text: 't',
          adminText: 'a',
        },
      }),
    ),
  })
  .map((over) => observe(over));

describe('every observation', () => {
  it('gives a combination the contract knows, and never throws', () => {
    fc.assert(
      fc.property(anything, (seen) => {
        const said = conclude(seen);
        const good = said.verdict === 'through' || said.verdict === 'guarded';
        expect(said.cause === null).toBe(good);
        expect(said.failedStage === null || STAGES.includes(said.failedStage)).toBe(true);
        expect(ANSWERERS).toContain(said.answeredBy);
        if (good) expect([said.failedStage, said.also]).toEqual([null, []]);
        if (said.verdict === 'guarded')
          expect([said.answeredBy, seen.credential.kind === 'none' || !seen.reply]).toEqual(['iap', true]);
        if (said.verdict === 'blocked') expect(said.failedStage).toBe('iap');
        if (said.verdict === 'exposed')
          expect([said.failedStage, said.answeredBy]).toEqual(['iap', 'backend']);
        if (said.failedStage === 'guard') expect(said.verdict).toBe('unknown');
        for (const found of [...(said.cause ? [said.cause] : []), ...said.also]) {
          expect(found.signs.length).toBeGreaterThan(0);
          expect(`${found.text}${found.adminText}`).not.toMatch(/undefined|\[object|NaN/);
        }
        expect(said.also.map(({ code }) => code)).not.toContain(said.cause?.code);
      }),
      { numRuns: 1500 },
    );
  });

  it('is judged the same whatever the order of the list', () => {
    const shuffled = fc.shuffledSubarray([...symptoms], { minLength: symptoms.length });
    fc.assert(
      fc.property(anything, shuffled, (seen, list) => {
        const { verdict, failedStage, answeredBy, cause, also } = conclude(seen);
        const other = conclude(seen, list);
        expect([other.verdict, other.failedStage, other.answeredBy, other.cause]).toEqual([
          verdict,
          failedStage,
          answeredBy,
          cause,
        ]);
        expect(other.also).toEqual(also);
      }),
      { numRuns: 500 },
    );
  });

  it('has causes of one rank only where they are one code', () => {
    fc.assert(
      fc.property(anything, (seen) => {
        const causes = symptoms.flatMap((one) => one.recognise(seen)?.causes ?? []);
        const first = Math.min(...causes.map(({ rank }) => rank));
        expect(new Set(causes.filter(({ rank }) => rank === first).map(({ code }) => code)).size).toBe(1);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('the words for everybody', () => {
  it('name no address that is not the asker\u2019s own, and no claim of the token', () => {
    const credential = token({
      email: 'ana@acme.test',
      aud: ['secret-audience.acme.test'],
      sub: '104015167789689800947',
    });
    for (const { name, seen } of cases) {
      const { cause, also, warnings } = conclude({
        ...seen,
        credential:
          seen.credential.kind === 'none'
            ? seen.credential
            : { ...credential, expiresAt: seen.credential.expiresAt },
      });
      for (const { text } of [...(cause ? [cause] : []), ...also, ...warnings])
        expect(text, name).not.toMatch(/prober@|bob|secret-audience|104015167789689800947/);
    }
  });
});
