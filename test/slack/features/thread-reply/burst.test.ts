/** Many messages at once: each is answered once, in its thread, at the channel's pace, and nothing is asked twice. */
import { expect, it } from 'vitest';
import { until } from '../../../support/until.js';
import { probed } from './reports.js';
import { HELP, probeOf, service, startWorld, wordsOf } from './world.js';

const SERVICES = ['dashboard', 'payroll', 'grafana', 'tickets', 'wiki'];
const PEOPLE = Array.from({ length: 60 }, (_, n) => ({
  id: `U0P${n}`,
  name: `p${n}`,
  email: `p${n}@acme.test`,
}));
const MESSAGES = 100;
const GAP_MS = 80;

it('answers a hundred messages of sixty people about five services', async () => {
  const world = await startWorld({
    users: PEOPLE,
    services: SERVICES.map((name) => service(name)),
    gapMs: GAP_MS,
  });
  world.brain.probe = (where) => probeOf(probed(where, 'guarded'));
  const sent = Array.from({ length: MESSAGES }, (_, n) =>
    world.slack.say(
      PEOPLE[n % PEOPLE.length]?.id ?? '',
      HELP,
      `I get access denied on https://${SERVICES[n % SERVICES.length]}.acme.test since this morning`,
    ),
  );
  await until('all replies', () => sent.every((message) => world.repliesTo(message).length > 0), 60_000);
  await until('all words alone', () => PEOPLE.every(({ id }) => world.aloneFor(id).length > 0));

  // No reply is lost, none is said twice, none stands as if somebody were still looking.
  const replies = sent.map((message) => world.repliesTo(message));
  expect(replies.filter((one) => one.length !== 1)).toEqual([]);
  const words = replies.flat().map(wordsOf);
  expect(words.filter((text) => text.startsWith('Looking'))).toEqual([]);

  // The first of each service is told in full; those behind it in the queue are pointed to it, in one line.
  const short = words.filter((text) =>
    /people have run into this at \w+; the answer is the same: here\.$/.test(text),
  );
  const again = words.filter((text) => text.startsWith('You asked this a few minutes ago'));
  expect(short.length).toBeGreaterThan(10);
  expect(words.length - short.length - again.length).toBeGreaterThanOrEqual(SERVICES.length);
  expect(short.filter((text) => text.includes('\n'))).toEqual([]);
  expect(again).toHaveLength(MESSAGES - PEOPLE.length);

  // Nobody is asked about twice, and five looks are enough for everybody.
  const asked = world.asked.map((one) => one.words.join(' '));
  expect(asked.filter((one) => one.startsWith('probe')).sort()).toEqual(
    SERVICES.map((name) => `probe ${name}`).sort(),
  );
  expect(asked.filter((one) => one.startsWith('why'))).toHaveLength(PEOPLE.length);

  // In the order in which they came, as far as one can be quicker than another: who is pointed on needs no look.
  const order = sent
    .slice(0, PEOPLE.length)
    .map((message, at) => ({ at, ts: Number(world.repliesTo(message)[0]?.ts) }))
    .sort((a, b) => a.ts - b.ts);
  expect(Math.max(...order.map(({ at }, place) => Math.abs(at - place)))).toBeLessThan(20);

  // Nobody waits for the queue to hear what is theirs alone.
  const moments = world.slack.state.happenings.all.flatMap((one) =>
    one.type === 'ephemeral' ? ['alone'] : one.type === 'message' && one.message.botId ? ['thread'] : [],
  );
  expect(
    moments.slice(0, moments.lastIndexOf('alone')).filter((one) => one === 'thread').length,
  ).toBeLessThan(MESSAGES * 0.6);

  // One after another, at the channel's pace.
  const posts = world.slack.pace.posts.filter(({ channel }) => channel === HELP).map(({ at }) => at);
  const gaps = posts.slice(1).map((at, i) => at - (posts[i] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(GAP_MS / 2);
  expect(posts).toHaveLength(MESSAGES);
}, 90_000);
