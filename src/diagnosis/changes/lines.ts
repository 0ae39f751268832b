/** From outcomes to the lines of the report: what is listed, what is folded, what lies elsewhere. Pure. */
import { actorKindOf, toolOf } from '../../changes/actor.js';
import { wordsFor } from '../../changes/describe.js';
import type { Listed } from '../../changes/fold.js';
import { subjectMember } from '../../names/index.js';
import { type Blame, blameOf, mustShow } from './blame.js';
import type { PlaceRefusals } from './decisions.js';
import type { ServiceView } from './judge.js';
import type { Names } from './names.js';
import type { Outcome, ServiceOutcome } from './outcome.js';
import { type Asked, onPath } from './path.js';
import type { ListedChange, ServiceEffect } from './report.js';

/** Lists in the report hold no more; counts go on. */
const MOST_NAMES = 200;

export interface LinesInput {
  readonly outcomes: readonly Outcome[];
  readonly asked: Asked;
  readonly names: Names;
  readonly refusals: ReadonlyMap<ServiceView, PlaceRefusals>;
  /** Whether the asked person passes, or is refused, at a service: then what decides there is on their path. */
  readonly uses: (service: ServiceView) => boolean;
  readonly isAutomation: (actor: string | undefined) => boolean;
}

export interface Lines {
  readonly changes: readonly ListedChange[];
  /** By actor. */
  readonly folded: ReadonlyMap<string, FoldedSum>;
  readonly elsewhere: number;
}

/** What is folded of one actor. */
export interface FoldedSum {
  count: number;
  readonly gained: Set<string>;
  readonly lost: Set<string>;
  readonly services: Set<string>;
}

export const nothingFolded = (): FoldedSum => ({
  count: 0,
  gained: new Set(),
  lost: new Set(),
  services: new Set(),
});

function addFolded(folded: Map<string, FoldedSum>, { listed, gained, lost, services }: Outcome): void {
  const actor = listed.change.actor ?? 'unknown';
  const sum = folded.get(actor) ?? nothingFolded();
  folded.set(actor, sum);
  sum.count += timesOf(listed);
  for (const member of gained) sum.gained.add(member);
  for (const member of lost) sum.lost.add(member);
  for (const { service, gained: come, lost: gone } of services)
    if (come.length + gone.length > 0) sum.services.add(service.place.name);
}

const timesOf = ({ run }: Listed): number => run?.count ?? 1;

export function linesOf(input: LinesInput): Lines {
  const { outcomes, asked } = input;
  const changes: ListedChange[] = [];
  const folded = new Map<string, FoldedSum>();
  let elsewhere = 0;
  const everything = asked.subject === undefined && asked.place === undefined;
  for (const outcome of outcomes) {
    const { listed } = outcome;
    const here = onPath(outcome, asked, input.uses);
    const blame = blameOf(outcome, here, input.refusals, asked);
    const shown = everything || here.length > 0;
    const fold = listed.automation && !(shown && mustShow(outcome, blame, asked.subject));
    if (fold) addFolded(folded, outcome);
    else if (shown) changes.push(lineOf(outcome, here, blame, input));
    else elsewhere += timesOf(listed);
  }
  return { changes, folded, elsewhere };
}

const effectAt = ({ service, gained, lost, narrowed, widened }: ServiceOutcome): ServiceEffect => ({
  name: service.place.name,
  gained: gained.length,
  lost: lost.length,
  narrowed: narrowed.length,
  widened: widened.length,
});

/** The asked person is never cut off a list. */
const ownFirst = (members: readonly string[], own: string | undefined): readonly string[] =>
  own !== undefined && members.includes(own) ? [own, ...members.filter((member) => member !== own)] : members;

function lineOf(
  outcome: Outcome,
  here: readonly ServiceOutcome[],
  { relation, refusedAt }: Blame,
  { names, asked, isAutomation }: LinesInput,
): ListedChange {
  const { listed, gained, lost, complete } = outcome;
  const { change, run, entries } = listed;
  const own = asked.subject === undefined ? undefined : subjectMember(asked.subject);
  // The asked person's own part comes first where the list is cut.
  const deltas =
    own === undefined
      ? change.deltas
      : [...change.deltas].sort((a, b) => Number(b.member === own) - Number(a.member === own));
  return {
    at: change.at,
    actor: change.actor ?? 'unknown',
    actorKind: actorKindOf(change.actor, isAutomation),
    tool: toolOf(change.userAgent),
    kind: change.kind,
    resource: change.resource,
    summary: `${change.actor ?? 'Somebody'} ${wordsFor(listed, names.place)}.`,
    deltas: deltas.slice(0, MOST_NAMES).map(({ action, role, member, condition }) => ({
      action,
      role,
      member,
      condition: condition?.expression ?? null,
    })),
    moreDeltas: Math.max(0, (run?.count ?? deltas.length) - MOST_NAMES),
    effect: {
      gained: ownFirst(gained, own).slice(0, MOST_NAMES),
      lost: ownFirst(lost, own).slice(0, MOST_NAMES),
      gainedCount: gained.length,
      lostCount: lost.length,
      // Of a very long run not every member was remembered.
      complete: complete && (run === undefined || run.count <= change.deltas.length),
    },
    relation,
    refusedAt,
    entry: change.entry,
    entries,
    run: run ?? null,
    services: here.map(effectAt),
  };
}
