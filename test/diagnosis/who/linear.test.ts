/** Ten times the people take about ten times the time, not a hundred times. */
import { describe, expect, it } from 'vitest';
import { boundsOf, judgeWith } from '../../../src/diagnosis/who/bound.js';
import { boundaries } from '../../../src/diagnosis/who/bounded.js';
import type { Kind } from '../../../src/diagnosis/who/circle.js';
import { decideAll } from '../../../src/diagnosis/who/decide.js';
import { denials } from '../../../src/diagnosis/who/denied.js';
import { unseenWays } from '../../../src/diagnosis/who/elsewhere.js';
import { expand, type GroupContent } from '../../../src/diagnosis/who/expand.js';
import { gather } from '../../../src/diagnosis/who/gather.js';
import { summarise } from '../../../src/diagnosis/who/summary.js';
import type { Email } from '../../../src/names/index.js';
import {
  ACCESSOR,
  conditionsOf,
  container,
  context,
  denyRule,
  email,
  identity,
  known,
  node,
  rolesOf,
  WEB,
} from '../../policy/kit.js';
import { content } from './worlds.js';

const ALL = email('all@acme.test');
const DENIED = email('denied@acme.test');

/** So many people in nested groups of a hundred, a tenth of them denied, all of them in three entries. */
function company(people: number): ReadonlyMap<Email, GroupContent> {
  const parts = Array.from({ length: people / 100 }, (_, i) => email(`part${i}@acme.test`));
  const groups = new Map<Email, GroupContent>([
    [ALL, content([], parts)],
    [DENIED, content(Array.from({ length: people / 10 }, (_, i) => `user:p${i * 10}@acme.test`))],
  ]);
  for (const [i, part] of parts.entries()) {
    // A chain through all of them as well, and back to the start: nesting is as deep as it is wide.
    const next = parts.slice(i + 1, i + 2);
    const own = Array.from({ length: 100 }, (_, j) => `user:p${i * 100 + j}@acme.test`);
    groups.set(part, content(own, next.length > 0 ? next : [ALL]));
  }
  return groups;
}

const conditions = conditionsOf();

function answer(groups: ReadonlyMap<Email, GroupContent>): number {
  const nodes = [
    node('projects/1/iap_web', [ACCESSOR, `group:${ALL}`], [ACCESSOR, `group:${ALL}`, 'unknown']),
    node('projects/1', [ACCESSOR, `group:${ALL}`], [ACCESSOR, 'domain:acme.test']),
  ];
  const bounds = boundsOf(nodes, WEB, rolesOf());
  const expansions = new Map([ALL, DENIED].map((group) => [group, expand(group, groups)]));
  const shared = context();
  const judge = judgeWith({ evaluate: conditions.evaluateCondition, contextFor: () => shared });
  const kind: Kind = { key: 'people', identity: identity() };
  const rule = denyRule({ deniedPrincipals: [`principalSet://goog/group/${DENIED}`] });
  const decided = decideAll(bounds.bounds, gather(bounds.bounds, expansions), {
    kindOf: () => kind,
    strangerOf: () => kind,
    judge,
    elsewhere: unseenWays(bounds, expansions, judge),
    denied: denials({
      nodes: [
        { name: 'projects/1', policies: known([{ name: 'p', displayName: undefined, rules: [rule] }]) },
      ],
      permission: WEB,
      tags: known([]),
      expansions,
      conditions,
    }),
    bounded: boundaries({
      boundaryOf: () => undefined,
      place: { containers: [container('projects/1')], complete: known(true as const) },
      organization: undefined,
      customer: undefined,
    }),
    disabled: () => undefined,
  });
  const gated = { gate: { state: 'policies', code: null, detail: null }, notes: [], blindSpots: [] } as const;
  const disabled = { why: new Map(), complete: true };
  const summary = summarise({ bound: bounds, decided, expansions, contents: groups, disabled, gated });
  return JSON.stringify(summary).length;
}

/** Milliseconds of this process's own work, the least of a few runs: the machine has other things to do. */
function cpu(work: () => void): number {
  const times = Array.from({ length: 3 }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

describe('a large company', () => {
  it('takes time in proportion to its people', () => {
    const small = company(5_000);
    const large = company(50_000);
    answer(small);
    const ratio = cpu(() => answer(large)) / cpu(() => answer(small));
    // Ten times the people; a quadratic step would make it a hundred.
    expect(ratio).toBeLessThan(30);
  }, 60_000);
});
