/** A change on the asked person's path in the words of `changes`: same actor, same tool, same sentence, same relation. */
import { actorKindOf, automationOf, toolOf } from '../changes/actor.js';
import { isAbout } from '../changes/authorize.js';
import { wordsFor } from '../changes/describe.js';
import { type Refusal, refusalAmong, relationOf } from '../changes/relation.js';
import { iapName } from '../names/index.js';
import type { Decisions } from './facts/history.js';
import type { PathChange } from './facts/path-changes.js';
import type { Question } from './question.js';
import type { ReportChange } from './report.js';

/** The person's first refusal here after they were last let in; those that name nobody count where none names them. */
export function ownRefusal({ entries }: Decisions, { place, subject }: Question): Refusal | undefined {
  const here = entries.filter((entry) => isAbout(entry, place.resource));
  const email = subject.kind === 'federated' ? undefined : subject.email;
  const own = here.filter((entry) => entry.email !== undefined || email === undefined);
  return refusalAmong(own) ?? refusalAmong(here);
}

export interface Circumstances {
  readonly question: Question;
  /** The cause that was named: a grant that was taken away. */
  readonly removed: boolean;
  readonly refusal: Refusal | undefined;
}

function relationFor(
  { change, direction }: PathChange,
  { removed, refusal }: Circumstances,
): ReportChange['relation'] {
  const takes = direction === 'takes' && removed;
  // Without a refusal in the log the verdict itself says that the person does not get in.
  if (refusal === undefined) return takes ? 'cause' : null;
  return relationOf(change, takes ? 'yes' : 'no', refusal);
}

export function reportChange(found: PathChange, circumstances: Circumstances): ReportChange {
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
