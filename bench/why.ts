/** What a cold `why` takes against the longest chain of its own calls: how much we add to what Google makes us wait for. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startGoogleEmulator, type WatchedRequest } from '../src/sandbox/google/emulator.js';
import { acmeWorld, sandboxConfigYaml, worldScenarios } from '../src/sandbox/world.js';
import { program } from './program.js';
import { hold, median, sized, tell } from './ratios.js';

/** Every answer of Google takes so long; a usual one, and a slow one. */
const LATENCIES = [100, 400];
const PEOPLE = sized(6, 2);
const RUNS = sized(3, 1);
/** Cold, no answer needs more than this one after the other (the design says three; a fourth is for the rare ones). */
const MOST_TRIPS = 4;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The longest row of calls of which each was sent after the one before had been answered. */
function longestChain(spans: readonly Span[]): number {
  let calls = 0;
  let free = Number.NEGATIVE_INFINITY;
  for (const { from, to } of spans.toSorted((a, b) => a.to - b.to)) {
    if (from < free) continue;
    calls += 1;
    free = to;
  }
  return calls;
}

interface Asked {
  readonly ms: number;
  readonly processMs: number;
  readonly trips: number;
  readonly chain: number;
}

interface Printed {
  readonly cost: { readonly calls: number; readonly roundTrips: number; readonly ms: number };
}

async function bench(): Promise<void> {
  const google = await startGoogleEmulator({ world: acmeWorld({ now: () => Date.now() }) });
  const folder = mkdtempSync(join(tmpdir(), 'iap-doctor-bench-'));
  const config = join(folder, 'iap-doctor.yaml');
  writeFileSync(config, sandboxConfigYaml());
  let spans: Span[] = [];
  google.watch(({ ms }: WatchedRequest) => {
    if (ms !== undefined) spans.push({ from: performance.now() - ms, to: performance.now() });
  });

  /** The built program, a process of its own: nothing is remembered, nothing is loaded. */
  async function ask(words: readonly string[]): Promise<Asked> {
    spans = [];
    const begun = performance.now();
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [program, 'why', ...words, '--config', config, '--json'],
      { env: { PATH: process.env.PATH, IAP_DOCTOR_GOOGLE_ENDPOINT: google.url } },
    ).catch((ended: { stdout: string }) => ended);
    const processMs = performance.now() - begun;
    const { cost } = JSON.parse(stdout) as Printed;
    return { ms: cost.ms, processMs, trips: cost.roundTrips, chain: longestChain(spans) };
  }

  try {
    const lines = worldScenarios.slice(0, PEOPLE);
    for (const latency of LATENCIES) {
      google.switches.latencyMs = latency;
      const runs: Asked[][] = [];
      for (let run = 0; run < RUNS; run += 1) {
        const asked: Asked[] = [];
        for (const { who, where } of lines) asked.push(await ask([who, where]));
        runs.push(asked);
      }
      const of = `${lines.length} questions`;
      const mid = (by: (one: Asked) => number): number[] => runs.map((run) => median(run.map(by)));
      const at = `${latency} ms a call`;
      tell({
        what: `cold why / its longest chain of calls, ${at}`,
        runs: mid(({ ms, trips }) => ms / (trips * latency)),
        of,
        atMost: latency < 200 ? 3 : 1.6,
      });
      tell({
        what: `the whole process of it / the same chain, ${at}`,
        runs: mid(({ processMs, trips }) => processMs / (trips * latency)),
        of,
        atMost: latency < 200 ? 8 : 3,
      });
      const all = runs.flat();
      hold(
        `no cold why needed more than ${MOST_TRIPS} round trips, ${at}`,
        all.every(({ trips }) => trips <= MOST_TRIPS),
      );
      tell({
        what: `round trips it counts / chain that Google saw, ${at}`,
        runs: mid(({ trips, chain }) => trips / chain),
        of,
        atMost: 1.5,
      });
    }
  } finally {
    await google.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

await bench();
