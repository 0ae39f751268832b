/** Who is granted what: one switch for each member of each binding at a service and at the project. */

import { type BindingDelta, withMember } from '../../google/change/policies.js';
import { setContainerPolicy, setIapPolicy } from '../../google/change.js';
import type { Policy, World } from '../../google/model.js';
import { sandboxServices } from '../../world.js';
import { byHand } from './actor.js';
import { type LiveGroup, type LiveSwitch, positionsOf } from './switch.js';

type Grant = Omit<BindingDelta, 'action'>;

const WEB = 'roles/iap.httpsResourceAccessor';
const PROJECT = 'projects/111111111111';

/** Grants there are not, and that are worth trying. */
const MISSING: readonly (readonly [service: string, member: string])[] = [
  ['dashboard', 'user:maya@acme.test'],
  ['dashboard', 'user:noor@acme.test'],
  ['warehouse', 'user:ivo@acme.test'],
  ['hr', 'user:omar@acme.test'],
];

const positions = positionsOf({ granted: 'granted', 'not-granted': 'not granted' });

const holds = (policy: Policy | undefined, { role, member, condition }: Grant): boolean =>
  (policy?.bindings ?? []).some(
    (binding) =>
      binding.role === role &&
      binding.members.includes(member) &&
      binding.condition?.expression === condition?.expression,
  );

/** The policy without one grant; others of the same member with another condition stay. */
function without(policy: Policy | undefined, { role, member, condition }: Grant): Policy {
  const bindings = (policy?.bindings ?? []).flatMap((binding) => {
    if (binding.role !== role || binding.condition?.expression !== condition?.expression) return [binding];
    const members = binding.members.filter((one) => one !== member);
    return members.length === 0 ? [] : [{ ...binding, members }];
  });
  return { ...policy, bindings };
}

function grantsOf(policy: Policy | undefined): Grant[] {
  return (policy?.bindings ?? []).flatMap(({ role, members, condition }) =>
    members.map((member) => ({ role, member, ...(condition ? { condition } : {}) })),
  );
}

interface Spot {
  readonly about: string;
  readonly node: string;
}

function grantSwitch(world: World, { about, node }: Spot, grant: Grant): LiveSwitch {
  const now = (): Policy | undefined => world.policies.get(node);
  const { role, member, condition } = grant;
  const position = (): string => (holds(now(), grant) ? 'granted' : 'not-granted');
  const limit = condition ? ` if “${condition.title}”` : '';
  return {
    id: `grant:${about}:${role}:${member}${condition ? `:${condition.expression}` : ''}`,
    label: `${member} as ${role.replace(/^.*\//, '')}${limit}`,
    about,
    positions,
    rest: position(),
    position,
    flip(to) {
      const next = to === 'granted' ? withMember(now(), grant) : without(now(), grant);
      const set = node.split('/').length > 2 ? setIapPolicy : setContainerPolicy;
      set(world, node, next, byHand);
    },
  };
}

export function bindingSwitches(world: World): LiveGroup {
  const services = sandboxServices.map(({ name, resource }) => ({ about: name, node: resource }));
  const spots: readonly Spot[] = [...services, { about: 'the whole project acme-prod', node: PROJECT }];
  const switches = spots.flatMap((spot) => {
    const missing = MISSING.flatMap(([service, member]) =>
      service === spot.about ? [{ role: WEB, member }] : [],
    );
    return [...grantsOf(world.policies.get(spot.node)), ...missing].map((grant) =>
      grantSwitch(world, spot, grant),
    );
  });
  return {
    id: 'bindings',
    title: 'Grants',
    note: 'Takes a grant away or gives one, with the audit entry. The bot keeps policies for one minute; “Check again” looks anew.',
    switches,
  };
}
