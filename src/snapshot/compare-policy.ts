/** What differs between two allow policies of one node: who was given or lost which role, and which condition changed. Pure. */
import type { ChangeKind, Delta } from '../changes/change.js';
import type { Condition } from '../policy/types.js';
import { type Difference, same, some } from './difference.js';
import type { SnapshotBinding, SnapshotCondition, SnapshotPolicy } from './model.js';

interface Held {
  readonly role: string;
  readonly condition: SnapshotCondition | undefined;
  readonly members: ReadonlySet<string>;
}

const keyOf = ({ role, condition }: SnapshotBinding): string =>
  JSON.stringify([role, condition?.expression ?? null, condition?.title ?? null]);

const heldOf = (bindings: readonly SnapshotBinding[]): ReadonlyMap<string, Held> =>
  new Map(
    bindings.map((one) => [
      keyOf(one),
      { role: one.role, condition: one.condition, members: new Set(one.members) },
    ]),
  );

interface Moved {
  readonly action: 'add' | 'remove';
  readonly role: string;
  readonly condition: SnapshotCondition | undefined;
  readonly members: readonly string[];
}

function movedBetween(before: readonly SnapshotBinding[], after: readonly SnapshotBinding[]): Moved[] {
  const [was, is] = [heldOf(before), heldOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((key): Moved[] => {
    const [old, now] = [was.get(key), is.get(key)];
    const held = old ?? now;
    if (!held) return [];
    const gone = [...(old?.members ?? [])].filter((member) => !now?.members.has(member));
    const come = [...(now?.members ?? [])].filter((member) => !old?.members.has(member));
    const { role, condition } = held;
    return [
      ...(gone.length > 0 ? [{ action: 'remove' as const, role, condition, members: gone }] : []),
      ...(come.length > 0 ? [{ action: 'add' as const, role, condition, members: come }] : []),
    ];
  });
}

const full = (condition: SnapshotCondition | undefined): Condition | undefined =>
  condition && { expression: condition.expression, title: condition.title, description: undefined };

const deltasOf = ({ action, role, condition, members }: Moved): Delta[] =>
  members.map((member) => ({ action, role, member, condition: full(condition) }));

const conditionWords = (condition: SnapshotCondition | undefined): string =>
  condition === undefined ? 'no condition' : `the condition ${condition.expression}`;

function gainOrLoss({ action, members }: Moved): string {
  const one = members.length === 1;
  if (action === 'add') return one ? 'was given' : 'were given';
  return one ? 'no longer has' : 'no longer have';
}

/** The same members of one role, taken under one condition and given under another: its condition was edited. */
function editsIn(moved: readonly Moved[]): readonly (readonly [Moved, Moved])[] {
  const given = moved.filter(({ action }) => action === 'add');
  return moved.flatMap((taken) => {
    const twin = given.find((one) => one.role === taken.role && same(one.members, taken.members));
    return taken.action === 'remove' && twin ? [[taken, twin] as const] : [];
  });
}

/** Differences of one node's policy; `kind` is that of a change there. */
export function comparePolicies(
  resource: string,
  kind: Extract<ChangeKind, 'iam-policy' | 'iap-policy'>,
  before: SnapshotPolicy,
  after: SnapshotPolicy,
): readonly Difference[] {
  const moved = movedBetween(before.bindings, after.bindings);
  const edits = editsIn(moved);
  const edited = new Set<Moved>(edits.flat());
  return [
    ...edits.map(
      ([old, now]): Difference => ({
        action: 'changed',
        kind,
        resource,
        deltas: [...deltasOf(old), ...deltasOf(now)],
        text: `${some(now.members)} ${now.members.length === 1 ? 'has' : 'have'} ${now.role} on ${resource} under ${conditionWords(now.condition)} now; before it was under ${conditionWords(old.condition)}.`,
      }),
    ),
    ...moved
      .filter((one) => !edited.has(one))
      .map(
        (one): Difference => ({
          action: one.action === 'add' ? 'added' : 'removed',
          kind,
          resource,
          deltas: deltasOf(one),
          text: `${some(one.members)} ${gainOrLoss(one)} ${one.role} on ${resource}${one.condition ? `, under ${conditionWords(one.condition)}` : ''}.`,
        }),
      ),
    ...auditDifference(resource, before, after),
  ];
}

function auditDifference(
  resource: string,
  before: SnapshotPolicy,
  after: SnapshotPolicy,
): readonly Difference[] {
  if (same(before.audit ?? [], after.audit ?? [])) return [];
  const words = ({ audit = [] }: SnapshotPolicy): string =>
    audit.length === 0 ? 'nothing' : some(audit.map(({ service, logType }) => `${logType} of ${service}`));
  return [
    {
      action: 'changed',
      kind: 'audit-config',
      resource,
      deltas: [],
      text: `The audit logs of ${resource} record ${words(after)} now; before it was ${words(before)}.`,
    },
  ];
}
