/** What is said for an answer and in which order: one file per kind of answer, one line in this list. */
import type { Answer } from './answer.js';
import { changesOutline } from './kinds/changes.js';
import { driftOutline } from './kinds/drift.js';
import { expectOutline } from './kinds/expect.js';
import { failureOutline } from './kinds/failure.js';
import { helpOutline } from './kinds/help.js';
import { mistakeOutline } from './kinds/mistake.js';
import { probeOutline } from './kinds/probe.js';
import { snapshotOutline } from './kinds/snapshot.js';
import { statusOutline } from './kinds/status.js';
import { whoOutline } from './kinds/who.js';
import { whyOutline } from './kinds/why.js';
import type { Outline, View } from './outline-types.js';
import { inReadersZone } from './zone.js';

export type { Item, Line, Outline, Part, Snippet, Span, View } from './outline-types.js';

type Outliners = {
  readonly [K in Answer['kind']]: (answer: Extract<Answer, { kind: K }>, view: View) => Outline;
};

const OUTLINERS: Outliners = {
  why: (answer, view) => whyOutline(answer.report, view),
  who: (answer, view) => whoOutline(answer.report, view),
  changes: (answer, view) => changesOutline(answer.report, view),
  probe: (answer, view) => probeOutline(answer.report, view),
  status: (answer, view) => statusOutline(answer.report, view),
  snapshot: (answer, view) => snapshotOutline(answer.report, view),
  drift: (answer, view) => driftOutline(answer.report, view),
  expect: (answer, view) => expectOutline(answer.report, view),
  help: (answer, view) => helpOutline(answer.help, view),
  mistake: (answer, view) => mistakeOutline(answer.mistake, answer.usage, view),
  failure: (answer) => failureOutline(answer.failure),
};

/** Everything an answer says to this reader, the verdict first. Pure; texts are as they came, renderers clean them. */
export function outlineOf(answer: Answer, view: View): Outline {
  // The key picks the function made for exactly this kind, which the compiler cannot follow through an index.
  const outline = OUTLINERS[answer.kind] as (answer: Answer, view: View) => Outline;
  return inReadersZone(outline(answer, view), view);
}
