/** One change told by two entries: start and end of a long-running operation, and a membership in both log families. */
import type { Run } from './bulk.js';
import type { Change } from './change.js';

/** A change that is being put together from its entries. */
export interface Line {
  change: Change;
  /** How many log entries tell of it. */
  entries: number;
  /** False: it carries a whole policy, and nothing to compare it with was found. */
  compared: boolean;
  /** The run of memberships it belongs to. */
  run?: Run;
}

function count(line: Line): void {
  line.entries += 1;
  if (line.run) line.run.entries += 1;
}

/** How far apart the two log families may tell of one membership: the Admin console's come late. */
const SAME_MEMBERSHIP_MS = 15 * 60_000;
const MOST_PENDING = 1_000;

/** A map that forgets what is oldest, so that a long log costs no more memory than a short one: between one and two sizes are kept. */
export class Recent<V> {
  private young = new Map<string, V>();
  private old = new Map<string, V>();
  private readonly size: number;

  constructor(size = MOST_PENDING) {
    this.size = size;
  }

  get(key: string): V | undefined {
    return this.young.get(key) ?? this.old.get(key);
  }

  set(key: string, value: V): void {
    if (this.young.size >= this.size && !this.young.has(key)) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, value);
    this.old.delete(key);
  }

  delete(key: string): void {
    this.young.delete(key);
    this.old.delete(key);
  }

  values(): readonly V[] {
    return [...this.old.values(), ...this.young.values()];
  }
}

/** Two parts of one operation as one change: what either of them lacks the other has. */
function joined(one: Change, other: Change): Change {
  const parts = [one, other];
  const withContent = parts.find(({ touched }) => hasContent(touched)) ?? one;
  const says = withContent.says ?? parts.find((part) => part.says !== undefined)?.says;
  return {
    ...withContent,
    actor: one.actor ?? other.actor,
    userAgent: one.userAgent ?? other.userAgent,
    says,
    touched: withContent.touched ?? one.touched ?? other.touched,
    deltas: one.deltas.length >= other.deltas.length ? one.deltas : other.deltas,
    // It is in force when it is done.
    at: Date.parse(one.at) >= Date.parse(other.at) ? one.at : other.at,
  };
}

function hasContent(touched: Change['touched']): boolean {
  switch (touched?.what) {
    case 'deny':
      return touched.rules !== undefined;
    case 'switch':
      return touched.enabled !== undefined;
    case 'role':
      return touched.after !== undefined;
    default:
      return touched !== undefined;
  }
}

/** Joins what two entries tell. */
export class Pairs {
  private readonly operations = new Recent<Line>();
  private readonly failed = new Recent<true>();
  private readonly memberships = new Recent<Line>();

  /** The operation came to nothing: its start is no change. */
  fail(operation: string): void {
    this.failed.set(operation, true);
  }

  /** Whether the operation of a change failed. */
  hasFailed({ operation }: Change): boolean {
    return operation !== undefined && this.failed.get(operation) !== undefined;
  }

  /** True when the change was joined to a line that is there already. */
  join(change: Change): boolean {
    return this.joinOperation(change) || this.joinMembership(change);
  }

  /** Notes a new line, for the entry that may still come. */
  note(line: Line): void {
    const { change } = line;
    if (change.operation !== undefined) this.operations.set(operationKey(change), line);
    const key = membershipKey(change);
    if (key !== undefined) this.memberships.set(key, line);
  }

  private joinOperation(change: Change): boolean {
    if (change.operation === undefined) return false;
    const line = this.operations.get(operationKey(change));
    if (!line) return false;
    line.change = joined(line.change, change);
    count(line);
    this.operations.delete(operationKey(change));
    return true;
  }

  private joinMembership(change: Change): boolean {
    const key = membershipKey(change);
    const line = key === undefined ? undefined : this.memberships.get(key);
    if (!line || key === undefined || line.change.service === change.service) return false;
    if (Math.abs(Date.parse(line.change.at) - Date.parse(change.at)) > SAME_MEMBERSHIP_MS) return false;
    // Cloud Identity's own entry says whether the member is a person, a group or a service account.
    const own = change.service === 'cloudidentity.googleapis.com' ? change : line.change;
    const earlier = Date.parse(change.at) < Date.parse(line.change.at) ? change.at : line.change.at;
    const actor = own.actor ?? line.change.actor ?? change.actor;
    const userAgent = own.userAgent ?? line.change.userAgent ?? change.userAgent;
    line.change = { ...own, at: earlier, actor, userAgent };
    count(line);
    this.memberships.delete(key);
    return true;
  }
}

const operationKey = (change: Change): string => `${change.operation ?? ''} ${change.kind}`;

function membershipKey({ kind, resource, deltas }: Change): string | undefined {
  if (kind !== 'group-membership' || deltas.length !== 1) return undefined;
  const [delta] = deltas;
  return `${resource} ${delta?.action} ${delta?.member.replace(/^\w+:/, '').toLowerCase()}`;
}
