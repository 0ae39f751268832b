/** What stands beside the grants: whom the deny policy names, and from where the office network reaches. */
import { setAccessLevel, setDenyPolicy } from '../../google/change.js';
import type { World } from '../../google/model.js';
import { byHand } from './actor.js';
import { type LiveGroup, type LiveSwitch, positionsOf } from './switch.js';

const PROJECT = 'projects/111111111111';
const FREEZE = 'access-freeze';
const PEOPLE = ['dex@acme.test', 'ana@acme.test', 'bob@acme.test'];
const OFFICE = 'accessPolicies/900000000001/accessLevels/corp_network';

/** Somebody named in the first rule of the deny policy, or not. */
function freezeSwitch(world: World, email: string): LiveSwitch {
  const principal = `principal://goog/subject/${email}`;
  const freeze = () => (world.denyPolicies.get(PROJECT) ?? []).find(({ id }) => id === FREEZE);
  const named = (): readonly string[] => freeze()?.rules[0]?.denyRule.deniedPrincipals ?? [];
  const position = (): string => (named().includes(principal) ? 'denied' : 'free');
  return {
    id: `deny:${email}`,
    label: `“Access freeze” in acme-prod names ${email}`,
    positions: positionsOf({ denied: 'named, so denied', free: 'not named' }),
    rest: position(),
    position,
    flip(to) {
      const policy = freeze();
      if (!policy) throw new Error('the deny policy is gone');
      const others = named().filter((one) => one !== principal);
      const deniedPrincipals = to === 'denied' ? [...others, principal] : others;
      const rules = policy.rules.map((rule, at) =>
        at === 0 ? { ...rule, denyRule: { ...rule.denyRule, deniedPrincipals } } : rule,
      );
      setDenyPolicy(world, PROJECT, { id: FREEZE, displayName: policy.displayName, rules }, byHand);
    },
  };
}

const RANGES: Readonly<Record<string, readonly string[]>> = {
  office: ['203.0.113.0/24'],
  home: ['203.0.113.0/24', '198.51.100.0/24'],
  nowhere: ['192.0.2.0/30'],
};

/** The access level that payroll asks for. */
function networkSwitch(world: World): LiveSwitch {
  const level = () =>
    world.accessPolicies.flatMap(({ levels }) => levels).find(({ name }) => name === OFFICE);
  const position = (): string => {
    const now = JSON.stringify(level()?.basic?.conditions[0]?.ipSubnetworks);
    return Object.entries(RANGES).find(([, ranges]) => JSON.stringify(ranges) === now)?.[0] ?? 'office';
  };
  return {
    id: 'level:corp_network',
    label: 'The access level corp_network takes in',
    positions: positionsOf({
      office: 'the office',
      home: 'the office and where Ira works from',
      nowhere: 'nobody’s network',
    }),
    rest: position(),
    position,
    flip(to) {
      const before = level();
      if (!before) throw new Error('the access level is gone');
      const basic = { conditions: [{ ipSubnetworks: [...(RANGES[to] ?? [])] }] };
      setAccessLevel(world, { ...before, basic }, byHand);
    },
  };
}

export function guardSwitches(world: World): LiveGroup {
  return {
    id: 'guards',
    title: 'Deny policies and access levels',
    note: 'Changes what stands above the grants, with the audit entry. The bot keeps these for ten minutes, as Google lets it read them five times a minute only.',
    switches: [...PEOPLE.map((email) => freezeSwitch(world, email)), networkSwitch(world)],
  };
}
