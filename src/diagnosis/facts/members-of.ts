/** The people of a group, asked outside any question: for finding whom to ask about a service. */
import type { Email } from '../../names/index.js';
import { Engine } from '../engine.js';
import type { MembershipSource } from './is-member.js';
import { looksOf } from './looks.js';

/** People who are members themselves, of the first page; undefined when they could not be listed. */
export async function membersOf(
  source: MembershipSource,
  group: Email,
): Promise<readonly Email[] | undefined> {
  const scope = new Engine({ ...source, fresh: false }).scope();
  const looks = looksOf(source.google);
  const { look: name } = await scope.get(looks.groupName(group));
  if (!name.ok) return undefined;
  const { look } = await scope.get(looks.members(name.value));
  if (!look.ok) return undefined;
  return look.value.members.filter(({ type }) => type === 'USER').map(({ member }) => member);
}
