/** What differs between two snapshots, each difference in words: the one file is what was reviewed, the other what is. Pure. */
import type { ChangeKind } from '../changes/change.js';
import { parseIapResource } from '../names/index.js';
import { compareGroups } from './compare-groups.js';
import { comparePolicies } from './compare-policy.js';
import { type Difference, namesOf, same, some } from './difference.js';
import type { Snapshot, SnapshotBehind, SnapshotDenyRule, SnapshotPolicy, SnapshotProject } from './model.js';
import { underOneName } from './one-name.js';

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Parts that one side could not read: nothing can be said of them. */
  readonly unseen: readonly {
    readonly what: string;
    readonly side: 'before' | 'now';
    readonly why: string;
  }[];
}

/** Compares what both sides read. A part that either could not read is no difference, and is named. */
export function compare(then: Snapshot, given: Snapshot): Comparison {
  const [before, now] = underOneName(then, given);
  const unseen = [
    ...Object.entries(before.unread).map(([what, why]) => ({ what, side: 'before' as const, why })),
    ...Object.entries(now.unread)
      .filter(([what]) => !(what in before.unread))
      .map(([what, why]) => ({ what, side: 'now' as const, why })),
  ];
  const hidden = new Set(unseen.map(({ what }) => what));
  const seen = (part: string, name: string): boolean => !hidden.has(`${part} ${name}`);
  const anyOf = (pattern: RegExp): boolean => unseen.some(({ what }) => pattern.test(what));
  return {
    differences: [
      ...services(before, now, seen, !anyOf(UNLISTED)),
      ...cloudRun(before, now, seen),
      ...policies(before, now, seen),
      ...compareGroups(before.groups, now.groups, (group) => seen('group', group)),
      ...entries(before.settings, now.settings, 'iap-settings', 'settings', seen, 'The IAP settings of'),
      ...deny(before, now, seen),
      // Without the organisation it is not known which sets could be bound.
      ...(anyOf(/^(?:boundaries|organization) /) ? [] : boundaries(before, now)),
      ...(anyOf(/^levels /) ? [] : levels(before, now)),
      ...entries(...stillNamed(before, now, 'roles'), 'custom-role', 'role', seen, 'The custom role'),
      ...projects(before, now, seen),
    ],
    unseen,
  };
}

type Seen = (part: string, name: string) => boolean;

/** A list in which services are found; without it a service that is missing may only be out of sight. */
const UNLISTED = /^hierarchy \w+ of /;

const levels = (before: Snapshot, now: Snapshot): readonly Difference[] =>
  entries(...stillNamed(before, now, 'levels'), 'access-level', 'levels', () => true, 'The access level');

/**
 * Roles and levels are held because something names them: one that only one side holds is a difference of its own only
 * where both sides name it. Otherwise the binding that came or went is the difference.
 */
function stillNamed<K extends 'levels' | 'roles'>(
  before: Snapshot,
  now: Snapshot,
  part: K,
): [Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>] {
  const [old, is] = [before, now].map((one) =>
    JSON.stringify([one.policies, one.deny, Object.values(one.levels)]),
  );
  const both = namesOf(before[part], now[part]).filter((name) => {
    // As a whole name: `levels/corp` is not named by `levels/corp_device`.
    const whole = new RegExp(`${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`);
    return [old, is].every((text) => text !== undefined && whole.test(text));
  });
  const kept = (one: Snapshot): Readonly<Record<string, unknown>> =>
    Object.fromEntries(both.flatMap((name) => (name in one[part] ? [[name, one[part][name]]] : [])));
  return [kept(before), kept(now)];
}

const difference = (
  action: Difference['action'],
  kind: ChangeKind,
  resource: string,
  text: string,
): Difference => ({ action, kind, resource, deltas: [], text });

/** `oauthClient: a → b, allowHttpOptions: not set → true`. */
function fieldWords(old: unknown, now: unknown): string {
  const asMap = (value: unknown): Readonly<Record<string, unknown>> =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  const [was, is] = [asMap(old), asMap(now)];
  const shown = (value: unknown): string =>
    value === undefined ? 'not set' : typeof value === 'string' ? value : JSON.stringify(value);
  return namesOf(was, is)
    .filter((field) => !same(was[field], is[field]))
    .map((field) => `${field}: ${shown(was[field])} \u2192 ${shown(is[field])}`)
    .join('; ');
}

/** Named things that are compared field by field. */
function entries(
  before: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
  kind: ChangeKind,
  part: string,
  seen: Seen,
  what: string,
): readonly Difference[] {
  return namesOf(before, now).flatMap((name): readonly Difference[] => {
    const [old, is] = [before[name], now[name]];
    if (same(old, is) || !seen(part, name)) return [];
    if (old === undefined) return [difference('added', kind, name, `${what} ${name}: ${added(is)}.`)];
    if (is === undefined) return [difference('removed', kind, name, `${what} ${name} ${gone(kind)}.`)];
    return [difference('changed', kind, name, `${what} ${name} changed: ${fieldWords(old, is)}.`)];
  });
}

const added = (value: unknown): string => `set now: ${fieldWords({}, value)}`;
const gone = (kind: ChangeKind): string =>
  kind === 'iap-settings' ? 'are no longer set' : 'is no longer there, though policies still name it';

function services(before: Snapshot, now: Snapshot, seen: Seen, listed: boolean): readonly Difference[] {
  return namesOf(before.services, now.services).flatMap((name): readonly Difference[] => {
    const [old, is] = [before.services[name], now.services[name]];
    if (!listed && (!old || !is)) return [];
    if (!old && is)
      return [difference('added', 'other', is.resource, `There is a service ${name} now (${is.resource}).`)];
    if (old && !is)
      return [
        difference(
          'removed',
          'other',
          old.resource,
          `The service ${name} is no longer known (${old.resource}).`,
        ),
      ];
    if (!old || !is) return [];
    const moved =
      old.resource === is.resource
        ? []
        : [
            difference(
              'changed',
              'other',
              is.resource,
              `${name} is ${is.resource} now; before it was ${old.resource}. Its access policy does not move with it.`,
            ),
          ];
    const [oldBehind, nowBehind] = [old, is].map((one) => readParts(one.behind, is.resource, seen));
    if (!seen('behind', is.resource) || same(oldBehind, nowBehind)) return moved;
    const [was, stands] = [oldBehind?.iap, nowBehind?.iap];
    const text =
      was !== stands
        ? `IAP is ${stands ?? 'unknown'} at ${name}; before it was ${was ?? 'unknown'}.`
        : `What stands behind ${name} changed: ${fieldWords(oldBehind, nowBehind)}.`;
    return [...moved, difference('changed', 'iap-switch', is.resource, text)];
  });
}

/** What both sides read of what stands behind a service: an unread list is not an empty one. */
function readParts(
  behind: SnapshotBehind | undefined,
  name: string,
  seen: Seen,
): Partial<SnapshotBehind> | undefined {
  if (!behind) return undefined;
  const { invokers, leadsTo, ...rest } = behind;
  return {
    ...rest,
    ...(invokers && seen('behind', `${name} invokers`) ? { invokers } : {}),
    ...(leadsTo
      ? { leadsTo: leadsTo.map((lead) => (seen('behind', lead.group) ? lead : { group: lead.group })) }
      : {}),
  };
}

/**
 * Cloud Run services behind load balancers: whoever may invoke one, and from where, may go round IAP. One that only one
 * side holds came or went with the backend that leads to it, which is told there.
 */
function cloudRun(before: Snapshot, now: Snapshot, seen: Seen): readonly Difference[] {
  const [was, is] = [before.cloudRun ?? {}, now.cloudRun ?? {}];
  // One that is a known service by itself is told as that service.
  const known = new Set(
    Object.values(now.services).flatMap(({ behind }) =>
      behind?.kind === 'run' ? [`${behind.region ?? ''} ${behind.id}`] : [],
    ),
  );
  const both = namesOf(was, is).filter((name) => {
    const own = is[name];
    return was[name] && own && !known.has(`${own.region ?? ''} ${own.id}`);
  });
  const kept = (from: typeof was) =>
    Object.fromEntries(both.map((name) => [name, readParts(from[name], name, seen)]));
  return entries(kept(was), kept(is), 'iap-switch', 'behind', seen, 'The Cloud Run service');
}

const EMPTY: SnapshotPolicy = { bindings: [] };

function policies(before: Snapshot, now: Snapshot, seen: Seen): readonly Difference[] {
  return namesOf(before.policies, now.policies).flatMap((node) => {
    const [old, is] = [before.policies[node], now.policies[node]];
    // A node that only one side has belongs to a service that only one side knows.
    if (!seen('policy', node) || (!old && !is) || !old !== !is) return [];
    const kind = parseIapResource(node) ? 'iap-policy' : 'iam-policy';
    return comparePolicies(node, kind, old ?? EMPTY, is ?? EMPTY);
  });
}

/** `denies accessViaIAP to eng@, except for sre@`. */
const ruleWords = ({ denied, except = [], permissions, condition }: SnapshotDenyRule): string =>
  `${some(permissions.map((one) => one.slice(one.lastIndexOf('/') + 1)))} to ${some(denied)}${except.length > 0 ? `, except for ${some(except)}` : ''}${condition ? ` if ${condition.expression}` : ''}`;

/** `new-deny on projects/1`: the last part of Google's long name. */
const denyName = (policy: string, node: string): string =>
  `${policy.slice(policy.lastIndexOf('/') + 1)} on ${node}`;

function denyText(
  policy: string,
  node: string,
  old: SnapshotDenyRule[] | undefined,
  is: SnapshotDenyRule[] | undefined,
): string {
  const name = `The deny policy ${denyName(policy, node)}`;
  const rules = (all: SnapshotDenyRule[]): string => all.map(ruleWords).join('; and ');
  if (!old) return `${name} is new: it denies ${rules(is ?? [])}.`;
  if (!is) return `${name} is gone: it denied ${rules(old)}.`;
  return `${name} denies ${rules(is)} now; before it denied ${rules(old)}.`;
}

function deny(before: Snapshot, now: Snapshot, seen: Seen): readonly Difference[] {
  return namesOf(before.deny, now.deny).flatMap((node) => {
    if (!seen('deny', node)) return [];
    const [was, is] = [before.deny[node] ?? {}, now.deny[node] ?? {}];
    return namesOf(was, is).flatMap((policy): readonly Difference[] => {
      if (same(was[policy], is[policy])) return [];
      const action = !was[policy] ? 'added' : !is[policy] ? 'removed' : 'changed';
      return [difference(action, 'deny-policy', policy, denyText(policy, node, was[policy], is[policy]))];
    });
  });
}

function boundaries(before: Snapshot, now: Snapshot): readonly Difference[] {
  const bound = (one: Snapshot['boundaries']['bindings'][number]): string =>
    `${one.policy} ${one.target} ${one.condition?.expression ?? ''}`;
  const [was, is] = [before, now].map(
    ({ boundaries: { bindings } }) => new Map(bindings.map((one) => [bound(one), one])),
  );
  return [
    ...entries(
      before.boundaries.policies,
      now.boundaries.policies,
      'boundary',
      'boundaries',
      () => true,
      'The principal access boundary',
    ),
    ...[...(is ?? [])]
      .filter(([key]) => !was?.has(key))
      .map(([, one]) =>
        difference('added', 'boundary', one.policy, `The boundary ${one.policy} binds ${one.target} now.`),
      ),
    ...[...(was ?? [])]
      .filter(([key]) => !is?.has(key))
      .map(([, one]) =>
        difference(
          'removed',
          'boundary',
          one.policy,
          `The boundary ${one.policy} no longer binds ${one.target}.`,
        ),
      ),
  ];
}

function projects(before: Snapshot, now: Snapshot, seen: Seen): readonly Difference[] {
  return namesOf(before.projects, now.projects).flatMap((name): readonly Difference[] => {
    const [old, is] = [before.projects[name], now.projects[name]];
    if (!old || !is) return [];
    const read = ({ number, id, above, tags }: SnapshotProject): SnapshotProject => ({
      ...(seen('hierarchy', `${name} itself`) ? { number, id } : {}),
      ...(seen('hierarchy', name) ? { above } : {}),
      ...(seen('tags', name) ? { tags } : {}),
    });
    const [was, stands] = [read(old), read(is)];
    if (same(was, stands)) return [];
    return [difference('changed', 'other', name, `${name} changed: ${fieldWords(was, stands)}.`)];
  });
}
