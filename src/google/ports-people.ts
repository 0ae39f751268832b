/** Reading people and groups: memberships in every direction, and directory accounts. */
import type { CustomerId, Email } from '../names/index.js';
import type { CallContext, Look } from './ports-look.js';

/** Cloud Identity's name of a group, `groups/03x8tuzt3hq1abc`. */
export type GroupName = string & { readonly __brand: 'GroupName' };

export interface GroupRelation {
  readonly group: GroupName;
  readonly email: Email;
  readonly relation: 'direct' | 'indirect' | 'both' | 'unknown';
}

export interface DirectRelation {
  readonly group: GroupName;
  readonly email: Email;
  /** `groups/…/memberships/…`, when Google gave it. */
  readonly membership: string | undefined;
}

export interface GroupInfo {
  readonly name: GroupName;
  readonly email: Email;
  readonly displayName: string | undefined;
  /** `customers/C0…` or an identity source. */
  readonly parent: string | undefined;
  readonly dynamic:
    | { readonly status: string; readonly statusAt: string | undefined; readonly query: string | undefined }
    | undefined;
}

export interface Membership {
  readonly name: string;
  readonly member: Email;
  readonly type: 'USER' | 'SERVICE_ACCOUNT' | 'GROUP' | 'OTHER' | 'UNKNOWN';
  readonly roles: {
    readonly name: string;
    /** RFC 3339; only MEMBER roles expire. */
    readonly expiresAt: string | undefined;
    /** `COMPLIANT`, `NON_COMPLIANT`, `EVALUATING` …; from `restrictionEvaluations.memberRestrictionEvaluation.state`. */
    readonly restriction: string | undefined;
  }[];
}

/** One page of a list that is too long to be held back until it is whole. */
export interface Portion<T> {
  readonly members: T[];
  /** Members without an address, such as everybody of a customer: nobody can tell whom they stand for. */
  readonly unlisted: number;
  /** The token of the next page; undefined on the last. */
  readonly next: string | undefined;
}

/** A member of a group through whatever way; the way itself is not told. */
export interface TransitiveMember {
  readonly email: Email;
  readonly isGroup: boolean;
}

export interface GroupsPort {
  /**
   * `GET v1/groups/-/memberships:searchTransitiveGroups`: every direct and indirect group; needs an edition. One group
   * we may not view fails the whole call; `within` leaves out the groups of other customers, which nobody may view.
   */
  transitiveGroups(member: string, call: CallContext, within?: CustomerId): Promise<Look<GroupRelation[]>>;
  /** `GET v1/groups/-/memberships:searchDirectGroups`: any edition; silently leaves out groups we may not view. */
  directGroups(member: string, call: CallContext): Promise<Look<DirectRelation[]>>;
  /** `GET v1/groups/-/memberships:getMembershipGraph`: child → parents edges on the way from the member upward. */
  membershipGraph(
    member: string,
    call: CallContext,
  ): Promise<Look<{ readonly child: Email; readonly parent: Email }[]>>;
  /** `GET v1/groups:lookup?groupKey.id=…`. 403 means missing or hidden; 404 is proof of absence. */
  lookup(group: Email, call: CallContext): Promise<Look<GroupName>>;
  /** `GET v1/groups/{id}`. */
  group(name: GroupName, call: CallContext): Promise<Look<GroupInfo>>;
  /** `GET v1/groups/{id}/memberships?view=FULL`, first page of at most 500: `complete` is false when there are more. */
  members(
    name: GroupName,
    call: CallContext,
  ): Promise<Look<{ readonly members: Membership[]; readonly complete: boolean }>>;
  /** `GET v1/groups/{id}/memberships?view=FULL`, one page of at most 500 after another. */
  memberPage(
    name: GroupName,
    token: string | undefined,
    call: CallContext,
  ): Promise<Look<Portion<Membership>>>;
  /**
   * `GET v1/groups/{id}/memberships:searchTransitiveMemberships`, one page of at most 1,000 after another: everybody in
   * the group, however deep, nested groups among them; needs an edition.
   */
  transitiveMemberPage(
    name: GroupName,
    token: string | undefined,
    call: CallContext,
  ): Promise<Look<Portion<TransitiveMember>>>;
  /** `GET v1/groups/{id}/memberships/{id}`. */
  membership(name: string, call: CallContext): Promise<Look<Membership>>;
  /** `GET v1/groups/{id}/memberships:checkTransitiveMembership`; answers across customers with one visible path. */
  checkTransitive(group: GroupName, member: string, call: CallContext): Promise<Look<boolean>>;
  /** `GET admin/directory/v1/groups/{group}/hasMember/{member}`; nested only inside one domain. */
  hasMember(group: Email, member: Email, call: CallContext): Promise<Look<boolean>>;
}

export interface DirectoryUser {
  readonly id: string;
  readonly primaryEmail: Email;
  readonly aliases: Email[];
  readonly customerId: CustomerId | undefined;
  readonly suspended: boolean;
  readonly suspensionReason: string | undefined;
  readonly archived: boolean;
  /** RFC 3339. */
  readonly createdAt: string | undefined;
  readonly deletedAt: string | undefined;
  readonly isGuest: boolean;
}

export interface DirectoryPort {
  /** `GET admin/directory/v1/users/{key}`: key is primary address, alias or id. 404/403 for people of another customer. */
  user(key: Email, call: CallContext): Promise<Look<DirectoryUser>>;
  /** `GET admin/directory/v1/users?customer=…&query=isSuspended=true`: the primary addresses of all suspended accounts. */
  suspendedUsers(customer: CustomerId, call: CallContext): Promise<Look<Email[]>>;
}
