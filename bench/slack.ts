/** What our bot costs beside a bare Bolt app that answers a fixed text: until the ack, until the answer, to start, and in memory. */
import { type Answered, type Bot, type Company, type Mode, openCompany, SERVICES } from './bots.js';
import { hold, quantile, sized, tell } from './ratios.js';

const RUNS = sized(3, 1);
const PAIRS = sized(200, 10);
const STARTS = sized(5, 1);
/** Each of these is asked all the questions. */
const FILLED = 2;
const QUESTIONS = sized(1_000, 20);
const AT_ONCE = 8;
const PEOPLE = 30;

interface Pair {
  readonly ours: Answered;
  readonly bare: Answered;
}

/** In turns, now the one first and now the other, so that both meet the same moments of the machine. */
async function pairsOf(ours: Bot, bare: Bot, user: string): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  const words = 'why me dashboard';
  for (let n = 0; n < PAIRS; n += 1) {
    const first = n % 2 === 0 ? ours : bare;
    const one = await first.ask(user, words);
    const other = await (first === ours ? bare : ours).ask(user, words);
    pairs.push(first === ours ? { ours: one, bare: other } : { ours: other, bare: one });
  }
  return pairs;
}

async function answers(company: Company, mode: Mode): Promise<void> {
  const [ours, bare] = [await company.start('ours', mode), await company.start('bare', mode)];
  const [user = ''] = company.people;
  try {
    // Warm: read once, and both have run often enough to be compiled.
    for (let n = 0; n < PAIRS / 2; n += 1)
      await Promise.all([ours.ask(user, 'why me dashboard'), bare.ask(user, 'why me dashboard')]);
    const runs: (readonly Pair[])[] = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await pairsOf(ours, bare, user));
    const measures = [
      { what: 'ack of /iap', of: ({ ack }: Answered) => ack.ms, limits: [3, 4] },
      { what: 'warm /iap why me', of: ({ answerMs }: Answered) => answerMs, limits: [12, 12] },
    ] as const;
    for (const { what, of, limits } of measures) {
      for (const [i, part] of [0.5, 0.99].entries()) {
        tell({
          what: `${what} / of a bare Bolt app, ${mode}, p${part * 100}`,
          runs: runs.map(
            (pairs) =>
              quantile(
                pairs.map((pair) => of(pair.ours)),
                part,
              ) /
              quantile(
                pairs.map((pair) => of(pair.bare)),
                part,
              ),
          ),
          of: `${PAIRS} pairs`,
          atMost: limits[i] ?? 0,
        });
      }
    }
    const all = runs.flat();
    hold(
      `every one of them acknowledged, ${mode}`,
      all.every((pair) => pair.ours.ack.ok && pair.bare.ack.ok),
    );
  } finally {
    await Promise.all([ours.stop(), bare.stop()]);
  }
}

/** As many questions, some at a time, of everybody about everything. */
async function askMany({ people }: Company, bot: Bot): Promise<void> {
  let next = 0;
  const one = async (): Promise<void> => {
    for (let n = next++; n < QUESTIONS; n = next++) {
      const service = SERVICES[Math.floor(n / people.length) % SERVICES.length] ?? '';
      await bot.ask(people[n % people.length] ?? '', `why me ${service}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

async function startsAndMemory(company: Company): Promise<void> {
  const starts: { readonly ms: number; readonly held: number; readonly after: number | undefined }[] = [];
  for (let n = 0; n < STARTS; n += 1) {
    const [ours, bare] = [await company.start('ours', 'HTTP'), await company.start('bare', 'HTTP')];
    const [ms, held] = [ours.readyMs / bare.readyMs, ours.resident() / bare.resident()];
    const asked = n < FILLED;
    if (asked) {
      await askMany(company, ours);
      await askMany(company, bare);
    }
    starts.push({ ms, held, after: asked ? ours.resident() / bare.resident() : undefined });
    await Promise.all([ours.stop(), bare.stop()]);
  }
  const of = 'one start each';
  tell({ what: 'start until ready / of a bare Bolt app', runs: starts.map(({ ms }) => ms), of, atMost: 6 });
  tell({
    what: 'memory after start / of a bare Bolt app',
    runs: starts.map(({ held }) => held),
    of,
    atMost: 2.5,
  });
  tell({
    what: `memory after ${QUESTIONS} questions / of a bare Bolt app after as many`,
    runs: starts.flatMap(({ after }) => after ?? []),
    of: `${QUESTIONS} questions`,
    atMost: 5,
  });
}

const company = await openCompany(PEOPLE);
try {
  for (const mode of ['HTTP', 'Socket Mode'] as const) await answers(company, mode);
  await startsAndMemory(company);
} finally {
  await company.close();
}
