/** The assertion tests: which requests are sent, and what an app's replies prove. */
import { describe, expect, it } from 'vitest';
import { judgeJwtTests } from '../../src/probe/jwt-test/judge.js';
import { JWT_TESTS, runJwtTests, testPath } from '../../src/probe/jwt-test.js';
import type { JwtTestSeen, Reply } from '../../src/probe/observation.js';
import { reply, seenOf } from './observations.js';

const { target } = seenOf();
const page = (status: number, headers: Reply['headers'] = {}, more: Partial<Reply> = {}): Reply =>
  reply(status, { headers: { 'content-type': ['application/json'], ...headers }, body: '{}', ...more });
const to = (location: string): Reply => page(302, { location: [location] });
const grpc = (status: number): Reply =>
  page(
    200,
    { 'content-type': ['application/grpc'] },
    { trailers: { 'grpc-status': [String(status)] }, body: '' },
  );
const iap = (status: number): Reply =>
  reply(status, { headers: { 'x-goog-iap-generated-response': ['true'] }, body: 'Access denied.' });
const thirty = page(
  502,
  {},
  {
    body: 'The server encountered a temporary error and could not complete your request. Please try again in 30 seconds.',
  },
);
const run401 = page(
  401,
  { 'content-type': ['text/html'], 'www-authenticate': ['Bearer error="invalid_token"'] },
  { body: '' },
);

/** What is said of a wrong assertion that got `forged`, where the valid one got `valid`. */
function judged(valid: Reply | undefined, forged: Reply | undefined) {
  const tests: JwtTestSeen[] = [
    { test: 'NOT_SET', reply: valid, problem: undefined },
    { test: 'SIGNATURE', reply: forged, problem: undefined },
  ];
  return judgeJwtTests(tests, target).map(({ accepted, ok }) => [accepted, ok]);
}

describe('what replies prove', () => {
  const TAKEN = [true, true];
  it.each([
    ['taken like the valid one', page(200), page(200), [TAKEN, [true, false]]],
    ['taken with another success', page(200), page(204), [TAKEN, [true, false]]],
    ['refused with 401', page(200), page(401), [TAKEN, [false, true]]],
    ['refused with 403', page(200), page(403), [TAKEN, [false, true]]],
    ['refused with 400', page(200), page(400), [TAKEN, [false, true]]],
    ['sent to a sign-in of its own', page(200), to('/login?next=1'), [TAKEN, [false, true]]],
    ['sent where the valid one is sent', to('/home?a'), to('/home?b'), [TAKEN, [true, false]]],
    ['sent elsewhere than the valid one', to('/home'), to('/login'), [TAKEN, [null, null]]],
    ['refused by an app that redirects the valid one', to('/home'), page(401), [TAKEN, [false, true]]],
    ['answered by an app that broke', page(200), page(500), [TAKEN, [null, null]]],
    ['answered by IAP', page(200), iap(403), [TAKEN, [null, null]]],
    ['answered by the load balancer', page(200), thirty, [TAKEN, [null, null]]],
    ['answered by Cloud Run', page(200), run401, [TAKEN, [null, null]]],
    ['not answered', page(200), undefined, [TAKEN, [null, null]]],
    ['broken off', page(200), page(200, {}, { ending: { kind: 'closed' } }), [TAKEN, [null, null]]],
    [
      'refused by an app that refuses everything',
      page(401),
      page(401),
      [
        [false, false],
        [false, null],
      ],
    ],
    [
      'taken by an app that refuses the valid one',
      page(403),
      page(200),
      [
        [false, false],
        [true, false],
      ],
    ],
    [
      'of an app that has no such page',
      page(404),
      page(404),
      [
        [null, null],
        [null, null],
      ],
    ],
    [
      'refused before the app finds no such page',
      page(404),
      page(401),
      [
        [null, null],
        [false, true],
      ],
    ],
    [
      'after a valid one that IAP answered',
      iap(403),
      page(401),
      [
        [null, null],
        [false, null],
      ],
    ],
    ['taken over gRPC', grpc(0), grpc(0), [TAKEN, [true, false]]],
    ['refused over gRPC', grpc(0), grpc(16), [TAKEN, [false, true]]],
    ['denied over gRPC', grpc(0), grpc(7), [TAKEN, [false, true]]],
    ['broken over gRPC', grpc(0), grpc(13), [TAKEN, [null, null]]],
    [
      'of a method nobody has',
      grpc(12),
      grpc(12),
      [
        [null, null],
        [null, null],
      ],
    ],
  ])('%s', (_what, valid, forged, expected) => {
    expect(judged(valid, forged)).toEqual(expected);
  });

  it('nothing where the valid assertion was not tried', () => {
    const only: JwtTestSeen[] = [{ test: 'ISSUER', reply: page(401), problem: undefined }];
    expect(judgeJwtTests(only, target)).toMatchObject([{ accepted: false, ok: null }]);
    expect(judgeJwtTests([], target)).toEqual([]);
  });
});

describe('what is sent', () => {
  const never = new AbortController().signal;
  async function sent(answers: (path: string) => Reply | undefined, signal = never) {
    const paths: string[] = [];
    const seen = await runJwtTests({
      target: { ...target, url: 'https://orders.acme.test/a%20b?x=1&gcp-iap-mode=IDENTITY' },
      signal,
      request: async (path) => {
        paths.push(path);
        const answer = answers(path);
        return answer ? { ok: true, reply: answer } : { ok: false, halt: { detail: 'silence' } };
      },
    });
    return { paths, seen };
  }

  it('is one request for each test, to the same address, the valid one first', async () => {
    const { paths, seen } = await sent(() => page(200));
    expect(paths).toEqual(
      JWT_TESTS.map((test) => `/a%20b?x=1&gcp-iap-mode=SECURE_TOKEN_TEST&iap-secure-token-test-type=${test}`),
    );
    expect(seen.map(({ test }) => test)).toEqual(JWT_TESTS);
    expect(testPath('https://a.test', 'ISSUER')).toBe(
      '/?gcp-iap-mode=SECURE_TOKEN_TEST&iap-secure-token-test-type=ISSUER',
    );
  });

  it.each([
    ['IAP refuses', () => iap(403)],
    ['nobody answers', () => undefined],
    ['the app is ill', () => page(503)],
  ])('is only the valid one where %s', async (_what, answers) => {
    const { paths, seen } = await sent(answers);
    expect(paths).toHaveLength(1);
    expect(seen).toHaveLength(6);
    expect(seen.slice(1).every(({ problem }) => problem?.startsWith('not sent: '))).toBe(true);
    expect(judgeJwtTests(seen, target).every(({ accepted }) => accepted === null)).toBe(true);
  });

  it('is nothing more once the time is over', async () => {
    const over = new AbortController();
    const { paths, seen } = await sent((path) => {
      if (path.endsWith('PAST_EXPIRATION')) over.abort();
      return page(200);
    }, over.signal);
    expect(paths).toHaveLength(3);
    expect(seen.slice(3).map(({ problem }) => problem)).toEqual(
      Array(3).fill('the time was over before it was sent'),
    );
  });
});
