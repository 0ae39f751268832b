/** Who made a difference: the newest change in the logs that could have. Pure. */
import type { Change, Delta } from '../changes/change.js';
import type { Difference } from './difference.js';

/** A difference with the change that likely made it. */
export interface Authored {
  readonly difference: Difference;
  readonly change: Change | undefined;
}

/** Names a project goes by: `projects/1` and `projects/acme` are the same. */
export type SameName = (name: string) => string;

const deltaKey = ({ action, role, member }: Delta): string => `${action} ${role} ${member.toLowerCase()}`;

/** How well a change explains a difference: all of its deltas, some, the thing alone, or not at all. */
function fits(difference: Difference, change: Change, sameName: SameName): number {
  if (sameName(change.resource) !== sameName(difference.resource)) return 0;
  const wanted = new Set(difference.deltas.map(deltaKey));
  const made = change.deltas.filter((delta) => wanted.has(deltaKey(delta))).length;
  if (wanted.size > 0 && change.deltas.length > 0) return made === 0 ? 0 : 2 + made / wanted.size;
  if (change.kind === difference.kind) return 2;
  // A group that is gone, or a service that moved, is told by entries of several kinds.
  return difference.kind === 'group' || difference.kind === 'iap-switch' ? 1 : 0;
}

/** For each difference the change that explains it best, among equals the newest. */
export function authored(
  differences: readonly Difference[],
  changes: readonly Change[],
  sameName: SameName,
): readonly Authored[] {
  const newest = [...changes].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return differences.map((difference) => {
    let best: Change | undefined;
    let bestFit = 0;
    for (const change of newest) {
      const fit = fits(difference, change, sameName);
      if (fit > bestFit) [best, bestFit] = [change, fit];
    }
    return { difference, change: best };
  });
}
