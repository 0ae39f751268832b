/** Which change comes before which refusal of the same person: what the drawing joins by a line. It proves nothing by itself. */
import type { ChangeEntry, TimelineEntry } from '../../web/protocol.js';

export interface Link {
  readonly change: ChangeEntry;
  readonly denial: TimelineEntry;
}

const address = (member: string): string => member.replace(/^[a-zA-Z]+:/, '');

/** For each change that took something from somebody, the first refusal of that person after it. */
export function linksOf(entries: readonly TimelineEntry[]): readonly Link[] {
  const denials = entries.flatMap((one) => (one.type === 'denial' ? [one] : [])).sort(byTime);
  return entries.flatMap((change): Link[] => {
    if (change.type !== 'change') return [];
    const lost = new Set(
      change.deltas.filter(({ action }) => action === 'remove').map(({ member }) => address(member ?? '')),
    );
    const denial = denials.find((one) => lost.has(address(one.who)) && one.at > change.at);
    return denial === undefined ? [] : [{ change, denial }];
  });
}

const byTime = (a: TimelineEntry, b: TimelineEntry): number => a.at.localeCompare(b.at);
