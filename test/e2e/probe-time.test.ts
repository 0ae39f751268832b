/** One deadline over everything: whoever falls silent, in whichever phase, the program ends on time and names the phase. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostSwitches } from '../../src/sandbox/front/index.js';
import { DEPLOYER } from '../sandbox/front/harness.js';
import { probeContract } from '../support/probe-contract.js';
import { openProbeStreet, type ProbeStreet } from '../support/probe-street.js';
import { type Ended, run } from '../support/program.js';

let street: ProbeStreet;
let mute: Server;
const muted = new Set<Socket>();
beforeAll(async () => {
  street = await openProbeStreet({
    grpc: ['orders.acme.test', 'edge.acme.test'],
    careless: ['edge.acme.test'],
    ownPorts: ['wiki.acme.test'],
  });
  // A Google that takes every request and answers none.
  mute = createServer(() => undefined).on('connection', (socket) => {
    muted.add(socket);
    socket.on('close', () => muted.delete(socket));
  });
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
}, 60_000);
afterAll(async () => {
  for (const socket of muted) socket.destroy();
  mute.close();
  await street.close();
});

interface Silence {
  readonly phase: string;
  readonly service: string;
  readonly switches: Partial<HostSwitches>;
  readonly words?: readonly string[];
  readonly stage: string | null;
  readonly code: string | null;
}

const SILENT: readonly Silence[] = [
  { phase: 'connecting', service: 'wiki', switches: { tcp: 'no-answer' }, stage: 'tcp', code: 'tcp-timeout' },
  { phase: 'the handshake', service: 'hr', switches: { tcp: 'silent' }, stage: 'tls', code: 'tls-timeout' },
  {
    phase: 'the settings of HTTP/2',
    service: 'docs',
    switches: { http2: 'no-settings' },
    stage: 'http2',
    code: 'response-timeout',
  },
  {
    phase: 'the reply',
    service: 'portal',
    switches: { http2: 'silent' },
    stage: 'iap',
    code: 'response-timeout',
  },
  {
    phase: 'the reply over HTTP/1.1',
    service: 'shop',
    switches: { alpn: 'no-h2', reply: 'silent' },
    stage: 'iap',
    code: 'response-timeout',
  },
  {
    phase: 'the reply to gRPC',
    service: 'orders',
    switches: { http2: 'silent' },
    stage: 'iap',
    code: 'response-timeout',
  },
];

/** What starting the program costs just now, on this machine with this load, milliseconds. */
const startUp = async (): Promise<number> => (await run(['--version'])).ms;

describe('with a deadline', () => {
  it('of 3 s a peer that falls silent in any phase keeps nobody waiting, and the phase is named', async () => {
    for (const { service, switches } of SILENT) await street.front.set(`${service}.acme.test`, switches);
    const idle = await startUp();
    const ended: Ended[] = [];
    for (const { service, words = [] } of SILENT)
      ended.push(await street.probe(service, '--timeout', '3s', '--json', ...words));
    const worst = Math.max(idle, await startUp());
    for (const [i, { phase, stage, code }] of SILENT.entries()) {
      const one = ended[i] as Ended;
      expect(one.stdout, one.stderr).not.toBe('');
      const report = probeContract.parse(JSON.parse(one.stdout));
      expect([report.failedStage, report.cause?.code], phase).toEqual([stage, code]);
      expect(one.code, phase).toBe(1);
      // Loading the parts of a probe takes about as long as starting does.
      expect(one.ms, `${phase}, beside ${Math.round(worst)} ms for starting`).toBeLessThan(
        3_000 + 2 * worst + 200,
      );
    }
  }, 60_000);

  it('a Google that says nothing leaves the walk its answer, and a blind spot', async () => {
    const { port } = mute.address() as AddressInfo;
    const file = street.tokenFile('ana@acme.test');
    const words = [
      'probe',
      'dashboard',
      '--token-file',
      file,
      '--timeout',
      '6s',
      '--json',
      '--config',
      street.config,
    ];
    const ended = await run(words, { IAP_DOCTOR_GOOGLE_ENDPOINT: `http://127.0.0.1:${port}` });
    const worst = await startUp();
    const report = probeContract.parse(JSON.parse(ended.stdout));
    expect(report.verdict).toBe('through');
    expect(report.blindSpots.map(({ code }) => code)).toContain('deadline-exceeded');
    expect(ended.ms).toBeLessThan(6_000 + 3 * worst + 200);
  }, 30_000);

  it('a token that is never minted leaves it unknown, not guarded', async () => {
    const { port } = mute.address() as AddressInfo;
    const words = [
      'probe',
      'dashboard',
      '--as',
      DEPLOYER,
      '--timeout',
      '3s',
      '--json',
      '--config',
      street.config,
    ];
    const ended = await run(words, { IAP_DOCTOR_GOOGLE_ENDPOINT: `http://127.0.0.1:${port}` });
    const worst = await startUp();
    const report = probeContract.parse(JSON.parse(ended.stdout));
    expect([ended.code, report.verdict]).toEqual([3, 'unknown']);
    expect(ended.ms).toBeLessThan(3_000 + 3 * worst + 200);
  }, 30_000);

  it('a stream goes on for its own time, and its first message has to be there by the deadline', async () => {
    const file = street.tokenFile(DEPLOYER);
    await street.front.mend('orders.acme.test');
    const words = ['orders', '--grpc', 'grpc.health.v1.Health/Watch', '--stream', '6s', '--token-file', file];
    const ended = await street.probe(...words, '--timeout', '6s', '--json');
    const report = probeContract.parse(JSON.parse(ended.stdout));
    expect(report.verdict).toBe('through');
    expect(report.stream.map(({ end, heldMs }) => [end, heldMs >= 5_900])).toEqual([
      ['held', true],
      ['held', true],
    ]);
    expect(ended.ms).toBeGreaterThan(6_000);
  }, 30_000);
});
