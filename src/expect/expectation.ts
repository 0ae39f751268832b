/** What an expectation file holds once it is read: who must or must not get in where, under which circumstances. */
import type { Given } from '../diagnosis/question.js';
import type { AskedWhere } from '../names/asked.js';
import type { Subject } from '../names/index.js';

export type Expected = 'allowed' | 'denied' | 'unknown';

export interface Expectation {
  readonly who: { readonly asked: string; readonly subject: Subject };
  readonly where: AskedWhere;
  readonly expected: Expected;
  /** The cause that must be named; nothing when any will do. */
  readonly code: string | undefined;
  readonly given: Given;
  /** Why it matters, in the words of whoever wrote it; shown when it fails. */
  readonly because: string | undefined;
  readonly line: number | undefined;
}
