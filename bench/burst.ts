/** A burst of questions of many people about few services: what it asks of Google, against each different question asked once. */
import { setTimeout as wait } from 'node:timers/promises';
import { messageText } from '../src/sandbox/message-text.js';
import { CHANNEL, type Company, openCompany, SERVICES } from './bots.js';
import { hold, sized, tell } from './ratios.js';

const QUESTIONS = sized(1_000, 40);
const PEOPLE = sized(30, 4);
const RUNS = sized(2, 1);
const LONGEST_MS = 120_000;
/** So long nothing more may come once everybody has an answer. */
const AFTERWARDS_MS = 1_000;

interface Question {
  readonly user: string;
  readonly service: string;
}

/** Every person about every service, in an order that mixes both; from the start again where there are more. */
const questionsOf = ({ people }: Company, number: number): readonly Question[] =>
  Array.from({ length: number }, (_, n) => ({
    user: people[n % people.length] ?? '',
    service: SERVICES[(n + Math.floor(n / people.length)) % SERVICES.length] ?? '',
  }));

interface Burst {
  /** Requests that Google got. */
  readonly calls: number;
  /** Questions that have no answer, and answers that have no question; of other services and errors too. */
  readonly lost: number;
  readonly double: number;
  readonly notAcked: number;
}

/** A bot that knows nothing yet is asked all of it at the same moment. */
async function burst(company: Company, questions: readonly Question[]): Promise<Burst> {
  const bot = await company.start('ours', 'Socket Mode');
  const { slack } = bot;
  const key = ({ user, service }: Question): string => `${user} ${service}`;
  const wanted = tally(questions.map(key));
  /** An answer names the place it is about, and a person sees it once, whatever was shown before in its stead. */
  const given = (): ReadonlyMap<string, number> =>
    tally(
      slack.state.ephemerals.map((shown) => {
        const text = messageText(shown);
        const service = SERVICES.find(
          (name) => /\b(?:cannot|can|could not|whether)\b/i.test(text) && text.includes(name),
        );
        return key({ user: shown.user, service: service ?? text });
      }),
    );
  let calls = 0;
  const unwatch = company.google.watch(({ status }) => {
    if (status === undefined) calls += 1;
  });
  try {
    const acks = Promise.all(
      questions.map(
        async ({ user, service }) => (await slack.slash(user, CHANNEL, `why me ${service}`)).acks[0],
      ),
    );
    const end = performance.now() + LONGEST_MS;
    while (missing(wanted, given()) > 0 && performance.now() < end) await wait(250);
    await wait(AFTERWARDS_MS);
    const answers = given();
    for (const text of others(answers, wanted).slice(0, 3)) process.stderr.write(`instead: ${text}\n`);
    return {
      calls,
      lost: missing(wanted, answers),
      double: missing(answers, wanted),
      notAcked: (await acks).filter(({ ok }) => !ok).length,
    };
  } finally {
    unwatch();
    await bot.stop();
  }
}

function tally(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of keys) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

/** How many of the first are not in the second, each as often as it is there. */
const missing = (some: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>): number =>
  [...some].reduce((sum, [one, times]) => sum + Math.max(0, times - (others.get(one) ?? 0)), 0);

/** What was said in place of an answer, for whoever has to find out why. */
const others = (
  some: ReadonlyMap<string, number>,
  expected: ReadonlyMap<string, number>,
): readonly string[] => [...some.keys()].filter((one) => !expected.has(one));

const company = await openCompany(PEOPLE);
try {
  const distinct = questionsOf(company, PEOPLE * SERVICES.length);
  const many = questionsOf(company, QUESTIONS);
  const runs: { readonly each: Burst; readonly all: Burst }[] = [];
  for (let run = 0; run < RUNS; run += 1)
    runs.push({ each: await burst(company, distinct), all: await burst(company, many) });
  const of = `${QUESTIONS} questions, ${distinct.length} different ones`;
  tell({
    what: 'calls of Google by a burst / by its different questions alone',
    runs: runs.map(({ each, all }) => all.calls / each.calls),
    of,
    atMost: 1.25,
  });
  const bursts = runs.flatMap(({ each, all }) => [each, all]);
  const sum = (by: (one: Burst) => number): number => bursts.reduce((total, one) => total + by(one), 0);
  hold(`nobody is left without an answer (${sum(({ lost }) => lost)})`, sum(({ lost }) => lost) === 0);
  hold(
    `nobody has two, or one to something else (${sum(({ double }) => double)})`,
    sum(({ double }) => double) === 0,
  );
  hold(
    `Slack heard an ack of every command in time (${sum(({ notAcked }) => notAcked)} not)`,
    sum(({ notAcked }) => notAcked) === 0,
  );
} finally {
  await company.close();
}
