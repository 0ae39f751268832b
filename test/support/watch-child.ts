/** A bot in a process of its own, with a real Redis and a brain at an address; told to by `test/slack/watch/kills.test.ts`. */
import type { Answer } from '../../src/render/answer.js';
import { renderBlocks } from '../../src/render/blocks.js';
import { startSlack } from '../../src/slack/index.js';
import { createMemoryOnce } from '../../src/store/memory.js';
import { createRedisJobs } from '../../src/store/redis-jobs.js';
import { createRedisNotes } from '../../src/store/redis-notes.js';
import { createRedisOutbox } from '../../src/store/redis-outbox.js';
import { configWith } from '../slack/bench.js';
import { QUICK } from '../suites/jobs.js';

const [slackUrl = '', url = '', scope = '', brain = ''] = process.argv.slice(2);
const tell = (message: string): void => void process.send?.(message);
const clock = { now: () => Date.now() };
const shared = { clock, url, scope, limitMs: 2_000 };
const outboxRules = { gapMs: 20, perHour: 1_000, leaseMs: 2_000, retryMs: 50, attempts: 5 };
const note = (_facts: object, message: string): void => tell(message);
let references = 0;

await startSlack({
  // The made-up brain of the test; whatever it says is an answer.
  ask: async () => (await (await fetch(brain)).json()) as Answer,
  environment: {
    slackBotToken: 'xoxb-emulator',
    slackAppToken: 'xapp-emulator',
    slackSigningSecret: undefined,
    slackApiUrl: new URL(slackUrl),
    port: 0,
    redisUrl: url,
    logLevel: 'info',
    googleEndpoint: undefined,
    googleToken: 'emulator',
  },
  config: configWith([]),
  render: (answer, audience, about, timeZone, buttons) =>
    renderBlocks(answer, audience, {
      about,
      now: new Date(),
      seed: `p${process.pid}-${++references}`,
      ...(buttons === undefined ? {} : { buttons }),
      ...(timeZone === undefined ? {} : { timeZone }),
    }),
  logger: { debug: () => undefined, info: note, warn: note, error: note },
  clock,
  once: createMemoryOnce({ clock }),
  notes: createRedisNotes(shared),
  openJobs: (kinds) => createRedisJobs({ ...shared, kinds, rules: QUICK }),
  openOutbox: (sender) => createRedisOutbox({ ...shared, sender, rules: outboxRules, lookEveryMs: 50 }),
  listPlaces: async () => ({ places: [], complete: true }),
  newReference: () => `P${process.pid}-${++references}`,
  isInGroup: async () => false,
  times: { lookingAfterMs: 60_000, watchPace: 100 },
});
tell('ready');
