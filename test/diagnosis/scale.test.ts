/** Large organisations: ten times the policy, the groups or the members take about ten times the work, not a hundred times. */
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.js';
import type { WhyReport } from '../../src/diagnosis/report.js';
import type { Google, GroupName, Membership } from '../../src/google/ports.js';
import type { Email } from '../../src/names/index.js';
import { engineFor, questionOf } from './organisations/ask.js';
import { googleOf } from './organisations/google.js';
import {
  containers,
  iapNodes,
  MAYA,
  PROJECT,
  type RawBinding,
  type RawOrganisation,
} from './organisations/model.js';
import { found, groupName, no } from './organisations/stub.js';

const WEB = 'roles/iap.httpsResourceAccessor';
const PLACE = `${PROJECT}/iap_web/compute/services/222`;

/** How large an organisation is: members of each policy, folders above the project, groups, and members of each group. */
interface Size {
  readonly members: number;
  readonly folders: number;
  readonly groups: number;
  readonly people: number;
}

const email = (name: string): Email => `${name}@acme.test` as Email;

/** Policies at every level with people, groups and conditions, none of which means Maya unless `open` says so. */
function organisation({ members, folders, groups }: Size, open: boolean): RawOrganisation {
  const bindings: RawBinding[] = Array.from({ length: members / 10 }, (_, i) => ({
    role: WEB,
    members: [
      ...Array.from({ length: 9 }, (__, j) => `user:p${i}x${j}@acme.test`),
      `group:team${i % groups}@acme.test`,
    ],
    condition: i % 3 === 0 ? { is: 'atom', atom: 'past' } : undefined,
  }));
  const shell: RawOrganisation = {
    who: MAYA,
    suspended: false,
    folders,
    configured: true,
    place: PLACE,
    policies: {},
    deny: {},
    boundaries: [],
    boundaryPolicies: {},
    groups: {},
    tagged: false,
    partnerVisible: false,
    premium: true,
    listsEnded: false,
    given: { ip: undefined, path: undefined, deviceHeld: false },
  };
  const last = { role: WEB, members: [`group:${email('inner0')}`], condition: undefined };
  const nodes = [...iapNodes(PLACE), ...containers(shell)];
  const policies = Object.fromEntries(nodes.map((node) => [node, bindings]));
  return { ...shell, policies: open ? { ...policies, [PROJECT]: [...bindings, last] } : policies };
}

/** Maya is at the bottom of a chain of groups as long as `groups`; each has so many other members. */
function nested(google: Google, { groups, people }: Size): Google {
  const chain = Array.from({ length: groups }, (_, i) => email(`inner${i}`));
  const innermost = chain.at(-1) ?? email('inner0');
  const above = chain.map((group) => ({
    group: groupName(group),
    email: group,
    relation: group === innermost ? ('direct' as const) : ('indirect' as const),
  }));
  const edges = chain.map((parent, i) => ({ child: chain[i + 1] ?? (MAYA as Email), parent }));
  const crowd = Array.from(
    { length: people },
    (_, i): Membership => ({
      name: `groups/x/memberships/${i}`,
      member: email(`m${i}`),
      type: 'USER',
      roles: [{ name: 'MEMBER', expiresAt: undefined, restriction: undefined }],
    }),
  );
  return {
    ...google,
    groups: {
      ...google.groups,
      transitiveGroups: async () => found(above),
      membershipGraph: async () => found(edges),
      directGroups: async (member) =>
        found(
          member === MAYA
            ? [{ group: groupName(innermost), email: innermost, membership: 'groups/x/memberships/0' }]
            : [],
        ),
      lookup: async (group, { meter }) => {
        meter.count('cloudidentity');
        return found(groupName(group));
      },
      group: async (name: GroupName, { meter }) => {
        meter.count('cloudidentity');
        return found({
          name,
          email: email('g'),
          displayName: undefined,
          parent: 'customers/C0acme',
          dynamic: undefined,
        });
      },
      members: async (_name, { meter }) => {
        meter.count('cloudidentity');
        return found({ members: crowd, complete: true });
      },
      membership: async () => no('forbidden'),
    },
  };
}

async function why(size: Size, open: boolean): Promise<WhyReport> {
  const raw = organisation(size, open);
  const google = nested(googleOf(raw, {}), size);
  return diagnose(engineFor(), questionOf(raw, google), '7Q2MK4XD');
}

/** Milliseconds of this process's own work, the least of a few runs: the machine has other things to do. */
async function cpu(work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3; run += 1) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

const USUAL: Size = { members: 150, folders: 3, groups: 10, people: 100 };

/** One size grown by ten, the others as usual; the small one is large enough to be measured. */
const GROWTH: Readonly<Record<string, readonly [small: Size, large: Size]>> = {
  'members of every policy, 1,500 at the end': [
    { ...USUAL, folders: 10 },
    { ...USUAL, folders: 10, members: 1_500 },
  ],
  'groups, nested in one another': [
    { ...USUAL, members: 1_500, groups: 40 },
    { ...USUAL, members: 1_500, groups: 400 },
  ],
  'members of every group, 50,000 at the end': [
    { ...USUAL, people: 5_000 },
    { ...USUAL, people: 50_000 },
  ],
};

describe('why, in a large organisation', () => {
  it.each(Object.entries(GROWTH))(
    '%s: takes work in proportion',
    async (_what, [small, large]) => {
      for (const open of [true, false]) {
        const { verdict, cause } = await why(large, open);
        expect([verdict, cause?.code ?? null]).toEqual(open ? ['allowed', null] : ['denied', 'not-in-group']);
        await why(small, open);
        const ratio = (await cpu(() => why(large, open))) / (await cpu(() => why(small, open)));
        // A quadratic step would make it a hundred.
        expect(ratio).toBeLessThan(20);
      }
    },
    60_000,
  );

  it('asks Google no more often for a larger policy than for its first groups', async () => {
    const calls = async (members: number, groups: number) =>
      (await why({ ...USUAL, members, groups }, false)).cost.calls;
    const [few, many, most] = [await calls(500, 50), await calls(5_000, 500), await calls(15_000, 1_500)];
    expect(many).toBeLessThan(few * 5);
    expect(most).toBe(many);
  }, 60_000);

  it('answers through ten folders, with a way in at the top and nothing below it', async () => {
    const report = await why({ ...USUAL, folders: 10 }, true);
    expect(report.grants.map(({ node }) => node)).toEqual([PROJECT]);
    expect(report.cost.roundTrips).toBeLessThanOrEqual(3);
  });
});
