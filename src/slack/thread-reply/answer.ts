/** The answer itself: looks, speaks in the thread with what everybody may read, and tells the person the rest alone. */
import { createHash } from 'node:crypto';
import type { Job, JobEnd } from '../../store/ports-jobs.js';
import type { OutboxFate } from '../../store/ports-outbox.js';
import type { Reply } from '../asking.js';
import type { Desk } from '../desk.js';
import { whatWentWrong } from '../log.js';
import { within } from '../within.js';
import { overBudget } from './budget.js';
import type { Joined } from './hit.js';
import { hitOf, type Looks, type Plan, startLooks } from './looks.js';
import type { Parts } from './parts.js';
import { nameOf, publicWords } from './public-words.js';
import { SAME_MS } from './replies.js';
import type { Request } from './request.js';
import { joined } from './short-words.js';
import { placeFrom } from './state.js';
import { keepThread } from './thread.js';

/** After this the thread hears that somebody is looking. */
const LOOKING_AFTER_MS = 2_500;
const JOIN_MS = 2_000;
/** How long the words for one person wait for the thread to be there; a thread without a reply shows them to nobody. */
const THREAD_WAITS = [300, 1_200, 2_500] as const;
/** Whoever could not be reached is tried for so long. */
const TELL_FOR_MS = 15 * 60_000;
const TELL_AGAIN_MS = 5_000;

type Fate = 'out' | 'waiting' | 'over-budget' | 'failed';

/** Answers, and gives back what is left to be done. */
export async function answerInThread(
  job: Job<Request>,
  plan: Plan,
  desk: Desk,
  parts: Parts,
): Promise<JobEnd> {
  const { payload: request } = job;
  const begunAt = desk.clock.now();
  const at = { channel: request.channel, threadTs: request.ts };
  const looks = startLooks(request, plan, desk, parts.probes, job.signal);
  const speaker = createSpeaker(request, plan, looks, desk, parts);
  // In a long queue the place is taken at once; the words are ready when its turn comes.
  if (parts.busy.is(at.channel)) await speaker.speak(false);
  await within(LOOKING_AFTER_MS, looks.all, undefined);
  ours(job);
  await speaker.speak(true);
  const reply = await looks.reply;
  ours(job);
  await speaker.know(reply);
  await speaker.speak(false);
  const told = await tell(job, reply, speaker, desk);
  await looks.all;
  ours(job);
  await speaker.speak(false);
  await speaker.count();
  if (reply !== undefined && request.userId !== undefined && told === undefined)
    return job.reschedule(TELL_AGAIN_MS);
  await job.done('answered', true);
  const fate = speaker.fate();
  desk.metrics.count('replies_total', { outcome: fate === 'out' ? 'answered' : (fate ?? 'failed') });
  const { known } = looks;
  const { why } = known();
  desk.log.info(
    {
      event: 'replied',
      ...at,
      service: nameOf(known()),
      verdict: typeof why === 'object' ? why.verdict : undefined,
      reference: reply?.reference,
      fate,
      told,
      ms: desk.clock.now() - begunAt,
    },
    'Answered an access request in its thread',
  );
  const end = await parts.replies.bringUpToDate(at);
  return end.done ? { kind: 'done' } : job.reschedule(end.againMs);
}

/** Whoever stops hands the job back as it is; half an answer must not be the last. */
function ours({ signal }: Job<Request>): void {
  if (signal.aborted) throw new Error('stopped before there was an answer');
}

interface Speaker {
  /** Says what is known by now; the first time it takes the place in the queue. */
  speak(wait: boolean): Promise<void>;
  /** Remembers the answer for the buttons of the thread. */
  know(reply: Reply | undefined): Promise<void>;
  /** Counts the person among those with the same answer. */
  count(): Promise<void>;
  fate(): Fate | undefined;
}

function createSpeaker(request: Request, plan: Plan, looks: Looks, desk: Desk, parts: Parts): Speaker {
  const { channel, ts, userId, teamId, because } = request;
  const at = { channel, threadTs: ts };
  const { replies, busy, extras } = parts;
  let fate: Fate | undefined;
  let incident: Promise<Joined | undefined> | undefined;

  const join = async (): Promise<Joined | undefined> => {
    const hit = extras.joinIncident && hitOf(request, looks.known());
    if (!hit) return undefined;
    const asked = Promise.resolve(extras.joinIncident?.(hit, desk)).catch((error: unknown) => {
      desk.log.warn({ error: whatWentWrong(error) }, 'An incident could not be joined');
      return undefined;
    });
    return within(JOIN_MS, asked, undefined);
  };

  const read = (end: OutboxFate): Fate => {
    if (end.kind === 'failed') desk.log.warn({ ...at, reason: end.reason }, 'A reply could not be posted');
    return end.kind === 'sent' ? 'out' : end.kind;
  };
  async function turn(): Promise<Fate> {
    for (const ms of THREAD_WAITS) {
      if (await replies.out(at, ms)) return 'out';
      const end = read(await replies.put(at));
      if (end !== 'waiting') return end;
    }
    return 'waiting';
  }
  async function put(wait: boolean): Promise<Fate> {
    const first = read(await replies.put(at));
    if (first !== 'waiting') return first;
    if (!wait) return (await replies.out(at, 0)) ? 'out' : first;
    return busy.while(channel, turn());
  }

  return {
    fate: () => fate,
    async speak(wait) {
      const known = looks.known();
      if (incident === undefined && hitOf(request, known) !== undefined) incident = join();
      const met = await incident;
      const words = met === undefined ? publicWords(known) : joined(met);
      const service = nameOf(known);
      await replies.say(at, words, { because, ...(service === undefined ? {} : { service }) });
      if (fate === undefined)
        await keepThread(desk.notes, { ...at, userId, teamId, service, words: [...(plan.words ?? [])] });
      if (fate === undefined) fate = await put(wait && !busy.is(channel));
      else if (fate === 'waiting' && (await replies.out(at, 0))) fate = 'out';
      if (fate === 'out') await replies.bringUpToDate(at);
    },
    async know(reply) {
      const shown = await replies.out(at, 0);
      await keepThread(desk.notes, {
        ...at,
        userId,
        teamId,
        service: nameOf(looks.known()),
        words: [...(plan.words ?? [])],
        reference: reply?.reference,
        replyTs: shown?.ts,
      });
    },
    async count() {
      const hit = hitOf(request, looks.known());
      if (hit === undefined) return;
      const cause = `${hit.service} ${hit.stops} ${hit.code} ${hit.causeChange?.id ?? ''}`;
      const key = `reply same ${channel} ${createHash('sha256').update(cause).digest('hex').slice(0, 16)}`;
      await desk.notes.add(`${key} people`, hit.userId, desk.clock.now(), SAME_MS);
      const { value: first } = await desk.notes.claim(key, at, SAME_MS, placeFrom);
      await replies.change(at, (state) => ({ ...state, same: { key: `${key} people`, first } }));
    },
  };
}

/** The whole answer for the person alone; a channel that heard enough hears so. */
async function tell(
  job: Job<Request>,
  reply: Reply | undefined,
  speaker: Speaker,
  desk: Desk,
): Promise<string | undefined> {
  const { payload: request, acceptedAt } = job;
  const { channel: channelId, ts, userId } = request;
  const fate = speaker.fate();
  if (fate === 'over-budget') await overBudget(job, desk, undefined);
  if (userId === undefined || reply === undefined) return undefined;
  const before = job.was('told');
  if (typeof before === 'string') return before;
  const threadTs = fate === 'out' ? ts : undefined;
  const way = await desk.out.privately({ userId, channelId, threadTs }, reply.message);
  if (way === 'nowhere' && desk.clock.now() < acceptedAt + TELL_FOR_MS) return undefined;
  await job.done('told', way);
  return way;
}
