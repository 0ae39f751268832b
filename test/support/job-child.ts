/** A process of its own that works on jobs in Redis and posts to a "Slack" kept there; told to by `test/store/job-processes.test.ts`. */
import { Redis } from 'ioredis';
import { createRedisJobs } from '../../src/store/redis-jobs.js';
import { QUICK, text, worker } from '../suites/jobs.js';

/** Where Redis is, whose jobs, and after which effect this process hangs: it says so, and is killed. */
const [url = '', scope = '', hangsAfter = ''] = process.argv.slice(2);

const tell = (message: string): void => void process.send?.(message);
// Like a real Slack: a request that lost its connection fails, and is not sent again by itself. The client forgets such
// a request without an end, so it has a time limit, as every call out of a job must have one.
const slack = new Redis(url, {
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 1,
  commandTimeout: 2_000,
});
slack.on('error', () => undefined);
const jobs = createRedisJobs({
  url,
  scope,
  clock: { now: () => Date.now() },
  kinds: ['reply', 'watch'],
  rules: QUICK,
  limitMs: 5_000,
});

async function hangAfter(effect: string): Promise<void> {
  if (hangsAfter !== effect) return;
  tell(`hangs after ${effect}`);
  await new Promise(() => undefined);
}

jobs.work(
  'reply',
  worker(async (job) => {
    const posts = `slack:${scope}:${job.id}`;
    const ts = await job.step('posted', {
      revive: text,
      find: async () => (await slack.lindex(posts, 0)) ?? undefined,
      act: async () => {
        await hangAfter('beginning');
        await slack.rpush(posts, `ts of ${job.id}`);
        await hangAfter('posting');
        return `ts of ${job.id}`;
      },
    });
    await hangAfter('recording');
    await slack.set(`slack:${scope}:edited:${job.id}`, ts);
    await hangAfter('editing');
    return { kind: 'done' };
  }, 20),
);

process.once('message', () => {
  void jobs.drain(10_000).then(() => {
    slack.disconnect();
    // From here on nothing of ours keeps the process: it has to end by itself.
    process.disconnect();
  });
});
tell('working');
