/** People, groups and service accounts of the fictional world, as the emulator keeps them. */

/** A Cloud Identity customer. Only one with `visible` lets the caller read its users and groups. */
export interface Customer {
  readonly id: string;
  readonly primaryDomain: string;
  /** Secondary domains; they belong to the same customer and match `domain:` of the primary one. */
  readonly secondaryDomains: readonly string[];
  readonly visible: boolean;
  /** `premium` answers transitive searches; `free` refuses them (Cloud Identity codes 3005 and 3006). */
  edition: 'premium' | 'free';
}

export interface WorldUser {
  readonly id: string;
  primaryEmail: string;
  aliases: string[];
  readonly customerId: string;
  readonly fullName: string;
  suspended: boolean;
  suspensionReason: string | undefined;
  archived: boolean;
  isGuest: boolean;
  /** RFC 3339. */
  readonly createdAt: string;
  deletedAt: string | undefined;
}

export type MemberType = 'USER' | 'SERVICE_ACCOUNT' | 'GROUP' | 'OTHER';
export type MemberRole = 'MEMBER' | 'MANAGER' | 'OWNER';
/** Whether a member restriction of the group lets this membership count. */
export type RestrictionState = 'COMPLIANT' | 'NON_COMPLIANT' | 'EVALUATING';

export interface GroupMember {
  readonly id: string;
  readonly email: string;
  readonly type: MemberType;
  roles: MemberRole[];
  /** RFC 3339; only the MEMBER role expires. After it the membership no longer counts, but is still listed. */
  expiresAt: string | undefined;
  restriction: RestrictionState | undefined;
  readonly createdAt: string;
}

export interface WorldGroup {
  /** The id of `groups/ID`. */
  readonly id: string;
  readonly email: string;
  aliases: string[];
  readonly displayName: string;
  readonly customerId: string;
  /** The caller may not view it although it is of the caller's own customer. */
  hidden: boolean;
  /** CEL query of the member restriction, where there is one. */
  restriction: string | undefined;
  dynamic: { query: string; status: 'UP_TO_DATE' | 'UPDATING_MEMBERSHIPS'; statusAt: string } | undefined;
  members: GroupMember[];
  readonly createdAt: string;
}

export interface WorldServiceAccount {
  readonly email: string;
  readonly projectId: string;
  readonly uniqueId: string;
  readonly displayName: string;
  disabled: boolean;
}
