/** Short words for building a world: people, groups, grants, and moments relative to the clock. */
import type { Clock } from '../../store/ports.js';
import { makeMember, stableNumber } from '../google/model/members-make.js';
import type { RestrictionState, World, WorldGroup } from '../google/model.js';

const DAY = 86_400_000;

/** Moments relative to a clock: `time.ago({ minutes: 5 })` in milliseconds, `time.iso(…)` as RFC 3339. */
export interface Moments {
  ago(span: {
    readonly days?: number;
    readonly hours?: number;
    readonly minutes?: number;
    readonly seconds?: number;
  }): number;
  /** Negative days lie in the future. */
  iso(days: number): string;
}

/** All moments are taken from the clock once, so that a world is the same however long it takes to build. */
export function momentsOf(clock: Clock): Moments {
  const now = clock.now();
  return {
    ago: ({ days = 0, hours = 0, minutes = 0, seconds = 0 }) =>
      now - days * DAY - hours * 3_600_000 - minutes * 60_000 - seconds * 1000,
    iso: (days) => new Date(now - days * DAY).toISOString(),
  };
}

export interface PersonOptions {
  readonly aliases?: readonly string[];
  readonly suspended?: string;
}

/** Adds a person; the address decides the customer by its domain. */
export function person(world: World, email: string, fullName: string, options: PersonOptions = {}): void {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  const customer = world.customers.find(
    (c) => c.primaryDomain === domain || c.secondaryDomains.includes(domain),
  );
  if (!customer) throw new Error(`no customer owns ${domain}`);
  world.users.push({
    id: stableNumber(`user ${email}`, 21),
    primaryEmail: email,
    aliases: [...(options.aliases ?? [])],
    customerId: customer.id,
    fullName,
    suspended: options.suspended !== undefined,
    suspensionReason: options.suspended,
    archived: false,
    isGuest: false,
    createdAt: new Date(world.clock.now() - 400 * DAY).toISOString(),
    deletedAt: undefined,
  });
}

export interface GroupOptions {
  readonly restriction?: string;
  readonly dynamic?: WorldGroup['dynamic'];
}

/** A member as it is written in the world: an address, or an address with what is special about it. */
export type MemberSpec =
  | string
  | { readonly email: string; readonly expiresAt?: string; readonly restriction?: RestrictionState };

/** Adds a group. Groups that are nested in it have to be added before. */
export function group(
  world: World,
  email: string,
  displayName: string,
  members: readonly MemberSpec[],
  options: GroupOptions = {},
): void {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  const customer = world.customers.find(
    (c) => c.primaryDomain === domain || c.secondaryDomains.includes(domain),
  );
  if (!customer) throw new Error(`no customer owns ${domain}`);
  const at = world.clock.now() - 300 * DAY;
  world.groups.push({
    id: `0${BigInt(stableNumber(`group ${email}`, 20)).toString(36)}`,
    email,
    aliases: [],
    displayName,
    customerId: customer.id,
    hidden: false,
    restriction: options.restriction,
    dynamic: options.dynamic,
    createdAt: new Date(at).toISOString(),
    members: members.map((spec) => {
      const { email: address, expiresAt, restriction } = typeof spec === 'string' ? { email: spec } : spec;
      return { ...makeMember(world, address, at), expiresAt, restriction };
    }),
  });
}

/** Adds a binding to a node, without a log entry: this is how things have been for long. */
export function grant(
  world: World,
  node: string,
  role: string,
  members: readonly string[],
  condition?: { readonly expression: string; readonly title: string },
): void {
  const policy = world.policies.get(node) ?? { bindings: [] };
  const binding = { role, members, ...(condition ? { condition } : {}) };
  world.policies.set(node, { ...policy, bindings: [...policy.bindings, binding] });
}

/** Adds a service account of a project, `NAME@PROJECT.iam.gserviceaccount.com`. */
export function serviceAccount(world: World, name: string, projectId: string, displayName: string): string {
  const email = `${name}@${projectId}.iam.gserviceaccount.com`;
  world.serviceAccounts.push({
    email,
    projectId,
    uniqueId: stableNumber(`account ${email}`, 21),
    displayName,
    disabled: false,
  });
  return email;
}
