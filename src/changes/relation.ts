/** Whether a change explains a refusal: what lies between the last time it worked and the first time it did not. Pure. */
import type { ChangeKind } from './change.js';

const MINUTE = 60_000;

/** IAM "Access change propagation": policies typically 2 minutes, sometimes 7 or more; groups minutes, sometimes hours. */
export function propagationMs(kind: ChangeKind | string): number {
  return kind === 'group-membership' || kind === 'group' ? 180 * MINUTE : 7 * MINUTE;
}

export type Relation = 'cause' | 'coincidence' | 'unrelated';

/** The first refusal after the last time somebody was let in, both RFC 3339. */
export interface Refusal {
  readonly lastGrant: string | undefined;
  readonly first: string;
}

/** Whether the change took access away: for certain, not, or not to be told. */
export type Takes = 'yes' | 'no' | 'maybe';

/**
 * What came after the refusal, or had spread before access last worked, has nothing to do with it. In between, what
 * took access away is the cause; anything else is there by coincidence (`contract.md` §7.18).
 */
export function relationOf(
  change: { readonly at: string; readonly kind: string },
  takes: Takes,
  { lastGrant, first }: Refusal,
): Relation {
  const at = Date.parse(change.at);
  if (at > Date.parse(first)) return 'unrelated';
  if (lastGrant !== undefined && at + propagationMs(change.kind) < Date.parse(lastGrant)) return 'unrelated';
  return takes === 'yes' ? 'cause' : 'coincidence';
}

/** A decision of IAP, as far as it matters here. */
export interface Decided {
  readonly at: string;
  readonly granted: boolean;
}

/** The first refusal after the last grant; nothing where there is none. The order of the decisions does not matter. */
export function refusalAmong(decisions: readonly Decided[]): Refusal | undefined {
  const time = (decision: Decided): number => Date.parse(decision.at);
  const granted = decisions.filter((one) => one.granted).sort((a, b) => time(b) - time(a))[0];
  const [first] = decisions
    .filter((one) => !one.granted && (granted === undefined || time(one) > time(granted)))
    .sort((a, b) => time(a) - time(b));
  return first === undefined ? undefined : { lastGrant: granted?.at, first: first.at };
}

/**
 * The refusal without a name that a change may explain: the first one after it, and after the last grant. One before the
 * change was somebody else's, or another matter. `nameless` are moments, oldest first.
 */
export function namelessAfter(
  at: string,
  nameless: readonly string[],
  lastGrant: string | undefined,
): Refusal | undefined {
  const since = Math.max(Date.parse(at), lastGrant === undefined ? 0 : Date.parse(lastGrant));
  const first = nameless.find((one) => Date.parse(one) >= since);
  return first === undefined ? undefined : { lastGrant, first };
}
