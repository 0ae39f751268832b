/** What each change has to do with the refusals: cause, coincidence, or nothing. Pure. */
import { namelessAfter, type Relation, relationOf, type Takes } from '../../changes/relation.js';
import { type Subject, subjectMember } from '../../names/index.js';
import type { PlaceRefusals, SeenRefusal } from './decisions.js';
import type { ServiceView } from './judge.js';
import type { Outcome, ServiceOutcome } from './outcome.js';
import { type Asked, emailOf, means } from './path.js';

export interface Blame {
  readonly relation: Relation | null;
  /** The refusal it stands against, RFC 3339. */
  readonly refusedAt: string | null;
}

const WEIGHT: Readonly<Record<Relation, number>> = { cause: 2, coincidence: 1, unrelated: 0 };

/** Whether the change took this member's access to the service away. */
function takesFrom(outcome: Outcome, at: ServiceOutcome, member: string, levels: readonly string[]): Takes {
  const { change } = outcome.listed;
  if (at.lost.includes(member) || at.narrowed.includes(member)) return 'yes';
  if (change.touched?.what === 'switch') return change.touched.enabled === true ? 'yes' : 'no';
  if (change.touched?.what === 'levels') {
    const { names, all } = change.touched;
    return levels.some((level) => names.includes(level) || (all !== undefined && level.startsWith(`${all}/`)))
      ? 'yes'
      : 'no';
  }
  // Whether it was the last way in cannot be told; that a way was taken can.
  const taken = change.deltas.length > 0 && change.deltas.every(({ action }) => action === 'remove');
  return taken && at.open.includes(member) ? 'yes' : 'no';
}

interface Against {
  readonly refusal: SeenRefusal;
  readonly takes: Takes;
}

function against(outcome: Outcome, at: ServiceOutcome, refusals: PlaceRefusals, asked: Asked): Against[] {
  const email = emailOf(asked);
  const { change } = outcome.listed;
  if (asked.subject !== undefined) {
    const member = subjectMember(asked.subject);
    const named = email === undefined ? undefined : refusals.ofPerson.get(email);
    if (named) return [{ refusal: named, takes: takesFrom(outcome, at, member, named.levels) }];
    // Refusals mostly name nobody: one after the last time it worked may be theirs.
    const lastGrant = email === undefined ? undefined : refusals.lastGrant.get(email);
    const after = lastGrant === undefined ? 0 : Date.parse(lastGrant);
    const first = refusals.nameless.find((one) => Date.parse(one) > after);
    if (first === undefined) return [];
    const refusal = namelessAfter(change.at, refusals.nameless, lastGrant) ?? { lastGrant, first };
    return [{ refusal: { ...refusal, levels: [] }, takes: takesFrom(outcome, at, member, []) }];
  }
  const people = [...refusals.ofPerson].map(
    ([person, refusal]): Against => ({
      refusal,
      takes: takesFrom(outcome, at, memberOf(person), refusal.levels),
    }),
  );
  const nameless =
    refusals.nameless.find((one) => Date.parse(one) >= Date.parse(change.at)) ?? refusals.nameless[0];
  if (nameless === undefined) return people;
  const takes: Takes =
    at.lost.length + at.narrowed.length > 0 ||
    (change.touched?.what === 'switch' && change.touched.enabled === true)
      ? 'yes'
      : 'no';
  return [...people, { refusal: { lastGrant: undefined, first: nameless, levels: [] }, takes }];
}

const memberOf = (email: string): string =>
  `${email.endsWith('.gserviceaccount.com') ? 'serviceAccount' : 'user'}:${email}`;

/** Against the refusals at the services given; the strongest relation counts. */
export function blameOf(
  outcome: Outcome,
  services: readonly ServiceOutcome[],
  refusals: ReadonlyMap<ServiceView, PlaceRefusals>,
  asked: Asked,
): Blame {
  const { change } = outcome.listed;
  let best: Blame = { relation: null, refusedAt: null };
  for (const at of services) {
    const here = refusals.get(at.service);
    if (!here) continue;
    for (const { refusal, takes } of against(outcome, at, here, asked)) {
      const relation = relationOf(change, takes, refusal);
      const earlier = best.refusedAt === null || Date.parse(refusal.first) < Date.parse(best.refusedAt);
      const known = best.relation === null ? -1 : WEIGHT[best.relation];
      if (WEIGHT[relation] > known || (WEIGHT[relation] === known && earlier && relation === 'cause'))
        best = { relation, refusedAt: refusal.first };
    }
  }
  if (best.relation !== null || services.length > 0) return best;
  // It touches no service: whoever was refused, it was not by this.
  const any = [...refusals.values()].some(({ ofPerson, nameless }) => ofPerson.size + nameless.length > 0);
  return any ? { relation: 'unrelated', refusedAt: null } : best;
}

/** Whether a folded change has to be shown all the same: it is the cause, or it is about the asked person. */
export function mustShow(outcome: Outcome, { relation }: Blame, subject: Subject | undefined): boolean {
  if (relation === 'cause') return true;
  return subject !== undefined && means(outcome, subject);
}
