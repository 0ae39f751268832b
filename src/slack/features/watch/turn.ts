/** One look of a watch: asks again, and says what is different; tells of success once, whatever happens to the processes. */
import type { Answer } from '../../../render/answer.js';
import { type Gist, gistOf } from '../../../render/gist.js';
import {
  stillInTheWay,
  type WatchView,
  watchEnded,
  watchRefused,
  worksNow,
} from '../../../render/watch-words.js';
import type { Job, JobEnd } from '../../../store/ports-jobs.js';
import type { Desk, Question } from '../../desk.js';
import { whatWentWrong } from '../../log.js';
import { askInTime } from '../clicked.js';
import { kindOf, LONGEST_MS, nextLook } from './schedule.js';
import { isStopped, release, type Watch } from './state.js';
import { tell } from './tell.js';

const viewOf = (watch: Watch): WatchView => ({ ...watch, person: watch.person });

/** What was told last of what stands in the way. */
interface Told {
  readonly key: string;
  readonly code: string | undefined;
  readonly times: number;
}

function toldBefore(job: Job<Watch>): Told {
  const { key, code } = job.payload.before;
  const was = job.was('told');
  if (typeof was !== 'object' || was === null || !('key' in was) || !('times' in was))
    return { key, code, times: 0 };
  const now = 'code' in was && typeof was.code === 'string' ? was.code : undefined;
  return { key: String(was.key), code: now, times: Number(was.times) };
}

/** Changes that are told of; a watch that flickers must not become noise. */
const MOST_CHANGES = 5;

const TELL_FOR_MS = 60 * 60_000;
const TELL_AGAIN_MS = 30_000;

const done: JobEnd = { kind: 'done' };

async function succeed(job: Job<Watch>, at: number, desk: Desk): Promise<JobEnd> {
  const watch = job.payload;
  const ms = at - watch.startedAt;
  const told = await tell(watch, 'works', worksNow(viewOf(watch), ms), desk, 'none');
  // Slack is away: the good end is worth some patience.
  if (!told && desk.clock.now() - at < TELL_FOR_MS) return job.reschedule(TELL_AGAIN_MS);
  await release(desk.notes, watch.id);
  desk.log.info({ watch: watch.id, user: watch.userId, ms }, 'A watch saw it work');
  return done;
}

/** The gist of an answer; nothing when it makes no sense, and the next look may. */
function readable(answer: Answer, { id, about }: Watch, desk: Desk): Gist | undefined {
  try {
    return gistOf(answer, about, new Date(desk.clock.now()));
  } catch (error) {
    desk.log.error({ watch: id, error: whatWentWrong(error) }, 'A watch was given an answer it cannot read');
    return undefined;
  }
}

/** Looks once. The job is remembered with what was told, so that a killed process repeats nothing. */
export async function look(job: Job<Watch>, desk: Desk): Promise<JobEnd> {
  const watch = job.payload;
  if (await isStopped(desk.notes, watch.id)) return done;
  const worked = job.was('worked');
  if (typeof worked === 'number') return succeed(job, worked, desk);
  const told = toldBefore(job);
  const kind = kindOf(told.code, watch.what);
  const age = desk.clock.now() - watch.startedAt;
  if (age >= LONGEST_MS) {
    await tell(watch, 'ended', watchEnded(viewOf(watch), age), desk, 'none');
    await release(desk.notes, watch.id);
    desk.log.info({ watch: watch.id, user: watch.userId }, 'A watch ended without success');
    return done;
  }
  const { delayed } = await desk.jobs.counts();
  const { fresh } = nextLook(kind, age, delayed);
  const question: Question = {
    userId: watch.userId,
    teamId: watch.teamId,
    words: watch.words,
    origin: 'watch',
    channelId: watch.channelId,
    threadTs: watch.threadTs,
    // What somebody says is done has to be read, not remembered.
    fresh: watch.since === 'done' && age < 30_000 ? (fresh === true ? true : 'fast') : fresh,
  };
  const reply = await askInTime(question, { ...desk, kept: forgetful(desk) }, job.signal);
  const { answer } = reply ?? {};
  if (reply?.refused === 'refused' || (answer?.kind === 'mistake' && answer.refused !== undefined)) {
    await tell(watch, 'refused', watchRefused(viewOf(watch)), desk, 'none');
    await release(desk.notes, watch.id);
    desk.log.info(
      { watch: watch.id, user: watch.userId },
      'A watch ended: its person may not ask that any more',
    );
    return done;
  }
  const gist = answer && readable(answer, watch, desk);
  // Stopped while Google was asked: then nothing is said.
  if (await isStopped(desk.notes, watch.id)) return done;
  if (gist?.works) {
    const at = desk.clock.now();
    await job.done('worked', at);
    return succeed(job, at, desk);
  }
  if (gist && !gist.passing && gist.key !== told.key && told.times < MOST_CHANGES) {
    const { key, code, headline, spreading } = gist;
    await tell(
      watch,
      `change ${told.times}`,
      stillInTheWay(viewOf(watch), headline, spreading),
      desk,
      'stop',
    );
    await job.done('told', { key, code, times: told.times + 1 });
  }
  const code = gist && !gist.passing ? gist.code : told.code;
  const { delayMs } = nextLook(kindOf(code, watch.what), age, delayed);
  return job.reschedule(delayMs / desk.times.watchPace);
}

/** What a watch looks at is not kept: hundreds of looks would push out the answers people hold. */
const forgetful = ({ kept }: Desk): Desk['kept'] => ({ ...kept, keep: () => undefined });
