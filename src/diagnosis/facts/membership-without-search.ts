/** Memberships where Google's transitive search is not to be had: by the other questions that can still be asked. */
import type { Membership } from '../../google/ports.js';
import type { Email } from '../../names/index.js';
import type { GroupAnswer } from '../../policy/identity.js';
import type { Scope } from '../engine.js';
import { missing, missingFrom } from '../missing.js';
import type { Closure } from './groups.js';
import type { Looks } from './looks.js';
import { flawOf, listedOnly, type Member, notMember, unknown, unsettled } from './membership-answers.js';

/**
 * Without the transitive search: Directory's `hasMember`, certain inside one domain; else Cloud Identity's
 * `checkTransitiveMembership`, which works across customers; else a member list that is complete and holds no groups.
 */
export async function withoutSearch(
  scope: Scope,
  looks: Looks,
  member: Member,
  closure: Closure,
  group: Email,
): Promise<GroupAnswer> {
  const yes: GroupAnswer = { in: 'yes', path: { chain: [member.email, group], traced: false } };
  const [has, looked] = await Promise.all([
    scope.get(looks.hasMember(group, member.email)),
    scope.get(looks.groupName(group)),
  ]);
  if (!looked.look.ok) {
    const { problem } = looked.look;
    // An API that knows neither the group nor the search it was asked for before is no proof of anything.
    return problem.kind === 'not-found' && !has.look.ok && closure.problem?.kind !== 'not-found'
      ? { in: 'no', why: 'group-missing', detail: `there is no group ${group}` }
      : unknown(missingFrom(problem, 'groups', group));
  }
  const name = looked.look.value;
  const yesBy = has.look.ok && has.look.value;
  const [info, check, list] = await Promise.all([
    scope.get(looks.group(name)),
    has.look.ok ? undefined : scope.get(looks.checkTransitive(name, member.email)),
    yesBy ? undefined : scope.get(looks.members(name)),
  ]);
  const doubt = unsettled(info, group);
  if (doubt) return unknown(doubt);
  if (yesBy) return yes;
  const own = list?.look.ok ? list.look.value.members.find((m) => m.member === member.email) : undefined;
  const flaw = own && flawOf(own, member.at);
  if (check?.look.ok && check.look.value) return yes;
  const told = !check || check.look.ok;
  if (own && !flaw) return told ? unknown(listedOnly(member, group)) : yes;
  // A membership that is over leaves the ways through nested groups open, until something says that there are none.
  if (told || (list?.look.ok && isWhole(list.look.value))) return flaw ?? notMember(undefined);
  return unknown(
    closure.problem
      ? missingFrom(closure.problem, 'groups', group)
      : missing(
          'groups',
          group,
          `Google\u2019s two searches for the groups of ${member.email} contradict each other.`,
        ),
  );
}

/** A list on which everybody in the group stands: no page is missing and no further group may be behind a member. */
function isWhole({
  members,
  complete,
}: {
  readonly members: readonly Membership[];
  readonly complete: boolean;
}) {
  return complete && members.every(({ type }) => type === 'USER' || type === 'SERVICE_ACCOUNT');
}
