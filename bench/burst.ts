/** A burst of questions of many people about few services: what it asks of Google, against each different question asked once. */
import { setTimeout as wait } from 'node:timers/promises';
import { messageText } from '../src/sandbox/message-text.js';
import { CHANNEL, type Company, openCompany, SERVICES } from './bots.js';
import { hold, sized, tell } from './ratios.js';

const QUESTIONS = sized(1_000, 40);
const PEOPLE = sized(30, 4);
const RUNS = sized(2, 1);
const LONGEST_MS = 60_000;
/** So long nothing more may come once everybody has heard the end. */
const AFTERWARDS_MS = 1_000;
const LATE = 'no answer in time';

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
  readonly questions: number;
  /** People's questions of which they never heard the end. */
  readonly lost: number;
  /** Ends beyond their questions, and answers to what they did not ask. */
  readonly tooMuch: number;
  /** Heard that there was not time enough. */
  readonly late: number;
  readonly notAcked: number;
}

/** What a person reads in the end: which service it is about, or that there was not time. */
function endOf(text: string): string | undefined {
  if (text.includes('found no answer within')) return LATE;
  return /\b(?:can|cannot|could not|whether)\b/.test(text)
    ? SERVICES.find((service) => text.includes(service))
    : undefined;
}

/** A bot that knows nothing yet is asked all of it at the same moment. */
async function burst(company: Company, questions: readonly Question[]): Promise<Burst> {
  const bot = await company.start('ours', 'Socket Mode');
  const { slack } = bot;
  const ends = (): readonly { readonly user: string; readonly end: string }[] =>
    slack.state.ephemerals.flatMap((shown) => {
      const end = endOf(messageText(shown));
      return end === undefined ? [] : [{ user: shown.user, end }];
    });
  let calls = 0;
  const unwatch = company.google.watch(({ status }) => {
    if (status === undefined) calls += 1;
  });
  try {
    const acks = Promise.all(
      questions.map(({ user, service }) => slack.slash(user, CHANNEL, `why me ${service}`)),
    );
    const latest = performance.now() + LONGEST_MS;
    while (ends().length < questions.length && performance.now() < latest) await wait(250);
    await wait(AFTERWARDS_MS);
    const heard = ends();
    const asked = tally(questions.map(({ user }) => user));
    const told = tally(heard.map(({ user }) => user));
    const answers = heard.filter(({ end }) => end !== LATE);
    const wrong = beyond(
      tally(answers.map(({ user, end }) => `${user} ${end}`)),
      tally(questions.map(({ user, service }) => `${user} ${service}`)),
    );
    return {
      calls,
      questions: questions.length,
      lost: beyond(asked, told),
      tooMuch: beyond(told, asked) + wrong,
      late: heard.length - answers.length,
      notAcked: (await acks).filter(({ acks: [ack] }) => !ack.ok).length,
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
const beyond = (some: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>): number =>
  [...some].reduce((sum, [one, times]) => sum + Math.max(0, times - (others.get(one) ?? 0)), 0);

const company = await openCompany(PEOPLE);
try {
  const different = questionsOf(company, PEOPLE * SERVICES.length);
  const many = questionsOf(company, QUESTIONS);
  const runs: { readonly each: Burst; readonly all: Burst }[] = [];
  for (let run = 0; run < RUNS; run += 1)
    runs.push({ each: await burst(company, different), all: await burst(company, many) });
  const of = `${QUESTIONS} questions, ${different.length} different ones`;
  tell({
    what: 'calls of Google by a burst / by its different questions alone',
    runs: runs.map(({ each, all }) => all.calls / each.calls),
    of,
    atMost: 1.25,
  });
  // A machine that is slow enough makes any process late: then it has to say so, and to each.
  tell({
    what: 'questions of a burst that heard there was not time / all of them',
    runs: runs.map(({ all }) => all.late / all.questions),
    of,
    atMost: 0.25,
  });
  const sum = (by: (one: Burst) => number): number =>
    runs.reduce((total, { each, all }) => total + by(each) + by(all), 0);
  const none = (what: string, number: number): void => hold(`${what} (${number} times not)`, number === 0);
  none(
    'everybody heard the end of every question',
    sum(({ lost }) => lost),
  );
  none(
    'nobody heard two, or of something else',
    sum(({ tooMuch }) => tooMuch),
  );
  none(
    'Slack heard the ack of every command in time',
    sum(({ notAcked }) => notAcked),
  );
} finally {
  await company.close();
}
