/** Facts about one member's groups: the whole upward closure, from Google's transitive search or, without it, step by step. */
import type { DirectRelation, GroupName, GroupRelation, LookProblem } from '../../google/ports.js';
import type { CustomerId, Email } from '../../names/index.js';
import type { Fact, Scope, Seen } from '../engine.js';
import type { EvidenceItem } from '../report.js';
import type { Looks } from './looks.js';

/** Everything known about the groups above one member. */
export interface Closure {
  /** Groups the member is in for certain. */
  readonly groups: ReadonlyMap<
    Email,
    { readonly name: GroupName; readonly relation: GroupRelation['relation'] }
  >;
  /** Direct memberships with their names, for expiry and restriction. */
  readonly direct: ReadonlyMap<Email, DirectRelation>;
  /** `child → parents` edges. */
  readonly parents: ReadonlyMap<Email, readonly Email[]>;
  /** Whether a group that is missing from {@link groups} is proof of not being in it (for groups of the own customer). */
  readonly conclusive: boolean;
  readonly problem: LookProblem | undefined;
  readonly evidence: readonly EvidenceItem[];
}

/** The customer whose groups we may see; undefined where nobody knows it. */
export type OwnCustomer = Fact<CustomerId | undefined> | undefined;

/** How many levels the fallback climbs, and how many groups of one level it asks about. */
const MAX_DEPTH = 6;
const MAX_WIDTH = 60;
/** Up to how many groups are asked for their edges at once. */
const MAX_AT_ONCE = 40;

/**
 * The closure of a member. Google's transitive search answers all at once, but needs an edition and sight of every
 * group (Cloud Identity "searchTransitiveGroups"); the direct search works everywhere and silently leaves groups out,
 * so what it does not list proves nothing.
 */
export function closureFact(looks: Looks, member: Email, customer: OwnCustomer): Fact<Closure> {
  return {
    key: `closure ${member}`,
    read: async (scope) => {
      const [transitive, direct, graph] = await Promise.all([
        scope.get(searchFact(looks, member, customer)),
        scope.get(looks.directGroups(member)),
        scope.get(looks.membershipGraph(member)),
      ]);
      const evidence = [transitive.evidence];
      const directMap = new Map(direct.look.ok ? direct.look.value.map((d) => [d.email, d] as const) : []);
      if (!transitive.look.ok) {
        return climb(scope, looks, member, direct, directMap, transitive.look.problem);
      }
      const groups = new Map(
        transitive.look.value.map((g) => [g.email, { name: g.group, relation: g.relation }]),
      );
      // A group that one search shows and the other does not: as after a change, neither is proof of a no.
      const conclusive = [...directMap.keys()].every((email) => groups.has(email));
      // A member of a group one hop away, by whichever of the two searches says so.
      const firstHop = [
        ...new Set([
          ...directMap.keys(),
          ...[...groups].filter(([, g]) => isDirect(g.relation)).map(([email]) => email),
        ]),
      ].filter((email) => groups.has(email));
      const parents = new Map<Email, Email[]>([[member, firstHop]]);
      if (graph.look.ok) addEdges(parents, graph.look.value);
      return { groups, direct: directMap, parents, conclusive, problem: undefined, evidence };
    },
  };
}

/**
 * The transitive search; again inside our own customer, where the unscoped one was refused for the sake of somebody
 * else's group. A fact of its own: the second search need not wait for what is asked beside the first.
 */
function searchFact(looks: Looks, member: Email, customer: OwnCustomer): Fact<Seen<GroupRelation[]>> {
  return {
    key: `group search ${member}`,
    read: async (scope) => {
      if (customer) scope.start(customer);
      const unscoped = await scope.get(looks.transitiveGroups(member));
      if (unscoped.look.ok || unscoped.look.problem.kind !== 'forbidden' || !customer) return unscoped;
      const own = await scope.get(customer);
      return own === undefined ? unscoped : scope.get(looks.transitiveGroupsWithin(member, own));
    },
  };
}

const isDirect = (relation: GroupRelation['relation']): boolean =>
  relation === 'direct' || relation === 'both';

function addEdges(
  parents: Map<Email, readonly Email[]>,
  edges: readonly { readonly child: Email; readonly parent: Email }[],
): void {
  for (const { child, parent } of edges) {
    const known = parents.get(child) ?? [];
    if (!known.includes(parent)) parents.set(child, [...known, parent]);
  }
}

/**
 * The closure with its edges: where Google's membership graph was not to be had, the groups above are asked for theirs.
 * All of them at once where they are few, so that a way of any length is one round trip; else level by level. Only for
 * showing the way to a group, never for deciding, so the latter stops after two levels.
 */
export function tracedClosureFact(looks: Looks, member: Email, customer: OwnCustomer): Fact<Closure> {
  return {
    key: `traced closure ${member}`,
    read: async (scope) => {
      const closure = await scope.get(closureFact(looks, member, customer));
      const parents = new Map(closure.parents);
      if (closure.groups.size <= MAX_AT_ONCE) {
        await edgesAbove(scope, looks, parents, [...closure.groups.keys()]);
        return { ...closure, parents };
      }
      let level = [...(parents.get(member) ?? [])];
      const reached = new Set<Email>(level);
      for (let depth = 0; depth < 2 && reached.size < closure.groups.size && level.length > 0; depth += 1) {
        const next = await edgesAbove(scope, looks, parents, level);
        level = next.filter((group) => !reached.has(group));
        for (const group of level) reached.add(group);
      }
      return { ...closure, parents };
    },
  };
}

async function edgesAbove(
  scope: Scope,
  looks: Looks,
  parents: Map<Email, readonly Email[]>,
  level: readonly Email[],
): Promise<Email[]> {
  const answers = await Promise.all(
    level
      .slice(0, MAX_WIDTH)
      .map(async (group) => ({ group, seen: await scope.get(looks.directGroups(group)) })),
  );
  return answers.flatMap(({ group, seen }) => {
    if (!seen.look.ok) return [];
    const above = seen.look.value.map((relation) => relation.email);
    addEdges(
      parents,
      above.map((parent) => ({ child: group, parent })),
    );
    return above;
  });
}

/** Without the transitive search: breadth first over direct searches. What it finds is certain, what it misses is not. */
async function climb(
  scope: Scope,
  looks: Looks,
  member: Email,
  direct: Seen<DirectRelation[]>,
  directMap: ReadonlyMap<Email, DirectRelation>,
  problem: LookProblem,
): Promise<Closure> {
  const groups = new Map<Email, { name: GroupName; relation: GroupRelation['relation'] }>();
  const parents = new Map<Email, Email[]>();
  const evidence = [direct.evidence];
  if (!direct.look.ok) {
    return { groups, direct: directMap, parents, conclusive: false, problem: direct.look.problem, evidence };
  }
  let level: { child: Email; relations: readonly DirectRelation[] }[] = [
    { child: member, relations: direct.look.value },
  ];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth += 1) {
    const fresh: Email[] = [];
    for (const { child, relations } of level) {
      addEdges(
        parents,
        relations.map((relation) => ({ child, parent: relation.email })),
      );
      for (const { email, group } of relations) {
        if (groups.has(email)) continue;
        groups.set(email, { name: group, relation: depth === 0 ? 'direct' : 'indirect' });
        fresh.push(email);
      }
    }
    const answers = await Promise.all(
      fresh
        .slice(0, MAX_WIDTH)
        .map(async (child) => ({ child, seen: await scope.get(looks.directGroups(child)) })),
    );
    level = answers.flatMap(({ child, seen }) =>
      seen.look.ok ? [{ child, relations: seen.look.value }] : [],
    );
  }
  return { groups, direct: directMap, parents, conclusive: false, problem, evidence };
}

/** The shortest chain from a member to a group over known edges, both ends included; nothing when it cannot be traced. */
export function chainTo(closure: Closure, member: Email, group: Email): readonly Email[] | undefined {
  const from = new Map<Email, Email>();
  const queue: Email[] = [member];
  const visited = new Set<Email>(queue);
  for (let head = 0; head < queue.length; head += 1) {
    const at = queue[head];
    if (at === undefined) break;
    if (at === group) {
      const chain: Email[] = [at];
      for (let back = from.get(at); back !== undefined; back = from.get(back)) chain.unshift(back);
      return chain;
    }
    for (const parent of closure.parents.get(at) ?? []) {
      if (visited.has(parent)) continue;
      visited.add(parent);
      from.set(parent, at);
      queue.push(parent);
    }
  }
  return undefined;
}
