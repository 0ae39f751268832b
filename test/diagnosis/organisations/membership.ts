/** Who is in which group of a random organisation, found downward from the group by the plainest reading. */
import { ACME, customerOfDomain, domainOf, GROUPS, PARTNER, type RawOrganisation } from './model.js';

/** Members whose membership counts, direct ones only. */
const counting = (raw: RawOrganisation, group: string): readonly string[] =>
  (raw.groups[group]?.members ?? []).filter(({ state }) => state === 'counts').map(({ email }) => email);

/** Downward through the group, keeping out of circles. */
export function contains(
  raw: RawOrganisation,
  group: string,
  address: string,
  seen: ReadonlySet<string> = new Set(),
): boolean {
  if (seen.has(group)) return false;
  const deeper = new Set([...seen, group]);
  return counting(raw, group).some((one) => one === address || contains(raw, one, address, deeper));
}

/** Groups that hold the address directly. */
export const directGroups = (raw: RawOrganisation, address: string): readonly string[] =>
  GROUPS.filter((group) => counting(raw, group).includes(address));

/** Groups that the direct search shows for the address. */
export const listedGroups = (raw: RawOrganisation, address: string): readonly string[] =>
  raw.listsEnded
    ? GROUPS.filter((group) =>
        raw.groups[group]?.members.some(({ email, state }) => email === address && state !== 'restricted'),
      )
    : directGroups(raw, address);

/** Every group that holds the address through whatever way. */
export const allGroups = (raw: RawOrganisation, address: string): readonly string[] =>
  GROUPS.filter((group) => contains(raw, group, address));

/** Whether the bot may look into the group at all. */
export function isVisible(raw: RawOrganisation, group: string): boolean {
  const customer = customerOfDomain(domainOf(group));
  return customer === ACME || (customer === PARTNER && raw.partnerVisible);
}
