/** Thread replies: answers an access request in the thread where it was written, once, before anybody has to ask. */
import type { Desk, Feature, Handler } from '../../desk.js';
import type { Click } from '../../payloads.js';
import { accept, REPLY } from './accept.js';
import { answerAgain, beQuiet, notARequest } from './buttons.js';
import { NOT_A_REQUEST, QUIET, UNQUIET } from './dress.js';
import type { ThreadExtras } from './hit.js';
import { answerOrEnd } from './last-words.js';
import { createBusy, createCrowd, type Parts } from './parts.js';
import { createProbes } from './probes.js';
import { COMPOSES, createReplies, type Replies } from './replies.js';
import { requestFrom } from './request.js';

export type { CauseChange, Hit, Joined, JoinIncident, ThreadExtras } from './hit.js';
export type { AnsweredThread } from './thread.js';

/** At once in one process; each mostly waits for Google and Slack. */
const AT_ONCE = 10;

/** The feature; `extras` are what other features add to a reply. */
export function createThreadReply(extras: ThreadExtras = {}): Feature {
  // One feature serves every desk of the process, each with parts of its own.
  const desks = new WeakMap<Desk, Parts>();
  const partsOf = (desk: Desk): Parts => {
    const known = desks.get(desk);
    if (known) return known;
    const replies = createReplies(desk, extras);
    const parts = {
      extras,
      replies,
      probes: createProbes(desk),
      busy: createBusy(() => desk.clock.now()),
      limit: { until: 0 },
      crowd: createCrowd(() => desk.clock.now()),
    };
    desks.set(desk, parts);
    return parts;
  };
  const clicked =
    (does: (click: Click, desk: Desk, replies: Replies) => Promise<void>): Handler<Click> =>
    (click, desk) =>
      does(click, desk, partsOf(desk).replies);
  return {
    name: 'thread-reply',
    events: { message: accept },
    kinds: [REPLY],
    actions: {
      [NOT_A_REQUEST]: clicked(notARequest),
      [QUIET]: clicked(beQuiet),
      [UNQUIET]: clicked(answerAgain),
    },
    start(desk) {
      const parts = partsOf(desk);
      desk.out.composes(COMPOSES, parts.replies.composer);
      desk.jobs.work(REPLY, {
        revive: requestFrom,
        concurrency: AT_ONCE,
        handle: (job) => answerOrEnd(job, desk, parts),
      });
    },
  };
}
