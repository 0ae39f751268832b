/** Answers `who`: reads the policies, opens every group they name, and decides about everybody behind them. */
import { accessPermission, type DomainName, type Email, iapName, parseContainer } from '../../names/index.js';
import { evaluateCondition } from '../../policy/condition/index.js';
import type { DenyNode } from '../../policy/deny.js';
import { interestOf, interestOfDeny } from '../../policy/interest.js';
import type { RoleView } from '../../policy/roles.js';
import type { Known, PolicyNode } from '../../policy/types.js';
import type { Engine, Scope } from '../engine.js';
import { levelsFact, tagsFact } from '../facts/context.js';
import { organizationFact, placeHierarchy } from '../facts/hierarchy.js';
import { type Looks, looksOf } from '../facts/looks.js';
import { chainNodes, type ReadNode } from '../facts/policies.js';
import { denyNodes } from '../facts/restraints.js';
import { roleFact } from '../facts/roles.js';
import type { PlaceQuestion } from '../question.js';
import { readDisabled } from './accounts.js';
import { boundsOf, judgeWith } from './bound.js';
import { boundaries } from './bounded.js';
import { contextsFor } from './contexts.js';
import { decideAll } from './decide.js';
import { denials } from './denied.js';
import { unseenWays } from './elsewhere.js';
import { type Expansion, expand } from './expand.js';
import { readGate } from './gate.js';
import { gather } from './gather.js';
import { readKinds } from './kinds.js';
import { type ListLooks, listLooks } from './portions.js';
import { GroupReader } from './read-groups.js';
import type { WhoReport } from './report.js';
import { summarise } from './summary.js';

export interface WhoOptions {
  /** When the question's time is over, milliseconds since the epoch. */
  readonly deadline: number;
  readonly progress: (step: string) => void;
}

/** Kept back from the deadline for deciding and writing, in milliseconds, and the same again for every member read. */
const RESERVE_MS = 150;
const PER_MEMBER_MS = 0.03;

/** The whole answer about one place. At the deadline it holds what was read by then, and says what was not. */
export async function whoCanPass(
  engine: Engine,
  question: PlaceQuestion,
  id: string,
  options: WhoOptions,
): Promise<WhoReport> {
  const looks = looksOf(question.google);
  const lists = listLooks(question.google);
  const permission = accessPermission(question.place.resource);
  const scope = engine.scope();
  scope.start(organizationFact(looks, question));
  const reader = groupReader(looks, lists, question, scope, options);
  const gate = readGate(engine, looks, question);
  const sides = [engine.scope(), engine.scope()] as const;
  const [allow, deny, hierarchy, organization] = await Promise.all([
    allowSide(sides[0], looks, question, permission, reader),
    denySide(sides[1], looks, question, permission, reader),
    scope.get(placeHierarchy(looks, question)),
    scope.get(organizationFact(looks, question)),
  ]);
  const roles = (name: string): Known<RoleView> | undefined => allow.roles.get(name);
  const bound = boundsOf(allow.nodes, permission, roles);
  const expansions = new Map<Email, Expansion>();
  for (const group of [...allow.groups, ...deny.groups])
    if (!expansions.has(group)) expansions.set(group, expand(group, reader.contents));
  const gathered = gather(bound.bounds, expansions);

  engine.goOn(Math.max(...sides.map((side) => side.depth())));
  const customer = organization?.look.ok ? organization.look.value.customerId : undefined;
  const [kinds, disabled, levels, tags, gated] = await Promise.all([
    readKinds(
      engine,
      looks,
      question,
      gathered.people.values(),
      gathered.sets.map((set) => set.bound.principal),
      [...allow.domains, ...deny.domains],
    ),
    readDisabled(engine.scope(), looks, lists, gathered.people.values(), customer),
    allow.usesLevels ? scope.get(levelsFact(looks, question)) : NOTHING,
    allow.usesTags || deny.usesTags ? scope.get(tagsFact(looks, question)) : NOTHING,
    gate,
  ]);
  const { containers, projectNames } = hierarchy;
  const above = containers.known
    ? containers.value.filter((one) => one.kind !== 'project')
    : allow.nodes.flatMap(({ name }) => parseContainer(name) ?? []);
  const judge = judgeWith({ evaluate: evaluateCondition, contextFor: contextsFor(question, levels, tags) });
  const decided = decideAll(bound.bounds, gathered, {
    kindOf: (subject) => kinds.of(subject).kind,
    strangerOf: kinds.strangerOf,
    judge,
    elsewhere: unseenWays(bound, expansions, judge),
    denied: denials({ nodes: deny.nodes, permission, tags, expansions }),
    bounded: boundaries({
      boundaryOf: kinds.boundaryOf,
      place: {
        containers: [...projectNames, ...above],
        complete: containers.known ? { known: true, value: true } : containers,
      },
      organization: hierarchy.organization,
      customer,
    }),
    disabled: (member) => disabled.why.get(member),
  });
  return {
    schema: 'iap-doctor.who/1',
    id,
    where: {
      name: question.place.name,
      resource: iapName(question.place.resource),
      url: question.place.url?.toString() ?? null,
    },
    permission,
    ...summarise({ bound, decided, expansions, contents: reader.contents, disabled, gated }),
    cost: engine.cost(),
    oldestFactAt: engine.oldestFactAt(),
  };
}

const NOTHING: Known<readonly never[]> = { known: true, value: [] };

function groupReader(
  looks: Looks,
  lists: ListLooks,
  question: PlaceQuestion,
  { clock, signal }: Scope,
  { deadline, progress }: WhoOptions,
): GroupReader {
  return new GroupReader({
    looks,
    lists,
    at: new Date(question.now).toISOString(),
    mayGoOn: (members) => !signal.aborted && clock.now() + RESERVE_MS + members * PER_MEMBER_MS < deadline,
    onPage: (group, members) =>
      progress(
        `Reading ${group.slice(0, group.indexOf('@') + 1)}: ${members.toLocaleString('en')} members so far`,
      ),
  });
}

interface Side<N> {
  readonly nodes: readonly N[];
  readonly groups: readonly Email[];
  readonly domains: readonly DomainName[];
  readonly usesTags: boolean;
}

interface AllowSide extends Side<PolicyNode> {
  readonly roles: ReadonlyMap<string, Known<RoleView>>;
  readonly usesLevels: boolean;
}

/** Every node of the chain; as soon as one is there, the groups and roles it names are read. */
async function allowSide(
  scope: Scope,
  looks: Looks,
  question: PlaceQuestion,
  permission: string,
  reader: GroupReader,
): Promise<AllowSide> {
  const roles = new Map<string, Known<RoleView>>();
  const facts = await scope.get(chainNodes(looks, question));
  const nodes = await Promise.all(
    facts.map(async (fact): Promise<ReadNode> => {
      const read = await scope.get(fact);
      const { needed, customRoles } = interestOf([read.node], permission, () => undefined);
      await Promise.all([
        ...customRoles.map(async (name) => {
          roles.set(name, await scope.get(roleFact(looks, name)));
        }),
        ...needed.groups.map((group) => reader.read(scope, group)),
      ]);
      return read;
    }),
  );
  const all = nodes.map(({ node }) => node);
  // With the roles known, entries of custom roles that turned out to lack the permission are of no interest any more.
  const { needed, levels, usesTags } = interestOf(all, permission, (name) => roles.get(name));
  return { nodes: all, roles, ...needed, usesTags, usesLevels: levels.length > 0 };
}

async function denySide(
  scope: Scope,
  looks: Looks,
  question: PlaceQuestion,
  permission: string,
  reader: GroupReader,
): Promise<Side<DenyNode>> {
  const facts = await scope.get(denyNodes(looks, question));
  const nodes = await Promise.all(
    facts.map(async (fact) => {
      const read = await scope.get(fact);
      const { needed } = interestOfDeny([read], permission);
      await Promise.all(needed.groups.map((group) => reader.read(scope, group)));
      return read;
    }),
  );
  const { needed, usesTags } = interestOfDeny(nodes, permission);
  return { nodes, ...needed, usesTags };
}
