/** Which basic access levels a request meets, as far as an address and a device tell. */
import { BlockList, isIP } from 'node:net';
import type { LevelConditionJson, World } from '../model.js';

export interface RequestOrigin {
  readonly ip: string;
  /** What the device has; absent: no endpoint verification, so every device rule fails. */
  readonly device?: Readonly<Record<string, unknown>>;
  /** ISO 3166 region of the address, where known. */
  readonly region?: string;
}

function inSubnets(ip: string, subnets: readonly string[]): boolean {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [base = '', bits = ''] = subnet.split('/');
    const family = isIP(base);
    if (family !== 0)
      list.addSubnet(base, Number(bits || (family === 4 ? 32 : 128)), family === 4 ? 'ipv4' : 'ipv6');
  }
  const family = isIP(ip);
  return family !== 0 && list.check(ip, family === 4 ? 'ipv4' : 'ipv6');
}

/** Full names of all levels that are met. Custom (CEL) levels are never met here. */
export function levelsMet(world: World, origin: RequestOrigin): string[] {
  const all = world.accessPolicies.flatMap((policy) => policy.levels);
  const met = (name: string, seen: readonly string[]): boolean => {
    const level = all.find((candidate) => candidate.name === name);
    if (!level?.basic || seen.includes(name)) return false;
    const values = level.basic.conditions.map((condition) => holds(condition, [...seen, name]));
    return level.basic.combiningFunction === 'OR' ? values.includes(true) : !values.includes(false);
  };
  const holds = (condition: LevelConditionJson, seen: readonly string[]): boolean => {
    const { ipSubnetworks = [], devicePolicy, requiredAccessLevels = [], regions = [] } = condition;
    const parts = [
      ipSubnetworks.length === 0 || inSubnets(origin.ip, ipSubnetworks),
      devicePolicy === undefined || deviceHolds(devicePolicy, origin.device),
      requiredAccessLevels.every((name) => met(name, seen)),
      regions.length === 0 || (origin.region !== undefined && regions.includes(origin.region)),
    ];
    return parts.every(Boolean) !== (condition.negate === true);
  };
  return all.filter((level) => met(level.name, [])).map((level) => level.name);
}

/** Every flag of the policy has to stand in the device as it is written there. */
function deviceHolds(policy: Readonly<Record<string, unknown>>, device: RequestOrigin['device']): boolean {
  if (!device) return false;
  return Object.entries(policy).every(
    ([key, wanted]) => JSON.stringify(device[key]) === JSON.stringify(wanted),
  );
}
