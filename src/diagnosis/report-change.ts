/** A change on the asked person's path in the words of `changes`: same actor, same tool, same sentence, same relation. */
import { actorKindOf, automationOf, toolOf } from '../changes/actor.js';
import { isAbout } from '../changes/authorize.js';
import { wordsFor } from '../changes/describe.js';
import { namelessAfter, type Refusal, refusalAmong, relationOf } from '../changes/relation.js';
import { newerFirst } from '../changes/reorder.js';
import { iapName } from '../names/index.js';
import type { Decisions } from './facts/history.js';
import type { PathChange, PathChanges } from './facts/path-changes.js';
import type { Question } from './question.js';
import type { ReportChange } from './report.js';

/** What the log says of the person here: their first refusal after they were last let in, and refusals that name nobody. */
export interface OwnRefusals {
  readonly named: Refusal | undefined;
  readonly lastGrant: string | undefined;
  /** Oldest first. */
  readonly nameless: readonly string[];
}

export function ownRefusals({ entries }: Decisions, { place, subject }: Question): OwnRefusals {
  const here = entries.filter((entry) => isAbout(entry, place.resource));
  const own = here.filter((entry) => entry.email !== undefined && subject.kind !== 'federated');
  const byTime = (a: string, b: string): number => Date.parse(a) - Date.parse(b);
  return {
    named: refusalAmong(own),
    lastGrant: own
      .filter(({ granted }) => granted)
      .map(({ at }) => at)
      .sort(byTime)
      .at(-1),
    nameless: here
      .filter(({ granted, email }) => !granted && email === undefined)
      .map(({ at }) => at)
      .sort(byTime),
  };
}

export interface Circumstances {
  readonly question: Question;
  /** Code of the cause that was named. */
  readonly cause: string | null;
  readonly refusals: OwnRefusals;
}

/** Which causes a change of a kind can explain. */
const EXPLAINS: Readonly<Record<string, RegExp>> = {
  'deny-policy': /^deny-/,
  boundary: /^boundary-/,
  'access-level': /^access-level-/,
  'custom-role': /^custom-role-/,
};

function relationFor(
  {
    change,
    direction,
  }: Pick<PathChange, 'change'> & { readonly direction: PathChange['direction'] | undefined },
  { cause, refusals }: Circumstances,
): ReportChange['relation'] {
  const refusal = refusals.named ?? namelessAfter(change.at, refusals.nameless, refusals.lastGrant);
  const taken = direction === 'takes' && cause === 'grant-removed';
  const takes = taken || (cause !== null && (EXPLAINS[change.kind]?.test(cause) ?? false));
  // Without a refusal in the log the verdict itself says that the person does not get in.
  if (refusal === undefined) return takes ? 'cause' : null;
  return relationOf(change, takes ? 'yes' : 'no', refusal);
}

function reportChange(
  found: Omit<PathChange, 'direction'> & { readonly direction: PathChange['direction'] | undefined },
  circumstances: Circumstances,
): ReportChange {
  const { change, deltas, direction } = found;
  const { question } = circumstances;
  const { place, config } = question;
  const members = [...new Set(deltas.map((d) => d.member))];
  const gained = direction === 'gives' ? members : [];
  const lost = direction === 'takes' ? members : [];
  const compared = change.policyAfter === undefined || deltas.length > 0;
  const named = (resource: string): string => (resource === iapName(place.resource) ? place.name : resource);
  const words = wordsFor({ change: { ...change, deltas }, compared, run: undefined }, named);
  return {
    at: change.at,
    actor: change.actor ?? 'unknown',
    actorKind: actorKindOf(change.actor, automationOf(config.automation)),
    tool: toolOf(change.userAgent),
    kind: change.kind,
    resource: change.resource,
    summary: `${change.actor ?? 'Somebody'} ${words}.`,
    deltas: deltas.map((d) => ({
      action: d.action,
      role: d.role,
      member: d.member,
      condition: d.condition?.expression ?? null,
    })),
    effect: { gained, lost, gainedCount: gained.length, lostCount: lost.length, complete: false },
    relation: relationFor(found, circumstances),
    entry: change.entry,
  };
}

/** Everything that changed on the way, newest first. Whom it hit beside the asked person is told by `changes`. */
export function changesOf(
  { changes, around }: PathChanges,
  circumstances: Circumstances,
): readonly ReportChange[] {
  const beside = around.map((change) => ({ change, deltas: change.deltas, direction: undefined }));
  return [...changes, ...beside]
    .sort((a, b) => newerFirst(a.change, b.change))
    .map((found) => reportChange(found, circumstances));
}
