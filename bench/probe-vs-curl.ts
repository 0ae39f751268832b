/** What a walk costs against curl: the same server, in turns, phase by phase; ratios only, for a bare time says nothing. */
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StageName } from '../src/probe/observation.js';
import { percentile } from '../src/probe/percentile.js';
import { walk } from '../src/probe/walk.js';
import { startDeadline } from '../src/probe/wire/deadline.js';
import { browserGet } from '../src/probe/wire/requests.js';
import { createAuthority } from '../src/sandbox/front/certificates.js';

const HOST = 'dash.acme.test';
const ROUNDS = 25;
/** One way, milliseconds: an app in the next region, and one on this computer. */
const AWAY = [20, 0];

/** Lets every chunk arrive later, in both directions. */
function slowly(from: Socket, to: Socket, ms: number): void {
  from.on('data', (chunk) => setTimeout(() => to.write(chunk), ms));
  from.on('close', () => setTimeout(() => to.destroy(), ms));
  from.on('error', () => undefined);
}

/** In a process of its own, so that neither side waits for the server's work. */
async function serve(): Promise<void> {
  const authority = await createAuthority();
  const { cert, key } = await authority.issue({ hosts: [HOST] });
  const app = createSecureServer({ cert, key, allowHTTP1: true }, (_request, response) => {
    response.writeHead(401, { 'content-type': 'text/html' });
    response.end('Invalid IAP credentials: empty token');
  });
  const listen = (server: { listen(port: number, host: string, done: () => void): unknown }): Promise<void> =>
    new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const portOf = (server: { address(): unknown }): number => {
    const address = server.address();
    return typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : 0;
  };
  await listen(app);
  const ports: number[] = [];
  for (const ms of AWAY) {
    const way = createServer({ noDelay: true }, (near) => {
      const far = connect({ port: portOf(app), host: '127.0.0.1', noDelay: true });
      slowly(near, far, ms);
      slowly(far, near, ms);
    });
    await listen(way);
    ports.push(portOf(way));
  }
  process.send?.({ ports, ca: authority.caPem });
}

interface Times {
  readonly tcp: number;
  readonly tls: number;
  /** From the end of the handshake to the first byte of the reply. */
  readonly reply: number;
  readonly total: number;
}

function curl(port: number, caFile: string): Times {
  const shown = spawnSync(
    'curl',
    ['-sS', '-o', '/dev/null', '--http2', '--cacert', caFile, '--resolve', `${HOST}:${port}:127.0.0.1`]
      .concat([
        '-w',
        '%{time_namelookup} %{time_connect} %{time_appconnect} %{time_starttransfer} %{time_total}',
      ])
      .concat([`https://${HOST}:${port}/`]),
    { encoding: 'utf8' },
  );
  if (shown.error || shown.status !== 0) throw new Error(`curl is needed: ${shown.error ?? shown.stderr}`);
  const [name = 0, tcp = 0, tls = 0, first = 0, total = 0] = shown.stdout
    .split(' ')
    .map((s) => Number(s) * 1_000);
  return { tcp: tcp - name, tls: tls - tcp, reply: first - tls, total: total - name };
}

async function walked(port: number, ca: string): Promise<Times> {
  const deadline = startDeadline(10_000);
  const begun = performance.now();
  const result = await walk({
    url: `https://${HOST}:${port}/`,
    rules: {
      known: [`https://${HOST}:${port}`],
      allow: ['127.0.0.1'],
      connectTo: { [HOST]: `127.0.0.1:${port}` },
    },
    deadline,
    trust: [ca],
    need: 'any',
    request: browserGet(),
    now: Date.now,
  });
  const total = performance.now() - begun;
  deadline.dispose();
  result.close();
  if (result.reply?.status !== 401) throw new Error(JSON.stringify(result.halt));
  const ms = (stage: StageName): number => result.stages.find((one) => one.stage === stage)?.ms ?? 0;
  return { tcp: ms('tcp'), tls: ms('tls'), reply: result.reply.headerMs, total };
}

const median = (values: readonly number[]): number => percentile(values, 0.5) ?? Number.NaN;
const line = (what: string, value: number, limit: number): void => {
  process.stdout.write(`${what.padEnd(52)} ${value.toFixed(2).padStart(6)}  (at most ${limit})\n`);
};

async function compare(port: number, ms: number, ca: string, caFile: string): Promise<void> {
  const where = ms === 0 ? 'on this computer' : `${2 * ms} ms away`;
  const pairs: { readonly ours: Times; readonly theirs: Times }[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    pairs.push({ theirs: curl(port, caFile), ours: await walked(port, ca) });
  // Without a way to go there is nothing but noise in the phases.
  const phases = ms === 0 ? (['total'] as const) : (['tls', 'reply', 'total'] as const);
  for (const phase of phases) {
    const ratio =
      median(pairs.map(({ ours }) => ours[phase])) / median(pairs.map(({ theirs }) => theirs[phase]));
    line(`${phase} of a walk / of curl, ${where}`, ratio, ms === 0 ? 2 : 1.3);
  }
}

async function bench(): Promise<void> {
  const server: ChildProcess = fork(import.meta.filename, ['serve']);
  const folder = mkdtempSync(join(tmpdir(), 'iap-doctor-bench-'));
  try {
    const { ports, ca } = await new Promise<{ readonly ports: number[]; readonly ca: string }>((resolve) =>
      server.once('message', (message) => resolve(message as { ports: number[]; ca: string })),
    );
    const caFile = join(folder, 'ca.pem');
    writeFileSync(caFile, ca);
    const [first = 0] = ports;
    const cold = await walked(first, ca);
    for (const [i, ms] of AWAY.entries()) await compare(ports[i] ?? 0, ms, ca, caFile);
    const warm = median(
      await Promise.all(
        [walked(first, ca), walked(first, ca), walked(first, ca)].map(async (one) => (await one).total),
      ),
    );
    process.stdout.write(
      `the first walk of a process, which reads the authorities / a later one: ${(cold.total / warm).toFixed(1)}\n`,
    );
  } finally {
    server.kill();
    rmSync(folder, { recursive: true });
  }
}

await (process.argv[2] === 'serve' ? serve() : bench());
