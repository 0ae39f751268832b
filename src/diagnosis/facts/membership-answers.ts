/** What every way of finding out about a membership shares: who is asked about, and the forms of the answer. */
import type { GroupInfo, Membership } from '../../google/ports.js';
import type { DomainName, Email } from '../../names/index.js';
import type { GroupAnswer } from '../../policy/identity.js';
import type { Missing } from '../../policy/types.js';
import type { Seen } from '../engine.js';
import { missing, missingFrom } from '../missing.js';

/** Who is asked about: the canonical address, and the moment "expired" is measured against (RFC 3339). */
export interface Member {
  readonly email: Email;
  /** The address the question used, when it is another one of the same account. */
  readonly typed?: Email | undefined;
  readonly customerId: string | undefined;
  /** The organisation's primary domain, whose groups the search covers as it does those of the member's own domain. */
  readonly ownDomain?: DomainName | undefined;
  readonly at: string;
}

export const isOver = (at: string, expiresAt: string | undefined): boolean =>
  expiresAt !== undefined && Date.parse(expiresAt) <= Date.parse(at);

/** The special noes a single membership can carry; undefined: it counts. */
export function flawOf(membership: Membership, at: string): Extract<GroupAnswer, { in: 'no' }> | undefined {
  const role = membership.roles.find((r) => r.name === 'MEMBER') ?? membership.roles[0];
  if (role && isOver(at, role.expiresAt)) {
    return { in: 'no', why: 'membership-expired', detail: `the membership ended at ${role.expiresAt}` };
  }
  if (role?.restriction === 'NON_COMPLIANT') {
    return {
      in: 'no',
      why: 'membership-restricted',
      detail: 'the membership does not comply with the group\u2019s member restriction',
    };
  }
  return undefined;
}

export const notMember = (detail: string | undefined): GroupAnswer => ({
  in: 'no',
  why: 'not-a-member',
  detail,
});

export const unknown = (why: Missing): GroupAnswer => ({ in: 'unknown', missing: why });

/** A dynamic group that Google is still updating: nobody can say who is in it. */
export function stale(group: GroupInfo): Missing | undefined {
  if (!group.dynamic || group.dynamic.status === 'UP_TO_DATE') return undefined;
  return {
    code: 'dynamic-group-stale',
    subject: group.email,
    what: `The dynamic group ${group.email} is still being updated (${group.dynamic.status}); its members cannot be told yet.`,
    needs: 'waiting until Google has finished updating the group',
  };
}

/** What stands against any answer about a group: that it is being updated, or that nobody could see whether it is. */
export function unsettled({ look }: Seen<GroupInfo>, group: Email): Missing | undefined {
  return look.ok ? stale(look.value) : missingFrom(look.problem, 'groups', group);
}

/** The member list and the search disagree, as they do shortly after a change: neither is believed. */
export const listedOnly = (member: Member, group: Email): Missing =>
  missing(
    'groups',
    group,
    `Google lists ${member.email} in ${group}, but its search does not find them there yet.`,
  );
