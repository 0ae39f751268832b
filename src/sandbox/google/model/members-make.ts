/** New group members with the ids and types that Google would give them. */
import type { GroupMember, MemberType } from './identity.js';
import { findGroup, findUser } from './membership.js';
import type { World } from './world.js';

/** A stable number out of a text: the same name has the same id in every world. */
export function stableNumber(text: string, digits: number): string {
  let value = 1469598103934665603n;
  for (const char of text) value = ((value ^ BigInt(char.codePointAt(0) ?? 0)) * 1099511628211n) % 2n ** 64n;
  return (10n ** BigInt(digits - 1) + (value % (9n * 10n ** BigInt(digits - 1)))).toString();
}

function typeOf(world: World, email: string): MemberType {
  if (email.endsWith('.gserviceaccount.com')) return 'SERVICE_ACCOUNT';
  return findGroup(world, email) ? 'GROUP' : 'USER';
}

/** A plain MEMBER. Groups have to exist before they are nested, or they are taken for people. */
export function makeMember(world: World, email: string, at: number): GroupMember {
  return {
    id: findUser(world, email)?.id ?? stableNumber(`member ${email}`, 21),
    email,
    type: typeOf(world, email),
    roles: ['MEMBER'],
    expiresAt: undefined,
    restriction: undefined,
    createdAt: new Date(at).toISOString(),
  };
}

/** How policies and audit entries prefix a member: `user`, `serviceAccount` or `group`. */
export function memberPrefix(world: World, email: string): 'user' | 'serviceAccount' | 'group' {
  switch (typeOf(world, email)) {
    case 'SERVICE_ACCOUNT':
      return 'serviceAccount';
    case 'GROUP':
      return 'group';
    case 'USER':
    case 'OTHER':
      return 'user';
  }
}
