/** One change in one plain sentence without its actor: "removed 214 people from eng@acme.test". Pure. */
import type { Condition } from '../policy/types.js';
import type { Change, Delta } from './change.js';
import type { Listed } from './fold.js';

/** Titles of the roles people meet here (IAM roles reference). */
const ROLES: Readonly<Record<string, string>> = {
  'roles/iap.httpsResourceAccessor': 'IAP-secured Web App User',
  'roles/iap.tunnelResourceAccessor': 'IAP-secured Tunnel User',
  'roles/owner': 'Owner',
  'roles/editor': 'Editor',
  'roles/viewer': 'Viewer',
  'roles/run.invoker': 'Cloud Run Invoker',
};

export const roleName = (role: string): string => ROLES[role] ?? role;

const plain = (member: string): string => member.replace(/^(?:user|group|serviceAccount):/, '');

/** `a, b and 3 more`, by name for a few. */
function names(members: readonly string[], most = 3): string {
  const shown = members.slice(0, most);
  const rest = members.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? 'nobody');
}

const distinct = (deltas: readonly Delta[]): string[] => [
  ...new Set(deltas.map(({ member }) => plain(member))),
];

const limited = (condition: Condition | undefined): string => {
  if (condition === undefined) return '';
  return ` (${condition.title === undefined ? 'with a condition' : `if ${condition.title}`})`;
};

function membershipWords({ resource, deltas }: Change, count: number): string {
  const group = resource.replace(/^groups\//, '');
  const [first] = deltas;
  const all = distinct(deltas);
  const many = count > 3 ? `${count} ${count === 1 ? 'person' : 'people'}` : names(all);
  const roles = [...new Set(deltas.map(({ role }) => role.toLowerCase()))].filter(
    (role) => role !== 'member',
  );
  switch (first?.action) {
    case 'remove':
      return deltas.some(({ role }) => role === 'MEMBER')
        ? `removed ${many} from ${group}`
        : `took ${many} the role of ${names(roles)} in ${group}`;
    case 'add':
      return roles.length === 0 ? `added ${many} to ${group}` : `made ${many} ${names(roles)} of ${group}`;
    case 'change':
    case undefined:
      return `changed the membership of ${many} in ${group}`;
  }
}

/** A condition that changed is one grant taken and one given to the same member. */
function edited(deltas: readonly Delta[]): boolean {
  const removed = deltas.filter(({ action }) => action === 'remove');
  const added = deltas.filter(({ action }) => action === 'add');
  return (
    removed.length > 0 &&
    removed.length === added.length &&
    removed.every((r) => added.some((a) => a.role === r.role && a.member === r.member))
  );
}

function policyWords({ resource, deltas }: Change, place: (resource: string) => string): string {
  const where = place(resource);
  if (edited(deltas)) {
    const added = deltas.filter(({ action }) => action === 'add');
    const roles = [...new Set(added.map(({ role }) => roleName(role)))];
    const conditions = [
      ...new Set(added.map(({ condition }) => condition?.title ?? condition?.expression ?? '')),
    ];
    const grant = `the grant of ${names(roles, 2)} to ${names(distinct(added))} on ${where}`;
    const quoted = conditions.filter((text) => text !== '').map((text) => `\u201c${text}\u201d`);
    return quoted.length === 0 ? `took the condition off ${grant}` : `tied ${grant} to ${names(quoted, 2)}`;
  }
  const part = (action: Delta['action'], verb: string, join: string): string[] => {
    const found = deltas.filter((delta) => delta.action === action);
    if (found.length === 0) return [];
    const roles = [...new Set(found.map(({ role }) => roleName(role)))];
    return [`${verb} ${names(distinct(found))} ${join}${names(roles, 2)}${limited(found[0]?.condition)}`];
  };
  const bits = [...part('remove', 'took from', 'the role '), ...part('add', 'gave', 'the role ')];
  return bits.length === 0 ? `wrote the policy of ${where}` : `${bits.join(' and ')} on ${where}`;
}

/** What was done. `place` gives a service's name for Google's name of it, or the name itself. */
export function wordsFor(
  { change, run, compared }: Pick<Listed, 'change' | 'run' | 'compared'>,
  place: (resource: string) => string,
): string {
  if (change.says !== undefined) {
    const named = place(change.resource);
    return named === change.resource ? change.says : change.says.replaceAll(change.resource, named);
  }
  if (change.kind === 'group-membership')
    return membershipWords(change, run?.count ?? distinct(change.deltas).length);
  if (!compared && change.deltas.length === 0)
    return `wrote the whole policy of ${place(change.resource)}; there is no earlier one to compare it with`;
  return policyWords(change, place);
}
