/** Asks IAP to send the app deliberately wrong assertions, and judges which of them the app took (IAP "Query parameters"). */

import { outcomeOf } from './jwt-test/outcome.js';
import type { JwtTestSeen, ProbeTarget, Reply } from './observation.js';

export type JwtTest = JwtTestSeen['test'];

/** The valid assertion first: without an answer to it the others prove nothing. */
export const JWT_TESTS: readonly JwtTest[] = [
  'NOT_SET',
  'FUTURE_ISSUE',
  'PAST_EXPIRATION',
  'ISSUER',
  'AUDIENCE',
  'SIGNATURE',
];

/** For whoever asks for these tests, before or after: the app sees every one of the requests. */
export const JWT_TEST_WARNING =
  'The assertion tests sent up to six requests with your credential to the app itself; five of them carry assertions that are wrong on purpose, and its logs may show them as attacks.';

export interface JwtTestOptions {
  readonly target: ProbeTarget;
  /** Sends a request to `path` (with query) on the walked connection, with the credential. Never rejects. */
  readonly request: (
    path: string,
  ) => Promise<
    | { readonly ok: true; readonly reply: Reply }
    | { readonly ok: false; readonly halt: { readonly detail: string } }
  >;
  /** Ends the tests: what was not sent by then is told as such. */
  readonly signal: AbortSignal;
  readonly progress?: ((test: JwtTest) => void) | undefined;
}

/** `path` with the test in its query, other parameters kept. */
export function testPath(url: string, test: JwtTest): string {
  const { pathname, searchParams } = new URL(url);
  searchParams.set('gcp-iap-mode', 'SECURE_TOKEN_TEST');
  searchParams.set('iap-secure-token-test-type', test);
  return `${pathname}?${searchParams}`;
}

/**
 * Never more than one request for each test, one after the other; only with a credential that IAP accepts do they reach
 * the app. When the valid assertion gets no answer of the app's own, the five wrong ones are not sent.
 */
export async function runJwtTests({
  target,
  request,
  signal,
  progress,
}: JwtTestOptions): Promise<JwtTestSeen[]> {
  const seen: JwtTestSeen[] = [];
  for (const test of JWT_TESTS) {
    const [valid] = seen;
    const unsent = signal.aborted
      ? 'the time was over before it was sent'
      : valid && outcomeOf(valid, target).kind === 'nothing'
        ? 'not sent: the valid assertion got no answer that tells anything of the app'
        : undefined;
    if (unsent !== undefined) {
      seen.push({ test, reply: undefined, problem: unsent });
      continue;
    }
    progress?.(test);
    const sent = await request(testPath(target.url, test));
    if (sent.ok) seen.push({ test, reply: sent.reply, problem: undefined });
    else seen.push({ test, reply: undefined, problem: sent.halt.detail });
  }
  return seen;
}
