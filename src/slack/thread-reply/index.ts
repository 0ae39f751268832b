/** Thread replies: answers an access request in the thread where it was written, once, before anybody has to ask. */
import type { Feature } from '../desk.js';
import type { ThreadExtras } from './hit.js';

export type { CauseChange, Hit, Joined, JoinIncident, ThreadExtras } from './hit.js';
export { type AnsweredThread, threadOf } from './thread.js';

/** The feature; `extras` are what other features add to a reply. */
export function createThreadReply(_extras: ThreadExtras = {}): Feature {
  return { name: 'thread-reply' };
}
