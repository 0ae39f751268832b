/** The voice of one reply: says in the thread what is known by now, takes its place in the queue, and joins incidents. */
import { createHash } from 'node:crypto';
import type { Job } from '../../../store/ports-jobs.js';
import type { OutboxFate } from '../../../store/ports-outbox.js';
import type { Desk } from '../../desk.js';
import { whatWentWrong } from '../../log.js';
import { within } from '../../within.js';
import type { Alone, Joined } from './hit.js';
import { hitOf, type Looks, type Plan } from './looks.js';
import type { Parts } from './parts.js';
import { type Known, nameOf, publicWords, stopsAll } from './public-words.js';
import { SAME_MS } from './replies.js';
import type { Request } from './request.js';
import { joined } from './short-words.js';
import { placeFrom } from './state.js';
import { keepThread } from './thread.js';

const JOIN_MS = 2_000;
/** How long the words for one person wait for the thread to be there; a thread without a reply shows them to nobody. */
const THREAD_WAITS = [300, 1_200, 2_500] as const;

/** `waiting`: its turn has not come; `over-budget` and `failed`: it never will. */
export type Fate = 'out' | 'waiting' | 'over-budget' | 'failed';

export interface Speaker {
  /** Says what is known by now; the first time it takes the place in the queue. */
  speak(wait: boolean): Promise<void>;
  /** Counts the person among those with the same answer. */
  count(): Promise<void>;
  fate(): Fate | undefined;
  /** False while the message of an incident, to which the words point, is not out. */
  linked(): boolean;
  /** What the person is told before the answer about themselves, when they are one of many. */
  alone(): Alone | undefined;
}

/** Nothing is said before {@link Speaker.speak}. */
export function createSpeaker(
  job: Job<Request>,
  plan: Plan,
  looks: Looks,
  desk: Desk,
  parts: Parts,
): Speaker {
  const { payload: request } = job;
  const { channel, ts, userId, teamId, because } = request;
  const at = { channel, threadTs: ts };
  const { replies, busy, extras } = parts;
  let fate: Fate | undefined;
  let incident: Promise<Joined | undefined> | undefined;
  let linked = true;
  let alone: Alone | undefined;

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
      const end = await replies.fate(at);
      if (end !== undefined && end.kind !== 'waiting') return read(end);
    }
    return 'waiting';
  }
  async function put(wait: boolean): Promise<Fate> {
    // An earlier turn of the job has put it: it lies there, also while nobody can be asked.
    const before = job.was('put') === undefined ? undefined : await replies.fate(at);
    const first = read(before ?? (await replies.put(at)));
    if (before === undefined && first !== 'over-budget') await job.done('put', true);
    if (first !== 'waiting') return first;
    if (!wait) return (await replies.out(at, 0)) ? 'out' : first;
    return busy.while(channel, turn());
  }

  /** For the buttons of the reply, before it is shown. */
  async function remember(known: Known): Promise<void> {
    const { why } = known;
    const open = stopsAll(known).state === 'broken' || typeof why !== 'object' || why.verdict !== 'allowed';
    const reference = looks.reference();
    await keepThread(desk.notes, {
      ...at,
      userId,
      teamId,
      service: nameOf(known),
      words: plan.whose === 'others' ? [] : [...(plan.words ?? [])],
      reference,
      stopped: reference !== undefined && open,
      replyTs: (await replies.out(at, 0))?.ts,
    });
  }

  return {
    fate: () => fate,
    linked: () => linked,
    alone: () => alone,
    async speak(wait) {
      const known = looks.known();
      if (incident === undefined && hitOf(request, known) !== undefined) incident = join();
      let met = await incident;
      // Its message was not out when we joined.
      if (met && met.permalink === undefined) met = (await replies.joinedNow(at)) ?? met;
      linked = met === undefined || met.permalink !== undefined;
      alone = met?.alone;
      const words = met === undefined ? publicWords(known) : joined(met);
      const service = nameOf(known);
      await remember(known);
      await replies.say(at, words, { because, ...(service === undefined ? {} : { service }) });
      if (fate === undefined) fate = await put(wait && !busy.is(channel));
      else if (fate === 'waiting' && (await replies.out(at, 0))) fate = 'out';
      if (fate === 'out') await replies.bringUpToDate(at);
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
