/** A snapshot opened for looking things up: projects under every name, groups with whom they hold, gaps as problems. */
import type { Api, Look, LookProblem, ProblemKind } from '../../google/ports.js';
import {
  type Container,
  containerName,
  type Email,
  type IapResource,
  iapName,
  parseEmail,
} from '../../names/index.js';
import { gapKey, type Part, type Snapshot, type SnapshotProject } from '../model.js';

export interface GroupMember {
  readonly email: Email;
  readonly kind: 'user' | 'serviceAccount' | 'group';
  readonly until: string | undefined;
}

export interface Book {
  readonly snapshot: Snapshot;
  /** The project as the snapshot names it. */
  readonly project: (
    project: Container,
  ) => { readonly name: string; readonly taken: SnapshotProject } | undefined;
  /** The name under which the snapshot keeps a node, whichever way its project was written. */
  readonly iapKey: (resource: IapResource) => string;
  readonly containerKey: (container: Container) => string;
  readonly members: (group: string) => readonly GroupMember[] | undefined;
  /** Groups that hold the address directly. */
  readonly holders: (address: string) => readonly Email[];
  /** Whether a policy or a group names the address. */
  readonly names: (address: string) => boolean;
  /** A part that the snapshot has, or has noted as unread, or does not know about. */
  readonly find: <T>(api: Api, part: Part, name: string, value: T | undefined) => Promise<Look<T>>;
  readonly give: <T>(value: T) => Promise<Look<T>>;
  readonly refuse: (api: Api, kind: ProblemKind, name: string, why: string) => Promise<Look<never>>;
}

const KINDS: ReadonlySet<string> = new Set<ProblemKind>([
  'forbidden',
  'not-found',
  'api-disabled',
  'edition',
  'throttled',
  'deadline',
  'unavailable',
  'malformed',
  'invalid',
  'not-held',
]);

const kindOf = (text: string | undefined): ProblemKind | undefined =>
  text !== undefined && KINDS.has(text) ? (text as ProblemKind) : undefined;

function membersOf(snapshot: Snapshot): ReadonlyMap<string, readonly GroupMember[]> {
  return new Map(
    Object.entries(snapshot.groups).map(([group, { members }]) => [
      group.toLowerCase(),
      members.flatMap((one): GroupMember[] => {
        const { member, until } = typeof one === 'string' ? { member: one, until: undefined } : one;
        const [kind, address = ''] = [
          member.slice(0, member.indexOf(':')),
          member.slice(member.indexOf(':') + 1),
        ];
        const email = parseEmail(address);
        if (!email || (kind !== 'user' && kind !== 'serviceAccount' && kind !== 'group')) return [];
        return [{ email, kind, until }];
      }),
    ]),
  );
}

/** Opens a snapshot. Looks at nothing but the snapshot itself. */
export function openBook(snapshot: Snapshot, now: number): Book {
  const projects = new Map(
    Object.entries(snapshot.projects).flatMap(([name, taken]) =>
      [name, ...[taken.number, taken.id].flatMap((id) => (id === undefined ? [] : [`projects/${id}`]))].map(
        (alias) => [alias, { name, taken }] as const,
      ),
    ),
  );
  const members = membersOf(snapshot);
  const holders = new Map<string, Email[]>();
  for (const [group, inside] of members) {
    const holder = parseEmail(group);
    if (!holder) continue;
    for (const { email, until } of inside) {
      // A membership that is over stays in the list and counts no more.
      if (until !== undefined && Date.parse(until) <= now) continue;
      const known = holders.get(email);
      if (known) known.push(holder);
      else holders.set(email, [holder]);
    }
  }
  const named = new Set([
    ...[...members.values()].flat().map(({ email }) => email.toLowerCase()),
    ...Object.values(snapshot.policies).flatMap(({ bindings }) =>
      bindings.flatMap((one) =>
        one.members.map((member) => member.slice(member.indexOf(':') + 1).toLowerCase()),
      ),
    ),
  ]);
  const project = (container: Container) => projects.get(containerName(container));
  const canonical = (container: Container): Container => {
    const known = container.kind === 'project' ? project(container)?.name : undefined;
    return known === undefined ? container : { kind: 'project', id: known.slice('projects/'.length) };
  };
  const problem = (api: Api, kind: ProblemKind, name: string, message: string): LookProblem => ({
    kind,
    api,
    resource: name,
    ...(kind === 'not-found' ? { status: 404 } : {}),
    message,
  });
  const given = async <T>(look: Look<T>): Promise<Look<T>> => look;
  return {
    snapshot,
    project,
    iapKey: (resource) => iapName({ ...resource, project: canonical(resource.project) }),
    containerKey: (container) => containerName(canonical(container)),
    members: (group) => members.get(group.toLowerCase()),
    names: (address) => named.has(address.toLowerCase()),
    holders: (address) => holders.get(address.toLowerCase()) ?? [],
    give: (value) => given({ ok: true, value }),
    refuse: (api, kind, name, why) => given({ ok: false, problem: problem(api, kind, name, why) }),
    find: (api, part, name, value) => {
      if (value !== undefined) return given({ ok: true, value });
      const noted = kindOf(snapshot.unread[gapKey(part, name)]);
      const why =
        noted === undefined
          ? 'The snapshot does not hold this.'
          : 'It could not be read when the snapshot was taken.';
      return given({ ok: false, problem: problem(api, noted ?? 'not-held', name, why) });
    },
  };
}
