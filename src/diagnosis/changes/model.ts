/** Who may do what at one moment, as far as it is known: policies, memberships and roles that can be taken back change by change. */
import type { Email } from '../../names/index.js';
import type { RoleView } from '../../policy/roles.js';
import type { AllowPolicy, DenyPolicy, Known } from '../../policy/types.js';
import type { GroupContent } from '../who/expand.js';

/** An address of a person, an account or a group, in lower case and without its type. */
export type Address = string;

export const addressOf = (member: string): Address =>
  member.replace(/^(?:user|group|serviceAccount):/, '').toLowerCase();

/** Who is in which group directly, both ways, and which groups could not be read in full. */
export class Circles {
  private readonly above = new Map<Address, Set<Address>>();
  private readonly below = new Map<Address, Set<Address>>();
  private readonly gaps = new Set<Address>();
  private readonly known = new Set<Address>();
  private closures = new Map<Address, ReadonlySet<Address>>();
  private doubtful: ReadonlySet<Address> | undefined;

  /** What was read of a group. */
  read(group: Email, content: GroupContent): void {
    this.known.add(group);
    for (const member of content.people) this.link(addressOf(member), group);
    for (const nested of content.groups) this.link(nested, group);
    if (content.gap || content.stale || content.untraced) this.gaps.add(group);
    this.forget();
  }

  /** Not everything below a group is known. */
  doubt(group: Address): void {
    this.gaps.add(group);
    this.forget();
  }

  link(member: Address, group: Address): void {
    put(this.above, member, group);
    put(this.below, group, member);
    this.forget();
  }

  unlink(member: Address, group: Address): boolean {
    const was = this.above.get(member)?.delete(group) ?? false;
    this.below.get(group)?.delete(member);
    this.forget();
    return was;
  }

  isGroup(address: Address): boolean {
    return this.known.has(address) || (this.below.get(address)?.size ?? 0) > 0;
  }

  /** Every group above an address, itself left out unless it lies on a circle. */
  groupsOf(address: Address): ReadonlySet<Address> {
    const before = this.closures.get(address);
    if (before) return before;
    const found = reach(address, this.above);
    this.closures.set(address, found);
    return found;
  }

  /** People and accounts below a group, however deep. */
  peopleIn(group: Address): readonly Address[] {
    return [...reach(group, this.below)].filter((address) => !this.isGroup(address));
  }

  /** Whether somebody may be in a group without being seen there. */
  isDoubtful(group: Address): boolean {
    if (!this.known.has(group)) return true;
    this.doubtful ??= new Set([...this.gaps].flatMap((gap) => [gap, ...reach(gap, this.above)]));
    return this.doubtful.has(group);
  }

  private forget(): void {
    if (this.closures.size > 0) this.closures = new Map();
    this.doubtful = undefined;
  }
}

function put(map: Map<Address, Set<Address>>, key: Address, value: Address): void {
  const known = map.get(key);
  if (known) known.add(value);
  else map.set(key, new Set([value]));
}

/** Breadth first over edges; circles are harmless. */
function reach(start: Address, edges: ReadonlyMap<Address, ReadonlySet<Address>>): ReadonlySet<Address> {
  const found = new Set<Address>();
  const queue = [start];
  for (let head = 0; head < queue.length; head += 1) {
    for (const next of edges.get(queue[head] ?? '') ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      queue.push(next);
    }
  }
  return found;
}

/** Everything that changes take back, step by step into the past. */
export interface Model {
  readonly circles: Circles;
  /** By the node's one name. */
  readonly policies: Map<string, Known<AllowPolicy>>;
  readonly deny: Map<string, Known<readonly DenyPolicy[]>>;
  readonly roles: Map<string, Known<RoleView>>;
  /** Addresses of accounts that could not sign in. */
  readonly disabled: Set<Address>;
  /** Addresses whose groups are all known, however little is known of the groups. */
  readonly conclusive: ReadonlySet<Address>;
}
