/** Counts and groupings of a `who` answer, honest about what may be missing from them. Pure. */
import type { Email } from '../../names/index.js';
import type { Missing } from '../../policy/types.js';
import { missing } from '../missing.js';
import type { BlindSpot } from '../report.js';
import type { Disabled } from './accounts.js';
import type { Bounds } from './bound.js';
import type { Decided, Entry } from './decide.js';
import type { Expansion, GroupContent } from './expand.js';
import type { Gated } from './gate.js';
import type { Stop, Through, WhoCounts, WhoGroup, WhoReport, WhoSet, WhoState } from './report.js';

export interface SummaryInput {
  readonly bound: Bounds;
  readonly decided: Decided;
  readonly expansions: ReadonlyMap<Email, Expansion>;
  readonly contents: ReadonlyMap<Email, GroupContent>;
  readonly disabled: Disabled;
  readonly gated: Gated;
}

type Summary = Pick<
  WhoReport,
  'read' | 'gate' | 'counts' | 'members' | 'sets' | 'through' | 'groups' | 'notes' | 'blindSpots'
>;

/** Everything of the report that is made of the rest of it. */
export function summarise(input: SummaryInput): Summary {
  const { bound, decided, expansions, contents } = input;
  const { rows, sets } = decided;
  const opened = [
    ...new Set(
      bound.bounds.flatMap(({ principal }) => (principal.kind === 'group' ? [principal.email] : [])),
    ),
  ].sort();
  const groups = opened.map((group) => groupOf(group, expansions.get(group), contents));
  const live = sets.filter(({ kind }) => kind !== 'deleted');
  const unreadGroups = new Set(groups.flatMap(({ unread }) => unread.map(({ group }) => group))).size;
  const complete = bound.unread.length === 0 && unreadGroups === 0 && live.length === 0;
  const of = (state: WhoState): number => rows.filter((row) => row.state === state).length;
  const counts: WhoCounts = {
    members: rows.length,
    passes: of('passes'),
    conditional: of('conditional'),
    unknown: of('unknown'),
    blocked: of('blocked'),
    complete,
    sets: live.length,
    unreadGroups,
  };
  return {
    read: bound.anyRead,
    gate: input.gated.gate,
    counts,
    members: rows,
    sets,
    through: throughOf(decided.entries, input),
    groups,
    notes: [...publicNote(sets), ...input.gated.notes],
    blindSpots: [...blindSpots(input), ...input.gated.blindSpots],
  };
}

function groupOf(
  group: Email,
  expansion: Expansion | undefined,
  contents: ReadonlyMap<Email, GroupContent>,
): WhoGroup {
  const gaps = expansion?.gaps ?? [];
  return {
    group,
    exists: contents.get(group)?.absent !== true,
    people: expansion?.people.size ?? 0,
    nested: expansion?.nested ?? 0,
    complete: expansion !== undefined && gaps.length === 0,
    unread: gaps.map(({ group: unread, why }) => ({ group: unread, code: why.code, what: why.what })),
  };
}

/** How many get in through each entry, the entries with the most people first. */
function throughOf(entries: readonly Entry[], input: SummaryInput): Through[] {
  return entries
    .map(({ bound, judgement, isSet, people, passing }): Through => {
      const { principal, member, node, role, condition, roleDoubt } = bound;
      const group = principal.kind === 'group' ? principal.email : undefined;
      const gaps = group === undefined ? 0 : (input.expansions.get(group)?.gaps.length ?? 1);
      const absent = group !== undefined && input.contents.get(group)?.absent === true;
      return {
        member,
        role,
        node,
        condition: condition ? { expression: condition.expression, title: condition.title ?? null } : null,
        holds: judgement.holds,
        people: isSet ? null : people,
        passing: isSet ? null : passing,
        complete: !isSet && gaps === 0,
        detail: absent ? 'there is no such group' : (judgement.detail ?? roleDoubt?.what ?? null),
      };
    })
    .sort((a, b) => (b.people ?? Number.POSITIVE_INFINITY) - (a.people ?? Number.POSITIVE_INFINITY));
}

const PUBLIC: readonly string[] = ['everybody', 'signed-in'];

function publicNote(sets: readonly WhoSet[]): Stop[] {
  const open = sets.find(({ kind, state }) => PUBLIC.includes(kind) && state !== 'blocked');
  if (!open) return [];
  const whom = open.kind === 'everybody' ? 'everybody on the internet' : 'everybody with a Google account';
  return [
    {
      code: 'public',
      detail: `${open.member} is bound here: ${whom} gets in, and leaves no trace in the log.`,
    },
  ];
}

/** Each gap once. What a condition asks of a request is no gap: the rows say it themselves. */
function blindSpots({ bound, decided, expansions, disabled }: SummaryInput): BlindSpot[] {
  const all: Missing[] = [
    ...bound.unread.map(({ why }) => why),
    ...bound.bounds.flatMap(({ roleDoubt }) => roleDoubt ?? []),
    ...[...expansions.values()].flatMap(({ gaps }) => gaps.map(({ why }) => why)),
    ...[...decided.missing].filter(({ code }) => code !== 'condition-needs-context'),
    ...(disabled.complete ? [] : [ACCOUNTS]),
  ];
  const spots = new Map<string, BlindSpot>();
  for (const { code, what, needs, topic } of all) {
    for (const one of topic === undefined ? [code] : [code, topic])
      if (!spots.has(`${one} ${what}`)) spots.set(`${one} ${what}`, { code: one, what, needs });
  }
  return [...spots.values()];
}

const ACCOUNTS = missing(
  'directory',
  'the people listed',
  'I could not look up which of these accounts are suspended.',
);
