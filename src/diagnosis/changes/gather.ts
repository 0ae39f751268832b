/** Builds the model of now: policies as read, every group that leads somewhere with its members, and the asked person's own groups. */
import type { Listed } from '../../changes/fold.js';
import { mayOpen, opens } from '../../changes/interest.js';
import {
  type Email,
  parseAllowMember,
  parseDenyPrincipal,
  parseEmail,
  type Subject,
} from '../../names/index.js';
import { needsLookup } from '../../policy/roles.js';
import type { AllowPolicy, Known } from '../../policy/types.js';
import type { Engine } from '../engine.js';
import { closureFact } from '../facts/groups.js';
import { ownCustomerFact } from '../facts/hierarchy.js';
import { looksOf } from '../facts/looks.js';
import { roleFact } from '../facts/roles.js';
import type { PlaceQuestion } from '../question.js';
import { listLooks } from '../who/portions.js';
import { GroupReader } from '../who/read-groups.js';
import { addressOf, Circles, type Model } from './model.js';
import type { ReadWorld } from './world.js';

export interface GatherInput {
  readonly engine: Engine;
  readonly base: Omit<PlaceQuestion, 'place' | 'given'>;
  readonly world: ReadWorld;
  readonly listed: readonly Listed[];
  readonly subject: Subject | undefined;
  readonly mayGoOn: () => boolean;
  readonly progress: (step: string) => void;
}

export interface Gathered {
  readonly model: Model;
  readonly reader: GroupReader;
}

/** How often what was read may name further groups to read. */
const ROUNDS = 4;

/** Groups that a grant of the changes names: they may not stand in today's policies any more. */
function groupsOfGrants(listed: readonly Listed[]): Email[] {
  const raw = listed.flatMap(({ change }) => [
    ...(change.kind === 'iam-policy' || change.kind === 'iap-policy'
      ? change.deltas.filter(opens).map(({ member }) => parseAllowMember(member))
      : []),
    ...(change.touched?.what === 'deny'
      ? (change.touched.rules ?? []).flatMap((rule) =>
          [...rule.deniedPrincipals, ...rule.exceptionPrincipals].map(parseDenyPrincipal),
        )
      : []),
  ]);
  return raw.flatMap((principal) => (principal.kind === 'group' ? [principal.email] : []));
}

/** Groups that were members of a group that matters, by the changes: they may be so no longer. */
function nestedByChanges(listed: readonly Listed[], known: ReadonlySet<string>): Email[] {
  return listed.flatMap(({ change }) => {
    if (change.kind !== 'group-membership' || !known.has(addressOf(change.resource.replace(/^groups\//, ''))))
      return [];
    return change.deltas.flatMap(({ member }) =>
      member.startsWith('group:') ? (parseEmail(member.slice(6)) ?? []) : [],
    );
  });
}

/** Only the bindings that can open an app: the others are many, and nobody gets in by them. */
const opening = (policy: Known<AllowPolicy>): Known<AllowPolicy> =>
  policy.known
    ? {
        known: true,
        value: { ...policy.value, bindings: policy.value.bindings.filter(({ role }) => mayOpen(role)) },
      }
    : policy;

export async function gatherModel(input: GatherInput): Promise<Gathered> {
  const { engine, base, world, listed } = input;
  const looks = looksOf(base.google);
  const scope = engine.scope();
  const reader = new GroupReader({
    looks,
    lists: listLooks(base.google),
    at: new Date(base.now).toISOString(),
    mayGoOn: input.mayGoOn,
    onPage: (group) => input.progress(`Reading the members of ${group}`),
  });
  let wanted = [...new Set([...world.places.flatMap(({ groups }) => groups), ...groupsOfGrants(listed)])];
  for (let round = 0; round < ROUNDS && wanted.length > 0; round += 1) {
    await Promise.all(wanted.map((group) => reader.read(scope, group)));
    const known = new Set<string>(reader.contents.keys());
    wanted = nestedByChanges(listed, known).filter((group) => !known.has(group));
  }
  await readRoles(input);
  const circles = new Circles();
  for (const [group, content] of reader.contents) circles.read(group, content);
  const conclusive = await ownGroups(input, circles);
  const model: Model = {
    circles,
    policies: new Map([...world.policies].map(([name, policy]) => [name, opening(policy)])),
    deny: new Map(world.deny),
    roles: world.roles,
    disabled: new Set(),
    conclusive,
  };
  return { model, reader };
}

/** Custom roles that only changes name. */
async function readRoles({ engine, base, world, listed }: GatherInput): Promise<void> {
  const looks = looksOf(base.google);
  const scope = engine.scope();
  const permissions = [...new Set(world.places.map(({ permission }) => permission))];
  const names = new Set(
    listed
      .flatMap(({ change }) => change.deltas.map(({ role }) => role))
      .filter(
        (role) => role.includes('/roles/') && permissions.some((permission) => needsLookup(role, permission)),
      ),
  );
  await Promise.all(
    [...names].slice(0, 50).map(async (name) => {
      if (!world.roles.has(name)) world.roles.set(name, await scope.get(roleFact(looks, name)));
    }),
  );
}

/** The asked person's groups from their own side: groups that hide their members do not hide the person's memberships. */
async function ownGroups(
  { engine, base, subject, world }: GatherInput,
  circles: Circles,
): Promise<ReadonlySet<string>> {
  const question = world.places[0]?.question;
  if (subject === undefined || subject.kind === 'federated') return new Set();
  const looks = looksOf(base.google);
  const scope = engine.scope();
  const customer = question === undefined ? undefined : ownCustomerFact(looks, question);
  const closure = await scope.get(closureFact(looks, subject.email, customer));
  for (const [child, parents] of closure.parents) for (const parent of parents) circles.link(child, parent);
  const reached = circles.groupsOf(subject.email);
  for (const group of closure.groups.keys()) if (!reached.has(group)) circles.link(subject.email, group);
  return closure.conclusive ? new Set([subject.email]) : new Set();
}
