/** Small random companies for the pure core of `who`: nested groups with cycles, policies, deny rules. */
import fc from 'fast-check';
import type { GroupContent } from '../../../src/diagnosis/who/expand.js';
import type { Email } from '../../../src/names/index.js';
import type { Missing } from '../../../src/policy/types.js';

export const GROUPS = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}@acme.test` as Email);
export const PEOPLE = ['ana', 'bob', 'eve', 'joe', 'kim', 'lou', 'max'].map(
  (name) => `user:${name}@acme.test`,
);

export const gapOf = (group: Email): Missing => ({
  code: 'groups-not-readable',
  what: `${group} is hidden.`,
  needs: 'a right',
  subject: group,
});
export const staleOf = (group: Email): Missing => ({ ...gapOf(group), code: 'dynamic-group-stale' });

export const content = (
  people: readonly string[],
  groups: readonly Email[] = [],
  rest: Partial<GroupContent> = {},
): GroupContent => ({
  people,
  groups,
  absent: false,
  gap: undefined,
  stale: undefined,
  untraced: false,
  ...rest,
});

interface Options {
  readonly gaps: boolean;
  readonly stale: boolean;
}

const some = <T>(items: readonly T[]) =>
  fc.subarray([...items]).chain((picked) => fc.shuffledSubarray(picked, { minLength: picked.length }));

/** Contents of all groups, in any order; groups may hold each other and themselves. */
export const contents = (options: Options): fc.Arbitrary<ReadonlyMap<Email, GroupContent>> =>
  fc
    .record(
      Object.fromEntries(
        GROUPS.map((group) => [
          group,
          fc.record({
            people: some(PEOPLE),
            groups: some(GROUPS),
            gap: options.gaps ? fc.constantFrom(undefined, undefined, gapOf(group)) : fc.constant(undefined),
            stale: options.stale
              ? fc.constantFrom(undefined, undefined, staleOf(group))
              : fc.constant(undefined),
          }),
        ]),
      ),
    )
    .chain((record) =>
      fc.shuffledSubarray(GROUPS, { minLength: GROUPS.length }).map(
        (order) =>
          new Map(
            order.map((group) => {
              const one = record[group];
              if (!one) throw new Error('every group has contents');
              return [group, content(one.people, one.groups, { gap: one.gap, stale: one.stale })];
            }),
          ),
      ),
    );

/** The same contents with everything in another order. */
export function reordered(
  all: ReadonlyMap<Email, GroupContent>,
  shuffled: <T>(items: readonly T[]) => T[],
): ReadonlyMap<Email, GroupContent> {
  return new Map(
    shuffled([...all]).map(([group, one]) => [
      group,
      { ...one, people: shuffled(one.people), groups: shuffled(one.groups) },
    ]),
  );
}

/** Everybody in a group, the slow and obvious way: add members of members until nothing is added any more. */
export function naiveClosure(
  group: Email,
  all: ReadonlyMap<Email, GroupContent>,
  counts: (one: GroupContent) => boolean = () => true,
): { readonly people: Set<string>; readonly groups: Set<Email> } {
  const groups = new Set<Email>([group]);
  const people = new Set<string>();
  for (let before = -1; before !== groups.size + people.size; ) {
    before = groups.size + people.size;
    for (const at of [...groups]) {
      const one = all.get(at);
      if (!one || !counts(one)) continue;
      for (const person of one.people) people.add(person);
      for (const nested of one.groups) groups.add(nested);
    }
  }
  return { people, groups };
}
