/** The changes that lie on this person's way to this place: bindings on the chain that mean them, and memberships that lead there. */
import type { Change, Delta } from '../../changes/change.js';
import { withDeltas } from '../../changes/deltas.js';
import {
  accessPermission,
  type Email,
  iapChain,
  iapName,
  parseAllowMember,
  parseEmail,
} from '../../names/index.js';
import { interestOf } from '../../policy/interest.js';
import { roleGrants } from '../../policy/roles.js';
import type { PolicyNode } from '../../policy/types.js';
import type { Fact, Scope } from '../engine.js';
import type { Question } from '../question.js';
import type { EvidenceItem } from '../report.js';
import { type Closure, closureFact } from './groups.js';
import { placeHierarchy } from './hierarchy.js';
import { changesFact } from './history.js';
import { memberFact } from './identity.js';
import type { Looks } from './looks.js';
import { chainNodes } from './policies.js';
import { addressFact } from './subject.js';

export interface PathChange {
  readonly change: Change;
  /** The deltas that mean this person here. */
  readonly deltas: readonly Delta[];
  readonly direction: 'gives' | 'takes';
}

export interface PathChanges {
  /** Newest first. */
  readonly changes: readonly PathChange[];
  /** Changes of what stands around the grants: deny rules, levels, roles and boundaries that count on the way. Newest first. */
  readonly around: readonly Change[];
  readonly evidence: readonly EvidenceItem[];
  readonly unread: boolean;
}

/** Does a removed membership of this group close the way to a group that is bound? Few candidates, so a look is cheap. */
const MAX_NESTED = 3;

export function pathChangesFact(looks: Looks, question: Question): Fact<PathChanges> {
  return {
    key: 'changes on the path',
    read: async (scope) => {
      const members = memberFact(looks, question);
      scope.start(members);
      const [{ changes, evidence, problems }, nodeFacts, address, hierarchy] = await Promise.all([
        scope.get(changesFact(looks, question)),
        scope.get(chainNodes(looks, question)),
        scope.get(addressFact(looks, question)),
        scope.get(placeHierarchy(looks, question)),
      ]);
      const nodes = await Promise.all(nodeFacts.map((fact) => scope.get(fact)));
      const closure = await closureOf(scope, members);
      const permission = accessPermission(question.place.resource);
      const bound = new Set(
        interestOf(
          nodes.map((n) => n.node),
          permission,
          () => undefined,
        ).needed.groups,
      );
      const means = (member: string): boolean => meansSubject(member, address.email, closure, question);
      const names = nodeNames(
        question,
        hierarchy.projectNames.map((p) => p.id),
        nodes.map((n) => n.node.name),
      );
      const leads = await nestedLeads(scope, looks, changes, bound, means);
      const found = withDeltas(changes).flatMap((change): PathChange[] => {
        const relevant =
          change.kind === 'group-membership'
            ? leads.has(groupOf(change) ?? '')
              ? change.deltas.filter((d) => d.role === 'MEMBER' && means(d.member))
              : []
            : names.has(change.resource)
              ? change.deltas.filter((d) => carries(d, permission) && means(d.member))
              : [];
        const direction = directionOf(relevant);
        if (direction) return [{ change, deltas: relevant, direction }];
        // A whole policy with nothing to compare it with: that it holds the grant is known, that it brought it is not.
        const holds =
          change.deltas.length === 0 && names.has(change.resource) && holdsGrant(change, permission, means);
        return holds ? [{ change, deltas: [], direction: 'gives' }] : [];
      });
      const policies = nodes.map((n) => n.node);
      const around = onePerOperation(changes.filter((change) => standsAround(change, policies, names)));
      return { changes: found, around, evidence, unread: problems.length > 0 };
    },
  };
}

/** Start and end of a long-running operation are one change; the start says what it is about. */
const onePerOperation = (changes: readonly Change[]): readonly Change[] => [
  ...new Map(changes.map((change) => [change.operation ?? `${change.entry} ${change.at}`, change])).values(),
];

/** Whether a change lies on what decides beside the grants: by the container, or by the name that a binding uses. */
function standsAround(
  { touched }: Change,
  nodes: readonly PolicyNode[],
  names: ReadonlySet<string>,
): boolean {
  const bindings = nodes.flatMap(({ policy }) => (policy.known ? policy.value.bindings : []));
  switch (touched?.what) {
    case 'deny':
    case 'boundary':
      return names.has(touched.container);
    case 'role':
      return bindings.some(({ role }) => role === touched.name);
    case 'levels': {
      const { names: levels, all } = touched;
      const used = bindings.map(({ condition }) => condition?.expression ?? '');
      return used.some(
        (text) =>
          levels.some((level) => text.includes(level)) || (all !== undefined && text.includes(`${all}/`)),
      );
    }
    default:
      return false;
  }
}

function holdsGrant(change: Change, permission: string, means: (member: string) => boolean): boolean {
  return (change.policyAfter?.bindings ?? []).some(
    (binding) =>
      roleGrants(binding.role, permission, () => undefined).truth === 'true' && binding.members.some(means),
  );
}

async function closureOf(scope: Scope, members: ReturnType<typeof memberFact>): Promise<Closure | undefined> {
  const facts = await scope.get(members);
  return facts ? scope.get(facts.closure) : undefined;
}

const groupOf = (change: Change): Email | undefined => parseEmail(change.resource.replace(/^groups\//, ''));
const carries = (delta: Delta, permission: string): boolean =>
  roleGrants(delta.role, permission, () => undefined).truth === 'true';

/** An edit that removes and adds the same grant (a changed condition) is told by the state, not as a removal. */
function directionOf(deltas: readonly Delta[]): 'gives' | 'takes' | undefined {
  const removed = deltas.filter((d) => d.action === 'remove');
  const added = deltas.filter((d) => d.action === 'add');
  const replaced = removed.every((r) => added.some((a) => a.role === r.role && a.member === r.member));
  if (removed.length > 0 && !replaced) return 'takes';
  return added.length > 0 ? 'gives' : undefined;
}

/** Whether a member means the subject for certain: themselves, a group they are in now, or everybody. */
function meansSubject(
  raw: string,
  email: Email | undefined,
  closure: Closure | undefined,
  question: Question,
): boolean {
  const principal = parseAllowMember(raw);
  switch (principal.kind) {
    case 'user':
    case 'serviceAccount':
      return principal.email === email;
    case 'group':
      return closure?.groups.has(principal.email) ?? false;
    case 'federatedSubject':
      return question.subject.kind === 'federated' && raw === question.subject.raw;
    case 'allUsers':
      return true;
    case 'domain':
      // Secondary domains count too, but only the directory knows them, and a change may be left unnamed.
      return email?.endsWith(`@${principal.domain}`) ?? false;
    default:
      return false;
  }
}

/** Every name a node of the chain may have in an entry: the project stands by number or by id. */
function nodeNames(
  question: Question,
  projects: readonly string[],
  nodes: readonly string[],
): ReadonlySet<string> {
  const iap = iapChain(question.place.resource).flatMap((resource) =>
    projects.map((id) => iapName({ ...resource, project: { kind: 'project', id } })),
  );
  return new Set([...nodes, ...iap, ...projects.flatMap((id) => [`projects/${id}`, id])]);
}

/** Groups whose membership leads to access: the bound ones, and few that are themselves members of a bound one. */
async function nestedLeads(
  scope: Scope,
  looks: Looks,
  changes: readonly Change[],
  bound: ReadonlySet<Email>,
  means: (member: string) => boolean,
): Promise<ReadonlySet<string>> {
  const touched = changes
    .filter((c) => c.kind === 'group-membership' && c.deltas.some((d) => means(d.member)))
    .map(groupOf)
    .filter((g): g is Email => g !== undefined && !bound.has(g));
  const nested = await Promise.all(
    [...new Set(touched)].slice(0, MAX_NESTED).map(async (group) => {
      const closure = await scope.get(closureFact(looks, group, undefined));
      return [...closure.groups.keys()].some((parent) => bound.has(parent)) ? [group] : [];
    }),
  );
  return new Set<string>([...bound, ...nested.flat()]);
}
