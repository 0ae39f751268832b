/** A policy decision against casbin's on the same company, and what a company ten thousand times as large adds to one of ours. */
import { type Enforcer, newEnforcer, newModelFromString, StringAdapter } from 'casbin';
import { evaluateAllow } from '../src/policy/allow.js';
import { evaluateBoundary } from '../src/policy/boundary.js';
import { decide } from '../src/policy/decide.js';
import { evaluateDeny } from '../src/policy/deny.js';
import type { DenyPolicy, PolicyNode } from '../src/policy/types.js';
import {
  ACCESSOR,
  container,
  denyRule,
  identity,
  isIn,
  isOut,
  known,
  node,
  question,
  WEB,
} from '../test/policy/kit.js';
import { hold, median, sized, tell } from './ratios.js';

const SIZES = [10, 1_000, sized(100_000, 5_000)];
const DECISIONS = sized(2_000, 200);
const RUNS = sized(7, 2);
const TEAMS = 10;
const SERVICES = 5;
const BARRED = 'contractors@acme.test';

const personOf = (n: number): string => `p${n}@acme.test`;
const teamOf = (n: number): string => `team${n}@acme.test`;

/** Everybody is in one team, every tenth among the contractors too, who may go nowhere; a service lets two teams in. */
interface Company {
  readonly size: number;
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
}

function companyOf(size: number): Company {
  const members = new Map<string, Set<string>>([[BARRED, new Set()]]);
  for (let team = 0; team < TEAMS; team += 1) members.set(teamOf(team), new Set());
  for (let n = 0; n < size; n += 1) {
    members.get(teamOf(n % TEAMS))?.add(personOf(n));
    if (n % 10 === 3) members.get(BARRED)?.add(personOf(n));
  }
  return { size, members };
}

interface Asked {
  readonly who: string;
  readonly service: number;
}

/** People from all over the company, one in eleven of whom is not in it. */
const askedOf = ({ size }: Company): readonly Asked[] =>
  Array.from({ length: DECISIONS }, (_, i) => ({
    who: i % 11 === 0 ? `stranger${i}@acme.test` : personOf((i * 7_919) % size),
    service: i % SERVICES,
  }));

type Decide = (asked: Asked) => boolean;

/** As the product decides: allow, deny and boundary, each with its explanation. */
function oursOf({ members }: Company, nodesOf: (service: number) => readonly PolicyNode[]): Decide {
  const services = Array.from({ length: SERVICES }, (_, service) => nodesOf(service));
  const barred: DenyPolicy = {
    name: 'policies/contractors',
    displayName: undefined,
    rules: [denyRule({ deniedPrincipals: [`principalSet://goog/group/${BARRED}`] })],
  };
  const deny = [{ name: 'organizations/7', policies: known([barred]) }];
  const place = {
    containers: ['projects/111', 'organizations/7'].map(container),
    complete: known(true as const),
  };
  return ({ who, service }) => {
    const self = {
      ...identity({ who }),
      inGroup: (group: string) => (members.get(group)?.has(who) ? isIn(who, group) : isOut()),
    };
    const asked = question(services[service] ?? [], { identity: self });
    const allowed = evaluateAllow(asked);
    const denied = evaluateDeny({ nodes: deny, permission: WEB, identity: self, tags: known([]) });
    const bounded = evaluateBoundary({ sources: [], policy: () => undefined, identity: self, place });
    return decide(allowed, denied, bounded).truth === 'true';
  };
}

/** The service's own policy, and those of its project and organisation, which grant other things. */
const byTeams = (service: number): readonly PolicyNode[] => [
  node(`projects/111/iap_web/compute/services/${service}`, [
    ACCESSOR,
    [`group:${teamOf(service)}`, `group:${teamOf(service + SERVICES)}`],
  ]),
  node('projects/111', ['roles/viewer', `group:${teamOf(1)}`]),
  node('organizations/7', ['roles/browser', 'domain:acme.test']),
];

/** The same people, each written into the policy by address. */
const byName =
  ({ size }: Company) =>
  (service: number): readonly PolicyNode[] => {
    const people = Array.from({ length: size }, (_, n) => n).filter((n) => n % SERVICES === service);
    return [
      node(`projects/111/iap_web/compute/services/${service}`, [
        ACCESSOR,
        people.map((n) => `user:${personOf(n)}`),
      ]),
    ];
  };

/** Source of the model: casbin's own example of RBAC with deny. */
const MODEL = `
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act, eft
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = g(r.sub, p.sub) && r.obj == p.obj && r.act == p.act
`;

async function casbinOf({ members }: Company): Promise<Decide> {
  const lines: string[] = [];
  for (let service = 0; service < SERVICES; service += 1) {
    for (const team of [service, service + SERVICES])
      lines.push(`p, ${teamOf(team)}, service${service}, access, allow`);
    lines.push(`p, ${BARRED}, service${service}, access, deny`);
  }
  for (const [group, people] of members) for (const who of people) lines.push(`g, ${who}, ${group}`);
  const enforcer: Enforcer = await newEnforcer(
    newModelFromString(MODEL),
    new StringAdapter(lines.join('\n')),
  );
  return ({ who, service }) => enforcer.enforceSync(who, `service${service}`, 'access');
}

interface Timed {
  readonly us: number;
  readonly decisions: readonly boolean[];
}

function timed(decideOne: Decide, asked: readonly Asked[]): Timed {
  const begun = performance.now();
  const decisions = asked.map(decideOne);
  return { us: ((performance.now() - begun) * 1_000) / asked.length, decisions };
}

const of = `${DECISIONS} decisions`;
const grown: { readonly groups: number[]; readonly names: number[] }[] = [];
for (const size of SIZES) {
  const company = companyOf(size);
  const asked = askedOf(company);
  const [ours, named, casbin] = [
    oursOf(company, byTeams),
    oursOf(company, byName(company)),
    await casbinOf(company),
  ];
  // Everything is arranged and compiled before anything is measured.
  const answers = [ours, named, casbin].map((one) => timed(one, asked).decisions);
  const same = answers.every((one) => one.every((yes, i) => yes === answers[0]?.[i]));
  const yes = answers[0]?.filter((one) => one).length ?? 0;
  hold(
    `${size} members: the three decide alike, ${yes} yes and ${DECISIONS - yes} no`,
    same && yes > 0 && yes < DECISIONS,
  );
  const ratios: number[] = [];
  const times = { groups: [] as number[], names: [] as number[] };
  for (let run = 0; run < RUNS; run += 1) {
    const theirs = timed(casbin, asked).us;
    const own = timed(ours, asked).us;
    times.groups.push(own);
    times.names.push(timed(named, asked).us);
    ratios.push(own / theirs);
  }
  grown.push(times);
  tell({
    what: `a decision with its reasons / of casbin, ${size} members in groups`,
    runs: ratios,
    of,
    atMost: 3,
  });
}
const [small, , large] = grown;
for (const [how, what] of [
  ['groups', 'in groups'],
  ['names', 'in the policy'],
] as const) {
  const base = median(small?.[how] ?? []);
  const runs = (large?.[how] ?? []).map((us) => us / base);
  tell({ what: `a decision with ${SIZES[2]} members ${what} / with ${SIZES[0]}`, runs, of, atMost: 4 });
}
