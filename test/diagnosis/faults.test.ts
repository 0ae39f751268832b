/** Whatever fails at Google, an answer never turns round: it stays, or says that it cannot tell and what it lacks. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WhyReport } from '../../src/diagnosis/report.js';
import { acmeWorld, sandboxConfigYaml, type WorldScenario, worldScenarios } from '../../src/sandbox/world.js';
import { askCold, configOf } from '../support/ask-google.js';
import {
  type Asked,
  FAULTS,
  type FaultKind,
  type FaultyGoogle,
  startFaultyGoogle,
} from '../support/faulty-google.js';
import { inParallel } from '../support/in-parallel.js';
import { seededPicker } from '../support/seeded.js';
import { type Judged, violation } from './fault-rules.js';

/**
 * `IAP_DOCTOR_FAULTS=all` fails every method in every way for everybody (half an hour), and single requests and pairs by
 * the thousand; otherwise a sample that is the same in every run.
 */
const ALL = process.env.IAP_DOCTOR_FAULTS === 'all';
const SINGLES = 340;
const REQUESTS = ALL ? 4_000 : 0;
const PAIRS = ALL ? 1_600 : 120;
const WALK_MS = ALL ? 3_600_000 : 600_000;
/** Questions under way at the same time: enough that those that wait for a hanging call cost nothing. */
const AT_ONCE = 8;
/** The answers without a fault are what all others are held against: they take what time they need. */
const BASE_MS = 60_000;
const PATIENT_MS = 10_000;
const HURRIED_MS = 1_500;
/** What this computer may need, when it is busy, to conclude after the time is over; a long walk keeps it busy itself. */
const GRACE_MS = ALL ? 60_000 : 2_500;
const SEED = 20_261_122;

const clock = { now: () => Date.parse('2026-11-18T10:30:00Z') };
const config = configOf(sandboxConfigYaml());

interface Known {
  readonly scenario: WorldScenario;
  readonly base: WhyReport;
  /** One request for every method the fault-free answer used, and every single one. */
  readonly methods: readonly Asked[];
  readonly requests: readonly Asked[];
}

interface Planned {
  readonly known: Known;
  readonly faults: readonly { readonly asked: Asked; readonly kind: FaultKind; readonly whole: boolean }[];
}

let google: FaultyGoogle;
let everybody: readonly Known[];
let tokens = 0;

async function ask(
  scenario: WorldScenario,
  faults: Planned['faults'],
): Promise<{ report: WhyReport; asked: readonly Asked[]; ms: number; limit: number }> {
  tokens += 1;
  const token = `question-${tokens}`;
  google.plan(
    token,
    faults.map(({ asked, kind, whole }) => ({
      kind,
      hits: (a) => (whole ? a.method === asked.method : a.request === asked.request),
    })),
  );
  const hurried = faults.some(({ kind }) => kind === 'hang');
  const limit = faults.length === 0 ? BASE_MS : hurried ? HURRIED_MS : PATIENT_MS;
  const words = ['why', scenario.who, scenario.where];
  const started = performance.now();
  const report = await askCold({ url: google.url, token, config, clock, words, timeoutMs: limit });
  return { report, asked: google.asked(token), ms: performance.now() - started, limit };
}

const distinct = <T>(items: readonly T[], key: (item: T) => string): T[] => [
  ...new Map(items.map((item) => [key(item), item])).values(),
];

beforeAll(async () => {
  google = await startFaultyGoogle(acmeWorld(clock));
  everybody = await inParallel(AT_ONCE, worldScenarios, async (scenario) => {
    const { report, asked } = await ask(scenario, []);
    return {
      scenario,
      base: report,
      methods: distinct(asked, (a) => a.method),
      requests: distinct(asked, (a) => a.request),
    };
  });
}, 240_000);
afterAll(() => google.close());

const describeCase = ({ known, faults }: Planned): string =>
  `${known.scenario.who} at ${known.scenario.where}, with ${faults
    .map(({ asked, kind, whole }) => `${kind} on ${whole ? asked.method : asked.request}`)
    .join(' and ')}`;

async function walk(cases: readonly Planned[]): Promise<readonly string[]> {
  const found = await inParallel(AT_ONCE, cases, async (planned) => {
    const { known, faults } = planned;
    const { report, ms, limit } = await ask(known.scenario, faults);
    const judged: Judged = { base: known.base, report, faults };
    const wrong = violation(judged) ?? (ms > limit + GRACE_MS ? `took ${Math.round(ms)} ms` : undefined);
    if (wrong === undefined) return [];
    const told = `${describeCase(planned)}: ${wrong}`;
    // A long walk tells as it goes.
    if (ALL) process.stderr.write(`${told}\n`);
    return [told];
  });
  return found.flat();
}

/** Every pair of method and fault at least once, and more of them at random: of whole methods and of single requests. */
function singles(): readonly Planned[] {
  const every = everybody.flatMap((known) =>
    FAULTS.flatMap((kind): Planned[] => [
      ...known.methods.map((asked) => ({ known, faults: [{ asked, kind, whole: true }] })),
      ...known.requests.map((asked) => ({ known, faults: [{ asked, kind, whole: false }] })),
    ]),
  );
  const shuffled = seededPicker(SEED).shuffled(every);
  if (ALL) {
    const [whole, parts] = [true, false].map((is) => shuffled.filter((one) => one.faults[0]?.whole === is));
    return [...(whole ?? []), ...(parts ?? []).slice(0, REQUESTS)];
  }
  const first = distinct(shuffled, ({ faults }) => `${faults[0]?.asked.method} ${faults[0]?.kind}`);
  return [...first, ...shuffled.slice(0, Math.max(0, SINGLES - first.length))];
}

function pairs(): readonly Planned[] {
  const pick = seededPicker(SEED + 1);
  return Array.from({ length: PAIRS }, () => {
    const known = pick.one(everybody);
    const fault = () => {
      const whole = pick.one([true, false]);
      return { asked: pick.one(whole ? known.methods : known.requests), kind: pick.one(FAULTS), whole };
    };
    return { known, faults: [fault(), fault()] };
  });
}

describe('a part of Google that fails', () => {
  it('is met by the questions of everybody in the company', () => {
    expect(everybody).toHaveLength(worldScenarios.length);
    for (const { scenario, base } of everybody) {
      const said = [base.verdict, base.cause?.code ?? null];
      const meant = [scenario.verdict, scenario.verdict === 'allowed' ? null : scenario.code];
      expect(said, `${scenario.who} at ${scenario.where}`).toEqual(meant);
    }
    const methods = new Set(everybody.flatMap(({ methods: used }) => used.map((a) => a.method)));
    expect(methods.size).toBeGreaterThan(20);
  });

  it(
    'never turns an answer round, alone',
    async () => {
      expect(await walk(singles())).toEqual([]);
    },
    WALK_MS,
  );

  it(
    'never turns an answer round, two at once',
    async () => {
      expect(await walk(pairs())).toEqual([]);
    },
    WALK_MS,
  );
});
