/** A channel that has heard enough within the hour is told so once; nobody is left without an answer. */
import { expect, it } from 'vitest';
import { until } from '../../../support/until.js';
import { HELP, MAYA, ROOT, startWorld, TOM, wordsOf } from './world.js';

const ASKS = "I can't get into dashboard, it says 403";

it('answers alone beyond the budget, with one line for the channel an hour', async () => {
  const world = await startWorld({ perHour: 1 });
  await world.replyTo(world.slack.say(MAYA, HELP, ASKS), /214 people/);
  const beyond = [world.slack.say(TOM, HELP, ASKS), world.slack.say(ROOT, HELP, ASKS)];
  await world.toldAlone(TOM, /dash-users/);
  await world.toldAlone(ROOT, /dash-users/);
  const notices = (): string[] =>
    (world.slack.state.channels.get(HELP)?.messages ?? [])
      .map(wordsOf)
      .filter((text) => text.includes('I answer each of them alone'));
  await until('the notice', () => notices().length > 0);
  for (const message of beyond) expect(world.repliesTo(message)).toEqual([]);
  // Somebody who is pointed to an earlier answer hears so alone as well.
  world.slack.say(TOM, HELP, ASKS);
  await world.toldAlone(TOM, /You asked this a few minutes ago/);
  expect(notices()).toHaveLength(1);
});
