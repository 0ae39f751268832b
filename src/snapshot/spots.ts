/** What a snapshot could not read, as blind spots with the right that would cure each. Pure. */
import { missingFrom, type Topic } from '../diagnosis/missing.js';
import type { BlindSpot } from '../diagnosis/report.js';
import { parseIapResource } from '../names/index.js';
import type { Gap } from './gaps.js';
import type { Part } from './model.js';

const TOPICS: Readonly<Record<Exclude<Part, 'policy'>, Topic>> = {
  hierarchy: 'hierarchy',
  organization: 'hierarchy',
  settings: 'iap-settings',
  deny: 'deny',
  boundaries: 'boundary',
  levels: 'levels',
  role: 'role',
  group: 'groups',
  behind: 'backend',
  tags: 'tags',
};

/** Each right once, with everything that waits for it: forty groups are one line. */
export function spotsOf(gaps: readonly Gap[]): readonly BlindSpot[] {
  // A backend that Google says is not there is no gap: the snapshot says so, and answers from it know.
  const blind = gaps.filter(({ part, problem }) => part !== 'behind' || problem.kind !== 'not-found');
  const found = blind.map(({ part, name, problem }) => {
    const topic =
      part === 'policy' ? (parseIapResource(name) ? 'iap-policy' : 'container-policy') : TOPICS[part];
    return { name, ...missingFrom(problem, topic, name) };
  });
  const grouped = new Map<string, typeof found>();
  for (const one of found) {
    const key = `${one.code} ${one.needs}`;
    grouped.set(key, [...(grouped.get(key) ?? []), one]);
  }
  return [...grouped.values()].flatMap((all): readonly BlindSpot[] => {
    const [first] = all;
    if (!first) return [];
    const more = all.length - 1;
    const what =
      more === 0
        ? first.what
        : `${first.what} The same goes for ${more} more: ${all
            .slice(1, 6)
            .map(({ name }) => name)
            .join(', ')}${more > 5 ? ' \u2026' : ''}.`;
    return [{ code: first.code, what, needs: first.needs }];
  });
}
