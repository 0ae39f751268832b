/** `probe` from outside: the built program against the front door, every verdict, every code that can be met, every exit code. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostSwitches } from '../../src/sandbox/front/index.js';
import { DEPLOYER } from '../sandbox/front/harness.js';
import { inParallel } from '../support/in-parallel.js';
import { probeContract } from '../support/probe-contract.js';
import { openProbeStreet, type ProbeStreet } from '../support/probe-street.js';
import type { Ended } from '../support/program.js';
import { secretGrep } from '../support/secret-grep.js';

type Report = ReturnType<typeof probeContract.parse>;

interface Case {
  readonly what: string;
  /** A service of acme.test. */
  readonly service: string;
  readonly switches?: Partial<HostSwitches>;
  readonly words?: (street: ProbeStreet) => readonly string[];
  /** Exit code, verdict, failed stage, who answered, cause. */
  readonly expected: readonly [number, string, string | null, string, string | null];
}

let street: ProbeStreet;
const grep = secretGrep();
const outputs: string[] = [];

beforeAll(async () => {
  street = await openProbeStreet({
    grpc: ['orders.acme.test', 'edge.acme.test'],
    careless: ['handbook.acme.test', 'edge.acme.test', 'shop.acme.test'],
    ownPorts: ['wiki.acme.test', 'lake.acme.test'],
  });
}, 60_000);
afterAll(() => street.close());

const hostOf = (service: string): string =>
  service === 'dashboard' ? 'dash.acme.test' : `${service}.acme.test`;

async function probe(...words: readonly string[]): Promise<Ended & { readonly report: Report }> {
  const ended = await street.probe(...words, '--json');
  outputs.push(ended.stdout, ended.stderr);
  return { ...ended, report: probeContract.parse(JSON.parse(ended.stdout)) };
}

async function met({ service, switches, words }: Case): Promise<readonly unknown[]> {
  const host = hostOf(service);
  if (switches) await street.front.set(host, switches);
  try {
    const { code, report } = await probe(service, '--timeout', '10s', ...(words?.(street) ?? []));
    const { verdict, failedStage, answeredBy, cause } = report;
    return [code, verdict, failedStage, answeredBy, cause?.code ?? null];
  } finally {
    if (switches) await street.front.mend(host);
  }
}

const failing = (stage: string, by: string, code: string): Case['expected'] => [
  1,
  'failing',
  stage,
  by,
  code,
];
const blocked = (code: string): Case['expected'] => [1, 'blocked', 'iap', 'iap', code];

/** Without a credential, each on a host of its own, so that they can run beside each other. */
const BARE: readonly Case[] = [
  { what: 'a sound door', service: 'dashboard', expected: [0, 'guarded', null, 'iap', null] },
  { what: 'a sound door, asked as gRPC', service: 'orders', expected: [0, 'guarded', null, 'iap', null] },
  {
    what: 'no IAP in front of an app that lets everybody in',
    service: 'handbook',
    switches: { reply: 'iap-off' },
    expected: [1, 'exposed', 'iap', 'backend', 'exposed'],
  },
  {
    what: 'Identity Platform',
    service: 'portal',
    switches: { reply: 'gcip' },
    expected: [0, 'guarded', null, 'iap', null],
  },
  {
    what: 'IAP without an OAuth client',
    service: 'payroll',
    switches: { reply: 'oauth-client-missing' },
    expected: failing('iap', 'iap', 'oauth-client-missing'),
  },
  {
    what: 'an OAuth client set up wrongly',
    service: 'hr',
    switches: { reply: 'error-code-11' },
    expected: failing('iap', 'iap', 'oauth-client-mismatch'),
  },
  {
    what: 'a host that IAP does not allow',
    service: 'admin',
    switches: { reply: 'error-code-53' },
    expected: failing('iap', 'iap', 'host-not-allowed'),
  },
  {
    what: 'too many requests',
    service: 'warehouse',
    switches: { reply: 'throttled' },
    expected: failing('iap', 'iap', 'throttled'),
  },
  {
    what: 'a load balancer without a backend',
    service: 'docs',
    switches: { reply: 'lb-502' },
    expected: failing('load-balancer', 'load-balancer', 'backend-unreachable'),
  },
  {
    what: 'a redirect to elsewhere',
    service: 'shop',
    switches: { reply: 'iap-off', app: 'elsewhere' },
    expected: failing('backend', 'backend', 'redirected-elsewhere'),
  },
  {
    what: 'nothing that listens',
    service: 'wiki',
    switches: { tcp: 'refuse' },
    expected: failing('tcp', 'none', 'tcp-refused'),
  },
  {
    what: 'a connection closed at once',
    service: 'partners',
    switches: { tcp: 'reset' },
    expected: failing('tcp', 'none', 'tcp-reset'),
  },
  {
    what: 'an expired certificate',
    service: 'vault',
    switches: { certificate: 'expired' },
    expected: failing('tls', 'none', 'tls-expired'),
  },
  {
    what: 'a certificate from tomorrow',
    service: 'billing',
    switches: { certificate: 'not-yet-valid' },
    expected: failing('tls', 'none', 'tls-not-yet-valid'),
  },
  {
    what: 'a self-signed certificate',
    service: 'legacy',
    switches: { certificate: 'self-signed' },
    expected: failing('tls', 'none', 'tls-self-signed'),
  },
  {
    what: 'a certificate for another name',
    service: 'atlas',
    switches: { certificate: 'wrong-host' },
    expected: failing('tls', 'none', 'tls-hostname'),
  },
  {
    what: 'an answer in plain text where TLS should be',
    service: 'batch',
    switches: { tls: 'not-tls' },
    expected: failing('tls', 'none', 'tls-handshake'),
  },
  {
    what: 'gRPC where the server speaks only HTTP/1.1',
    service: 'edge',
    switches: { alpn: 'no-h2' },
    words: () => ['--grpc'],
    expected: failing('alpn', 'none', 'alpn-no-h2'),
  },
  {
    what: 'GOAWAY',
    service: 'intranet',
    switches: { http2: 'goaway' },
    expected: failing('http2', 'none', 'h2-goaway'),
  },
  {
    what: 'RST_STREAM',
    service: 'status',
    switches: { http2: 'reset' },
    expected: failing('http2', 'none', 'h2-reset'),
  },
];

/** Further ones, on hosts that the ones above have left. */
const LATER: readonly Case[] = [
  {
    what: 'a connection closed in the middle',
    service: 'payroll',
    switches: { http2: 'closed' },
    expected: failing('http2', 'none', 'h2-closed'),
  },
  {
    what: 'something else than HTTP/2',
    service: 'grafana',
    switches: { http2: 'protocol-error' },
    expected: failing('http2', 'none', 'h2-protocol-error'),
  },
];

describe('without a credential', () => {
  let results: readonly (readonly unknown[])[] = [];
  beforeAll(async () => {
    results = await inParallel(3, BARE, met);
  }, 120_000);

  it.each(BARE.map((one, i) => [one.what, one.expected, i] as const))('%s is %j', (_what, expected, i) => {
    expect(results[i]).toEqual(expected);
  });

  it.each(LATER.map((one) => [one.what, one] as const))('%s is told as such', async (_what, one) => {
    expect(await met(one)).toEqual(one.expected);
  });
});

/** With a token in a file, one after the other at the same host. */
const WITH: readonly (Case & { readonly service: string })[] = [
  {
    what: 'the right token',
    service: 'dashboard',
    words: (s) => ['--token-file', s.tokenFile('ana@acme.test')],
    expected: [0, 'through', null, 'backend', null],
  },
  {
    what: 'the right token in the other header',
    service: 'dashboard',
    words: (s) => ['--token-file', s.tokenFile('ana@acme.test'), '--proxy-authorization'],
    expected: [0, 'through', null, 'backend', null],
  },
  {
    what: 'somebody who is not let in',
    service: 'dashboard',
    words: (s) => ['--token-file', s.tokenFile('maya@acme.test')],
    expected: blocked('not-authorized'),
  },
  {
    what: 'gcloud\u2019s own audience',
    service: 'dashboard',
    words: (s) => [
      '--token-file',
      s.tokenFile('ana@acme.test', { aud: '32555940559.apps.googleusercontent.com' }),
    ],
    expected: blocked('token-audience'),
  },
  {
    what: 'a token without an address',
    service: 'dashboard',
    words: (s) => ['--token-file', s.tokenFile('ana@acme.test', { email: undefined })],
    expected: blocked('token-no-email'),
  },
  {
    what: 'a token of last week',
    service: 'dashboard',
    words: (s) => ['--token-file', s.tokenFile('ana@acme.test', { iat: 1_700_000_000, exp: 1_700_003_600 })],
    expected: blocked('token-expired'),
  },
  {
    what: 'a text that is no token',
    service: 'dashboard',
    words: (s) => ['--token-file', s.file('one-two-three-four-five-six-seven')],
    expected: blocked('token-unparsable'),
  },
  {
    what: 'the app\u2019s own refusal',
    service: 'dashboard',
    switches: { app: 'forbidden' },
    words: (s) => ['--token-file', s.tokenFile('ana@acme.test')],
    expected: failing('backend', 'backend', 'app-refused'),
  },
  {
    what: 'an error of the app',
    service: 'dashboard',
    switches: { app: 'error-500' },
    words: (s) => ['--token-file', s.tokenFile('ana@acme.test')],
    expected: failing('backend', 'backend', 'backend-error'),
  },
  {
    what: 'an app that throttles',
    service: 'dashboard',
    switches: { app: 'throttled' },
    words: (s) => ['--token-file', s.tokenFile('ana@acme.test')],
    expected: failing('backend', 'backend', 'app-throttled'),
  },
  {
    what: 'a page the app does not have',
    service: 'dashboard',
    switches: { app: 'not-found' },
    words: (s) => ['--token-file', s.tokenFile('ana@acme.test')],
    expected: [0, 'through', null, 'backend', null],
  },
  {
    what: 'no service agent',
    service: 'dashboard',
    switches: { reply: 'service-agent-missing' },
    words: (s) => ['--token-file', s.tokenFile('ana@acme.test')],
    expected: failing('iap', 'iap', 'service-agent-missing'),
  },
  {
    what: 'Cloud Run refusing IAP\u2019s agent',
    service: 'dashboard',
    switches: { reply: 'invoker-403' },
    words: (s) => ['--token-file', s.tokenFile('ana@acme.test')],
    expected: failing('backend', 'cloud-run', 'service-agent-not-invoker'),
  },
  {
    what: 'an app that takes forged assertions',
    service: 'handbook',
    words: (s) => ['--token-file', s.tokenFile('lou@acme-labs.test'), '--jwt-test'],
    expected: failing('backend', 'backend', 'jwt-not-verified'),
  },
];

const orders = (what: string, grpc: HostSwitches['grpc'], code: string): Case => ({
  what,
  service: 'orders',
  switches: { grpc },
  words: (s) => ['--token-file', s.tokenFile(DEPLOYER)],
  expected: failing('grpc', 'backend', code),
});

const GRPC: readonly Case[] = [
  {
    what: 'gRPC with a minted token',
    service: 'orders',
    words: () => ['--as', DEPLOYER],
    expected: [0, 'through', null, 'backend', null],
  },
  orders('a method the server does not know', 'unimplemented', 'grpc-unimplemented'),
  orders('the app\u2019s own 7', 'permission-denied', 'grpc-app-denied'),
  orders('the app\u2019s own 16', 'unauthenticated', 'grpc-app-denied'),
  orders('another status of the app', 'internal', 'grpc-error'),
  orders('an answer without trailers', 'no-trailers', 'grpc-no-trailers'),
  orders('an answer that is not gRPC', 'not-grpc', 'grpc-not-grpc'),
  {
    ...orders('a service that says it is not serving', 'not-serving', 'grpc-not-serving'),
    words: (s) => ['--grpc', 'grpc.health.v1.Health/Check', '--token-file', s.tokenFile(DEPLOYER)],
  },
];

const stream = (what: string, switches: Partial<HostSwitches>, code: string): Case => ({
  what,
  service: 'orders',
  switches,
  words: (s) => [
    '--grpc',
    'grpc.health.v1.Health/Watch',
    '--stream',
    '5s',
    '--token-file',
    s.tokenFile(DEPLOYER),
  ],
  expected: failing('stream', 'backend', code),
});

const STREAMS: readonly Case[] = [
  stream('a stream that is reset', { stream: 'reset', streamAfter: 1_300 }, 'stream-reset'),
  stream('a stream whose connection is recycled', { stream: 'goaway', streamAfter: 1_300 }, 'stream-goaway'),
  {
    ...stream('a stream that holds', {}, ''),
    expected: [0, 'through', null, 'backend', null],
  },
];

describe('with a credential', () => {
  it.each([...WITH, ...GRPC, ...STREAMS].map((one) => [one.what, one.expected, one] as const))(
    '%s is %j',
    async (_what, expected, one) => {
      expect(await met(one)).toEqual(expected);
    },
    40_000,
  );

  it('tells the audience of the token beside the one IAP expects, and where that is known from', async () => {
    const file = street.tokenFile('ana@acme.test', { aud: 'somebody-else' });
    const { report } = await probe('wiki', '--token-file', file);
    expect(report.token).toMatchObject({
      kind: 'id-token',
      aud: 'somebody-else',
      expectedAud: '123-abc.apps.googleusercontent.com',
      email: 'ana@acme.test',
    });
  });

  it('shows what a gRPC client sees beside what the wire said', async () => {
    const file = street.tokenFile(DEPLOYER, { aud: 'somebody-else' });
    const { report } = await probe('orders', '--token-file', file);
    expect(report.cause?.code).toBe('token-audience');
    expect(report.grpc).toMatchObject({
      status: 16,
      name: 'UNAUTHENTICATED',
      httpStatus: 401,
      clientWouldSee: '16 UNAUTHENTICATED: Received HTTP status code 401',
    });
    expect(report.http?.headers['x-goog-iap-generated-response']).toBe('true');
    expect(report.also.map(({ code }) => code)).toContain('grpc-hides-401');
  });

  it('joins what why says of the identity, with its mends', async () => {
    const { report } = await probe('dashboard', '--token-file', street.tokenFile('maya@acme.test'));
    expect(report.findings.find(({ check }) => check === 'access')).toMatchObject({
      verdict: 'blocks',
      code: 'grant-removed',
    });
    expect(report.fixes.some((fix) => fix.gcloud?.includes('groups memberships add'))).toBe(true);
  });

  it('measures requests with and without IAP', async () => {
    const direct = await street.front.directUrl('dash.acme.test');
    const file = street.tokenFile('ana@acme.test');
    const { report } = await probe('dashboard', '--token-file', file, '--count', '12', '--direct', direct);
    expect(report.latency).toMatchObject({ count: 12 });
    expect(report.latency?.withoutIapP50).toBeGreaterThan(0);
    expect(report.latency?.p99).toBeGreaterThanOrEqual(report.latency?.p50 ?? 0);
  });
});

describe('a target that may not be probed', () => {
  it.each([
    'http://127.0.0.2/',
    'https://169.254.169.254/',
    'https://example.com/',
    'https://ana:secret@dash.acme.test/',
    'gopher://dash.acme.test/',
  ])('%s is refused with exit code 2, and nothing is sent', async (target) => {
    const { code, report, stdout } = await probe(target);
    expect(code).toBe(2);
    expect(report).toMatchObject({
      verdict: 'unknown',
      failedStage: 'guard',
      answeredBy: 'none',
      http: null,
    });
    expect(report.cause?.code).toBe('target-refused');
    expect(stdout).not.toContain('secret');
  });
});

describe('a service that only Google lists', () => {
  it.each(['https://store.acme.test/', 'store', 'store.acme.test'])('%s is probed', async (where) => {
    const { code, report } = await probe(where, '--timeout', '20s');
    expect([code, report.verdict, report.where.name]).toEqual([0, 'guarded', 'store']);
  });

  it('makes no other host known', async () => {
    const { code, report } = await probe('https://nope.acme.test/', '--timeout', '20s');
    expect([code, report.cause?.code]).toEqual([2, 'target-refused']);
  });
});

describe('mistakes', () => {
  it.each([
    [[], /Where to\?.*probe dashboard/s],
    [['dashbord'], /Did you mean.*dashboard/s],
    [['bastion'], /TCP forwarding/],
    [['dashboard', 'orders'], /one word too many/],
    [['dashboard', '--as', 'ana@acme.test'], /service account/],
    [['dashboard', '--as', 'x@y.iam.gserviceaccount.com', '--token-file', 'f'], /one of them/],
    [['dashboard', '--token-file', '/nowhere/token'], /\/nowhere\/token/],
    [['dashboard', '--count', 'many'], /--count 20/],
    [['dashboard', '--stream', '5'], /--stream 30s/],
    [['dashboard', '--direct', '10.0.0.7'], /--direct https:/],
    [['dashboard', '--grpc=bad method'], /--grpc acme/],
    [['dashboard', '--origin', 'app'], /--origin https/],
    [['dashboard', '--tokenfile', 'x'], /--token-file/],
  ] as const)('%j get a sentence and exit code 2', async (words, sentence) => {
    const text = await street.probe(...words);
    expect(text.code, text.stdout).toBe(2);
    expect(text.stderr).toMatch(sentence);
    expect(text.stdout).toBe('');
  });
});

describe('what is shown', () => {
  it('is text with the verdict first and the reference last, and a trace file for its owner alone', async () => {
    const file = street.tokenFile('ana@acme.test');
    const ended = await street.probe('dashboard', '--token-file', file, '--debug');
    const lines = ended.stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/dashboard lets the caller through/);
    expect(lines[2]).toMatch(/tcp .* ms · tls .* ms \(TLS 1\.3, h2\) · iap passed · backend .* ms \(200\)/);
    expect(lines.at(-1)).toMatch(/^[0-9A-Z]{8} · https:\/\/dash\.acme\.test\//);
    const name = readdirSync(street.folder).find((one) => one.endsWith('.trace.txt')) ?? '';
    expect(ended.stderr).toContain(name);
    expect(statSync(join(street.folder, name)).mode & 0o777).toBe(0o600);
    const trace = readFileSync(join(street.folder, name), 'utf8');
    expect(trace).toMatch(/HEADERS stream=1/);
    outputs.push(ended.stdout, ended.stderr, trace);
  });

  it('never holds a token, a signature or a cookie, whatever was asked for', () => {
    for (const [i, token] of street.handedOut.entries()) grep.addToken(`token ${i}`, token);
    expect(street.handedOut.length).toBeGreaterThan(15);
    expect(outputs.length).toBeGreaterThan(80);
    const all = outputs.join('\n');
    expect(grep.leaks(all)).toEqual([]);
    expect(all).not.toMatch(/eyJ[\w-]{10,}\.[\w-]+\.[\w-]{20,}|ya29\.[\w-]{10}/);
    expect(all).not.toMatch(/GCP_IAP_XSRF_NONCE_[\w-]{4,}/);
  });
});
