/** What differs in the groups: who came, who went, whose membership now ends, which groups are gone. Pure. */
import type { Delta } from '../changes/change.js';
import { type Difference, namesOf, some } from './difference.js';
import type { Snapshot, SnapshotGroup } from './model.js';

const untilOf = ({ members }: SnapshotGroup): ReadonlyMap<string, string | undefined> =>
  new Map(members.map((one) => (typeof one === 'string' ? [one, undefined] : [one.member, one.until])));

const deltas = (action: Delta['action'], members: readonly string[]): Delta[] =>
  members.map((member) => ({ action, role: 'MEMBER', member, condition: undefined }));

const NOBODY: SnapshotGroup = { members: [] };

/** Groups that only one side holds differ only where both looked: a group that nothing names any more is not read. */
export function compareGroups(
  before: Snapshot['groups'],
  after: Snapshot['groups'],
  seen: (group: string) => boolean,
): readonly Difference[] {
  return namesOf(before, after).flatMap((group) => {
    const [old, now] = [before[group], after[group]];
    if (!old || !now || !seen(group)) return [];
    return compareGroup(group, old, now);
  });
}

function compareGroup(group: string, old: SnapshotGroup, now: SnapshotGroup): readonly Difference[] {
  const resource = `groups/${group}`;
  const kind = 'group-membership' as const;
  if ((old.absent ?? false) !== (now.absent ?? false)) {
    const gone = now.absent === true;
    const lost = [...untilOf(gone ? old : NOBODY).keys()];
    return [
      {
        action: gone ? 'removed' : 'added',
        kind: 'group',
        resource,
        deltas: deltas('remove', lost),
        text: gone ? `The group ${group} no longer exists.` : `The group ${group} exists now.`,
      },
    ];
  }
  const [was, is] = [untilOf(old), untilOf(now)];
  const come = [...is.keys()].filter((member) => !was.has(member));
  const gone = [...was.keys()].filter((member) => !is.has(member));
  const ending = [...is].filter(([member, until]) => was.has(member) && was.get(member) !== until);
  return [
    ...(gone.length === 0
      ? []
      : [
          {
            action: 'removed' as const,
            kind,
            resource,
            deltas: deltas('remove', gone),
            text: `${some(gone)} ${gone.length === 1 ? 'is' : 'are'} no longer in ${group}.`,
          },
        ]),
    ...(come.length === 0
      ? []
      : [
          {
            action: 'added' as const,
            kind,
            resource,
            deltas: deltas('add', come),
            text: `${some(come)} ${come.length === 1 ? 'is' : 'are'} in ${group} now.`,
          },
        ]),
    ...ending.map(([member, until]) => ({
      action: 'changed' as const,
      kind,
      resource,
      deltas: deltas('change', [member]),
      text: `The membership of ${member} in ${group} ends ${until ?? 'never'} now; before it ended ${was.get(member) ?? 'never'}.`,
    })),
  ];
}
