/** A few memberships changed in one go are one line to whoever reads; the report keeps them apart. Pure. */
import type { ListedChange, ServiceEffect } from '../../diagnosis/changes/report.js';
import { list } from '../words.js';

/** Lines of one go lie no further apart. */
const GAP_MS = 10 * 60_000;
const STRENGTH = ['cause', 'coincidence', 'unrelated'] as const;

function keyOf(change: ListedChange): string | undefined {
  const [delta, more] = change.deltas;
  if (change.kind !== 'group-membership' || change.run !== null || delta === undefined || more)
    return undefined;
  return JSON.stringify([change.actor, change.tool, change.resource, delta.action, delta.role]);
}

const address = (member: string): string => member.replace(/^\w+:/, '');
const union = (lists: readonly (readonly string[])[]): readonly string[] => [...new Set(lists.flat())];

function servicesOf(changes: readonly ListedChange[]): readonly ServiceEffect[] {
  const found = new Map<string, ServiceEffect>();
  for (const service of changes.flatMap(({ services }) => services)) {
    const known = found.get(service.name);
    const add = (field: 'gained' | 'lost' | 'narrowed' | 'widened'): number =>
      (known?.[field] ?? 0) + service[field];
    found.set(service.name, {
      name: service.name,
      gained: add('gained'),
      lost: add('lost'),
      narrowed: add('narrowed'),
      widened: add('widened'),
    });
  }
  return [...found.values()];
}

const DONE: Readonly<Record<string, readonly [string, string]>> = {
  remove: ['removed', 'from'],
  add: ['added', 'to'],
  change: ['changed the membership of', 'in'],
};

function joined(changes: readonly ListedChange[]): ListedChange | undefined {
  const first = changes.at(-1);
  const action = first?.deltas[0]?.action;
  if (!first || !action) return undefined;
  const lost = union(changes.map(({ effect }) => effect.lost));
  const gained = union(changes.map(({ effect }) => effect.gained));
  const members = changes.flatMap(({ deltas }) => deltas.map(({ member }) => address(member))).reverse();
  const [verb, word] = DONE[action] ?? ['changed', 'in'];
  const refusals = changes
    .filter(({ relation, refusedAt }) => relation === 'cause' && refusedAt !== null)
    .map(({ refusedAt }) => refusedAt ?? '');
  return {
    ...first,
    deltas: changes.flatMap(({ deltas }) => deltas),
    summary: `${first.actor} ${verb} ${list(members, 3)} ${word} ${first.resource.replace(/^groups\//, '')}.`,
    effect: {
      gained,
      lost,
      gainedCount: gained.length,
      lostCount: lost.length,
      complete: changes.every(({ effect }) => effect.complete),
    },
    relation: STRENGTH.find((one) => changes.some(({ relation }) => relation === one)) ?? null,
    refusedAt: refusals.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? first.refusedAt,
    services: servicesOf(changes),
    entries: changes.reduce((sum, { entries }) => sum + entries, 0),
  };
}

/** Changes newest first, those of one go as one. */
export function grouped(changes: readonly ListedChange[]): readonly ListedChange[] {
  const open = new Map<string, ListedChange[]>();
  const order: ListedChange[][] = [];
  for (const change of changes) {
    const key = keyOf(change);
    const known = key === undefined ? undefined : open.get(key);
    const last = known?.at(-1);
    if (known && last && Math.abs(Date.parse(last.at) - Date.parse(change.at)) <= GAP_MS) {
      known.push(change);
      continue;
    }
    const fresh = [change];
    order.push(fresh);
    if (key !== undefined) open.set(key, fresh);
  }
  return order.flatMap((group) => {
    const [only, more] = group;
    if (only && !more) return [only];
    return joined(group) ?? [];
  });
}
