/** Reads the groups that policies name, and everything nested in them, for a snapshot: each once, many at a time. */

import type { Scope } from '../diagnosis/engine.js';
import type { Looks } from '../diagnosis/facts/looks.js';
import { type ListLooks, memberAt, type People } from '../diagnosis/who/portions.js';
import type { LookProblem } from '../google/ports.js';
import type { Email } from '../names/index.js';
import type { Gaps } from './gaps.js';
import type { SnapshotGroup } from './model.js';
import { defined } from './plain.js';

/** More than this is no longer a file for review. */
const MOST_GROUPS = 5_000;
const MOST_MEMBERS = 250_000;

type Member = SnapshotGroup['members'][number];

const nameOf = (member: Member): string => (typeof member === 'string' ? member : member.member);
const byName = (a: Member, b: Member): number => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0);

const TOO_MANY: LookProblem = {
  kind: 'not-held',
  api: 'cloudidentity',
  resource: 'memberships',
  message: 'More members than a snapshot holds.',
};

export interface GroupsToTake {
  readonly scope: Scope;
  readonly looks: Looks;
  readonly lists: ListLooks;
  readonly gaps: Gaps;
  readonly progress: (step: string) => void;
}

/** Every group of `seeds` and below, by address. */
export async function takeGroups(
  seeds: Iterable<Email>,
  { scope, looks, lists, gaps, progress }: GroupsToTake,
): Promise<Record<string, SnapshotGroup>> {
  const taken: Record<string, SnapshotGroup> = {};
  const begun = new Set<Email>();
  let members = 0;

  async function pagesOf(
    address: Email,
    name: Parameters<ListLooks['direct']>[0],
  ): Promise<readonly People[] | undefined> {
    const pages: People[] = [];
    let token: string | undefined;
    do {
      const { look } = await scope.get(lists.direct(name, token));
      if (!look.ok) {
        gaps.add('group', address, look.problem);
        return undefined;
      }
      pages.push(look.value);
      members += look.value.members.length;
      if (members > MOST_MEMBERS) {
        gaps.add('group', address, TOO_MANY);
        return undefined;
      }
      progress(
        `Reading groups: ${Object.keys(taken).length} groups, ${members.toLocaleString('en')} members so far`,
      );
      token = look.value.next;
    } while (token !== undefined);
    return pages;
  }

  async function take(address: Email): Promise<void> {
    if (begun.has(address)) return;
    begun.add(address);
    if (begun.size > MOST_GROUPS) return gaps.add('group', address, TOO_MANY);
    const { look } = await scope.get(looks.groupName(address));
    if (!look.ok) {
      if (look.problem.kind === 'not-found') taken[address] = { members: [], absent: true };
      else gaps.add('group', address, look.problem);
      return;
    }
    const [info, pages] = await Promise.all([
      scope.get(looks.group(look.value)),
      pagesOf(address, look.value),
    ]);
    // Half a list is none: a group whose members were not all read is not taken for a smaller one.
    if (pages === undefined) return;
    const untyped = pages.flatMap((page) => page.untyped);
    const kinds = await Promise.all(
      untyped.map(async (one) =>
        (await scope.get(looks.groupName(one))).look.ok ? ('group' as const) : ('user' as const),
      ),
    );
    const nested = [
      ...pages.flatMap((page) => page.groups),
      ...pages.flatMap((page) => page.ending.filter((one) => one.isGroup).map((one) => one.address)),
      ...untyped.filter((_, at) => kinds[at] === 'group'),
    ];
    const found: Member[] = [
      ...pages.flatMap((page) => page.members),
      ...pages.flatMap((page) => page.groups.map((one) => `group:${one}`)),
      ...pages.flatMap((page) =>
        page.ending.map((one) => ({
          member: one.isGroup ? `group:${one.address}` : memberAt(one.address),
          until: one.at,
        })),
      ),
      ...untyped.map((one, at) => (kinds[at] === 'group' ? `group:${one}` : memberAt(one))),
    ];
    const unlisted = pages.reduce((sum, page) => sum + page.unlisted, 0);
    const dynamic = info.look.ok ? info.look.value.dynamic : undefined;
    taken[address] = defined({
      members: found.sort(byName),
      updating: dynamic && dynamic.status !== 'UP_TO_DATE' ? true : undefined,
      unlisted: unlisted === 0 ? undefined : unlisted,
    });
    await Promise.all(nested.map(take));
  }

  await Promise.all([...seeds].map(take));
  return taken;
}
