/** How the answer moves when an organisation is changed a little: what cannot matter does not, and what can moves one way only. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WhyReport } from '../../src/diagnosis/report.js';
import { seededPicker } from '../support/seeded.js';
import { binding, blindness, organisation, rule } from './organisations/arbitrary.js';
import { ask } from './organisations/ask.js';
import {
  ALIAS,
  containers,
  GROUPS,
  iapNodes,
  type RawBinding,
  type RawGroup,
  type RawOrganisation,
  type RawRule,
} from './organisations/model.js';
import { runs, WALK_MS } from './organisations/runs.js';

const RUNS = 300;
const WEB = 'roles/iap.httpsResourceAccessor';
/** Anything that picks places and orders; fast-check may shrink it. */
const chance = fc.integer().map(seededPicker);
const said = ({ verdict, cause }: WhyReport): string => `${verdict} (${cause?.code ?? '-'})`;
const ways = ({ grants }: WhyReport): string[] => grants.map((grant) => JSON.stringify(grant)).sort();
const nodesOf = (raw: RawOrganisation): readonly string[] => [...iapNodes(raw.place), ...containers(raw)];

const withBinding = (raw: RawOrganisation, node: string, added: RawBinding): RawOrganisation => ({
  ...raw,
  policies: { ...raw.policies, [node]: [...(raw.policies[node] ?? []), added] },
});
const withRule = (raw: RawOrganisation, node: string, added: RawRule): RawOrganisation => ({
  ...raw,
  deny: { ...raw.deny, [node]: [...(raw.deny[node] ?? []), added] },
});

async function holds<T extends unknown[]>(
  property: fc.IAsyncPropertyWithHooks<T>,
  seed: number,
): Promise<void> {
  await fc.assert(property, runs(RUNS, seed));
}

describe('an organisation that is changed', () => {
  it(
    'answers the same when somebody else is granted, and when somebody else joins a group',
    async () => {
      await holds(
        fc.asyncProperty(organisation, chance, async (raw, pick) => {
          const role = pick.one([WEB, 'roles/storage.objectViewer', 'roles/compute.viewer']);
          const other = { role, members: ['user:zed@elsewhere.test'], condition: undefined };
          const group = pick.one(GROUPS);
          const { members = [], updating = false } = raw.groups[group] ?? {};
          const joined: RawGroup = {
            updating,
            members: [...members, { email: 'zed@acme.test', state: 'counts' }],
          };
          const changed = {
            ...withBinding(raw, pick.one(nodesOf(raw)), other),
            groups: { ...raw.groups, [group]: joined },
          };
          const [before, after] = await Promise.all([ask(raw), ask(changed)]);
          expect(said(after)).toBe(said(before));
          expect(ways(after)).toEqual(ways(before));
        }),
        31,
      );
    },
    WALK_MS,
  );

  it(
    'keeps letting in whom it let in when a grant is added',
    async () => {
      let open = 0;
      await holds(
        fc.asyncProperty(organisation, binding, chance, async (raw, added, pick) => {
          const before = await ask(raw);
          if (before.verdict !== 'allowed') return;
          open += 1;
          expect(said(await ask(withBinding(raw, pick.one(nodesOf(raw)), added)))).toBe('allowed (-)');
        }),
        32,
      );
      expect(open).toBeGreaterThan(20);
    },
    WALK_MS,
  );

  it(
    'keeps refusing whom it refused when a deny rule is added',
    async () => {
      let shut = 0;
      await holds(
        fc.asyncProperty(organisation, rule, chance, async (raw, added, pick) => {
          const [before, after] = await Promise.all([
            ask(raw),
            ask(withRule(raw, pick.one(containers(raw)), added)),
          ]);
          if (before.verdict === 'denied') shut += 1;
          if (before.verdict !== 'allowed') expect(after.verdict, said(before)).not.toBe('allowed');
          if (before.verdict === 'denied') expect(after.verdict, said(before)).toBe('denied');
        }),
        33,
      );
      expect(shut).toBeGreaterThan(20);
    },
    WALK_MS,
  );

  it(
    'never turns from allowed to denied or back when a part of it can no longer be seen',
    async () => {
      await holds(
        fc.asyncProperty(organisation, blindness, async (raw, blind) => {
          const [before, after] = await Promise.all([ask(raw), ask(raw, blind)]);
          // Where everybody may be let in without an account, a suspended one is told of all the same.
          fc.pre(!raw.suspended);
          const move = `${said(before)} became ${said(after)}`;
          if (before.verdict === 'allowed') expect(after.verdict, move).not.toBe('denied');
          else expect(after.verdict, move).not.toBe('allowed');
        }),
        34,
      );
    },
    WALK_MS,
  );

  it(
    'answers for another name as it answered for the first, when two people change places everywhere',
    async () => {
      const swapped = (raw: RawOrganisation): RawOrganisation =>
        JSON.parse(
          JSON.stringify(raw, (_key, value: unknown) => (value === undefined ? null : value)).replace(
            /\b(maya|bob)@/gi,
            (_, name: string) => `${name.toLowerCase() === 'maya' ? 'bob' : 'maya'}@`,
          ),
          (_key, value: unknown) => value ?? undefined,
        ) as RawOrganisation;
      await holds(
        fc.asyncProperty(organisation, async (raw) => {
          const text = JSON.stringify(raw);
          // An alias is Maya's alone, and a boundary's condition may name her.
          fc.pre(!text.includes(ALIAS) && !text.includes('subjectMaya'));
          const [before, after] = await Promise.all([ask(raw), ask(swapped(raw))]);
          expect(said(after)).toBe(said(before));
          expect(after.grants.length).toBe(before.grants.length);
        }),
        35,
      );
    },
    WALK_MS,
  );

  it(
    'does not depend on the order in which anything is written',
    async () => {
      const mixed = (
        raw: RawOrganisation,
        { shuffled }: ReturnType<typeof seededPicker>,
      ): RawOrganisation => {
        const each = <T, U>(
          record: Readonly<Record<string, T>>,
          change: (value: T) => U,
        ): Record<string, U> =>
          Object.fromEntries(shuffled(Object.entries(record)).map(([key, value]) => [key, change(value)]));
        return {
          ...raw,
          policies: each(raw.policies, (list) =>
            shuffled(list).map((one) => ({ ...one, members: shuffled(one.members) })),
          ),
          deny: each(raw.deny, (list) =>
            shuffled(list).map((one) => ({
              ...one,
              denied: shuffled(one.denied),
              excepted: shuffled(one.excepted),
              permissions: shuffled(one.permissions),
            })),
          ),
          boundaries: shuffled(raw.boundaries),
          groups: each(raw.groups, (one) => ({ ...one, members: shuffled(one.members) })),
        };
      };
      await holds(
        fc.asyncProperty(organisation, chance, async (raw, pick) => {
          const [before, after] = await Promise.all([ask(raw), ask(mixed(raw, pick))]);
          expect(said(after)).toBe(said(before));
          expect(new Set(after.also.map(({ code }) => code))).toEqual(
            new Set(before.also.map(({ code }) => code)),
          );
        }),
        36,
      );
    },
    WALK_MS,
  );
});
