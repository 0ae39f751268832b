/** Google's rules once more over the raw organisation, as plainly as they can be said, to hold the whole product against. */
import { both, either, inverse, meaningOf, type Value } from './conditions.js';
import { contains, isVisible } from './membership.js';
import {
  ACME,
  CI,
  type Cond,
  containers,
  customerOfDomain,
  domainOf,
  GHOST,
  homeOf,
  iapNodes,
  isTunnel,
  PARTNER,
  type RawBinding,
  type RawBoundary,
  type RawOrganisation,
  type RawRule,
  userBy,
  WORKFORCE,
} from './model.js';

export type Verdict = 'allowed' | 'denied' | 'unknown';

/** Gives a value to what nobody can see from outside; `?` leaves it open. */
export type Unknown = (name: string) => Value;

const sure = (is: boolean): Value => (is ? 'T' : 'F');
const any = (values: readonly Value[]): Value => values.reduce(either, 'F');

interface Asked {
  readonly raw: RawOrganisation;
  readonly unknown: Unknown;
  readonly kind: 'user' | 'account' | 'federated';
  /** The address IAM compares with. */
  readonly address: string;
  /** The customer of a person, where the directory shows it. */
  readonly customer: string | undefined;
  /** A person whom the directory does not show. */
  readonly unseen: boolean;
  /** A denial may believe the search about who is not in a group: its state would cost two more reads in a row. */
  readonly believing: boolean;
}

function askedOf(raw: RawOrganisation, unknown: Unknown, believing: boolean): Asked {
  const base = { raw, unknown, customer: undefined, unseen: false, believing };
  if (raw.who === WORKFORCE) return { ...base, kind: 'federated', address: '' };
  if (raw.who.endsWith('.gserviceaccount.com')) return { ...base, kind: 'account', address: raw.who };
  const user = userBy(raw.who);
  const shown = user?.customer === ACME || (user?.customer === PARTNER && raw.partnerVisible);
  const address = shown ? (user?.primary ?? raw.who) : raw.who;
  return { ...base, kind: 'user', address, customer: shown ? user?.customer : undefined, unseen: !shown };
}

/** Somebody else's group cannot be looked into; who is in a group that is being updated, nobody can say. */
function inGroup(asked: Asked, group: string, denies: boolean): Value {
  const { raw, unknown, address, kind } = asked;
  if (kind === 'federated') return 'F';
  if (!isVisible(raw, group)) return unknown(`group ${group}`);
  const inside = contains(raw, group, address);
  const settled = denies && !inside && asked.believing;
  if (raw.groups[group]?.updating && !settled) return unknown(`group ${group}`);
  return sure(inside);
}

/** `domain:` means the customer behind it. What customer a stranger belongs to, their address does not tell. */
function inDomain(asked: Asked, domain: string): Value {
  const { kind, unseen, customer, address } = asked;
  if (kind !== 'user') return 'F';
  // What a customer's primary domain is, nobody outside it can see; their own address may be of a secondary one.
  if (customer === ACME || domain === 'acme.test') return sure(customer === customerOfDomain(domain));
  if (!unseen) return domainOf(address) === domain ? 'T' : asked.unknown(`domain ${domain}`);
  const consumer = domainOf(address) === 'gmail.com';
  return address === GHOST || consumer || domain === 'acme.test' ? 'F' : asked.unknown(`domain ${domain}`);
}

function accountsOf(asked: Asked, text: string): Value {
  if (asked.kind !== 'account') return 'F';
  const home = homeOf(asked.raw, asked.address);
  const node = text.replace(/^.*googleapis\.com\//, '').replace('/type/ServiceAccount', '');
  return home ? sure(home.includes(node)) : asked.unknown(`home ${node}`);
}

function member(asked: Asked, text: string): Value {
  const { kind, address } = asked;
  if (text === 'allUsers') return 'T';
  if (text === 'allAuthenticatedUsers') return sure(kind !== 'federated');
  if (text.endsWith('/type/ServiceAccount')) return accountsOf(asked, text);
  if (text === WORKFORCE || text.endsWith('/workforcePools/staff/*')) return sure(kind === 'federated');
  const value = text.slice(text.indexOf(':') + 1).toLowerCase();
  if (text.startsWith('user:')) return sure(kind === 'user' && value === address);
  if (text.startsWith('serviceAccount:')) return sure(kind === 'account' && value === address);
  if (text.startsWith('group:')) return inGroup(asked, value, false);
  return text.startsWith('domain:') ? inDomain(asked, value) : 'F';
}

/** Everybody of a customer. Whether that takes in its service accounts is documented nowhere. */
function inCustomer(asked: Asked, id: string): Value {
  if (asked.kind === 'federated') return 'F';
  if (asked.kind === 'account') return asked.unknown('accounts of customers');
  if (!asked.unseen) return sure(asked.customer === id);
  const consumer = domainOf(asked.address) === 'gmail.com';
  const outside = consumer || (id === ACME && asked.address !== GHOST);
  return outside ? 'F' : asked.unknown(`customer ${id}`);
}

function principal(asked: Asked, text: string): Value {
  const { kind, address } = asked;
  const last = text.slice(text.lastIndexOf('/') + 1);
  if (text.endsWith('public:all')) return 'T';
  if (text === WORKFORCE) return sure(kind === 'federated');
  if (text.includes('goog/group/')) return inGroup(asked, last, true);
  if (text.includes('cloudIdentityCustomerId')) return inCustomer(asked, last);
  if (text.includes('serviceAccounts/')) return sure(kind === 'account' && last === address);
  return sure(kind === 'user' && last === address);
}

function condition(asked: Asked, cond: Cond | undefined, onError: Value): Value {
  if (cond === undefined) return 'T';
  const { raw, unknown, address, kind } = asked;
  const { place, given, tagged } = raw;
  const subject = kind === 'federated' ? undefined : address;
  const value = meaningOf(cond, { place, given, tagged, unknown, subject, person: kind === 'user' });
  return value === 'E' ? onError : value;
}

function carries(role: string, raw: RawOrganisation): boolean {
  if (role.endsWith('/roles/good')) return true;
  return isTunnel(raw.place)
    ? ['roles/iap.tunnelResourceAccessor', 'roles/owner'].includes(role)
    : role === 'roles/iap.httpsResourceAccessor';
}

const grants = (asked: Asked, { role, members, condition: cond }: RawBinding): Value =>
  both(
    both(sure(carries(role, asked.raw)), any(members.map((text) => member(asked, text)))),
    condition(asked, cond, 'F'),
  );

const bindings = ({ raw }: Asked): readonly RawBinding[] =>
  [...iapNodes(raw.place), ...containers(raw)].flatMap((node) => raw.policies[node] ?? []);

function denies(asked: Asked, rule: RawRule): Value {
  const resource = isTunnel(asked.raw.place) ? 'tunnelInstances' : 'webServiceVersions';
  const meant = [`${resource}.accessViaIAP`, '*.*', '*.accessViaIAP'].map((p) => `iap.googleapis.com/${p}`);
  const excepted = any(rule.excepted.map((text) => principal(asked, text)));
  return both(
    both(
      sure(rule.permissions.some((one) => meant.includes(one))),
      any(rule.denied.map((text) => principal(asked, text))),
    ),
    both(inverse(excepted), tagCondition(asked, rule.condition)),
  );
}

/** Deny rules know nothing but tags; what they cannot evaluate applies. */
function tagCondition(asked: Asked, cond: Cond | undefined): Value {
  if (cond === undefined) return 'T';
  const value = onlyTags(asked, cond);
  return value === 'E' ? 'T' : value;
}

function onlyTags(asked: Asked, cond: Cond): Value {
  switch (cond.is) {
    case 'atom':
      return cond.atom === 'tagProd' ? sure(asked.raw.tagged) : 'E';
    case 'not':
      return inverse(onlyTags(asked, cond.of));
    case 'and':
      return both(onlyTags(asked, cond.left), onlyTags(asked, cond.right));
    case 'or':
      return either(onlyTags(asked, cond.left), onlyTags(asked, cond.right));
  }
}

/** Whether the binding's set takes the account in. Strangers are bound by their own organisation, not by this one. */
function covers(asked: Asked, target: string): Value {
  const { kind, raw, address } = asked;
  const node = target.replace('//cloudresourcemanager.googleapis.com/', '');
  if (kind === 'federated') return node === 'organizations/700' ? asked.unknown('home of the pool') : 'F';
  if (kind === 'account') {
    // A project that is hidden may be one of this organisation all the same.
    const hidden = homeOf(raw, address) === undefined && node === 'organizations/700';
    return hidden ? asked.unknown('home') : sure(homeOf(raw, address)?.includes(node) ?? false);
  }
  const people = target.includes('/workspace/') || node === 'organizations/700';
  if (address === GHOST) return people ? asked.unknown('customer of the ghost') : 'F';
  return sure(people && asked.customer === ACME);
}

interface Bound {
  readonly relevant: Value;
  readonly includes: Value;
}

function bound(asked: Asked, { target, policy, condition: cond }: RawBoundary): Bound {
  const found = asked.raw.boundaryPolicies[policy];
  // What a boundary's condition sees of a federated identity is not documented: it may even be an error, which blocks.
  const doubtful = condition({ ...asked, unknown: () => '?' }, cond, 'T') === '?';
  const applies = both(covers(asked, target), condition(asked, cond, 'T'));
  if (!found)
    return { relevant: both(applies, asked.unknown(policy)), includes: asked.unknown(`in ${policy}`) };
  const counts = found.version !== '1' && found.resources.length > 0;
  const inside = containers(asked.raw).map((node) => `//cloudresourcemanager.googleapis.com/${node}`);
  return {
    relevant: both(applies, sure(counts)),
    includes: both(
      sure(found.resources.some((one) => inside.includes(one))),
      doubtful ? asked.unknown('no error') : 'T',
    ),
  };
}

/** Open where nothing binds, and where one of those that bind takes the place in. */
function boundary(asked: Asked): Value {
  const outcomes = new Set<Value>();
  const ways = (value: Value): readonly Value[] => (value === '?' ? ['T', 'F'] : [value]);
  const walk = (rest: readonly Bound[], some: boolean, open: boolean): void => {
    const [first, ...others] = rest;
    if (!first) {
      outcomes.add(sure(!some || open));
      return;
    }
    for (const relevant of ways(first.relevant))
      for (const includes of ways(first.includes))
        walk(others, some || relevant === 'T', open || (relevant === 'T' && includes === 'T'));
  };
  walk(
    asked.raw.boundaries.map((one) => bound(asked, one)),
    false,
    false,
  );
  return outcomes.size === 2 ? '?' : ([...outcomes][0] ?? 'T');
}

/** The verdict when what nobody can see comes out as `unknown` says. */
function naiveVerdict(raw: RawOrganisation, unknown: Unknown, believing: boolean): Verdict {
  const asked = askedOf(raw, unknown, believing);
  const each = bindings(asked);
  const allow = any(each.map((one) => grants(asked, one)));
  const deny = any(
    containers(raw)
      .flatMap((node) => raw.deny[node] ?? [])
      .map((rule) => denies(asked, rule)),
  );
  const all = both(boundary(asked), both(inverse(deny), allow));
  const byName = (accepts: (text: string) => boolean): boolean =>
    each.some((one) => grants(asked, { ...one, members: one.members.filter(accepts) }) === 'T');
  const open = byName((text) => text === 'allUsers');
  if (raw.suspended) {
    if (asked.kind === 'account' && homeOf(raw, asked.address)) return 'denied';
    // Where everybody is let in without signing in, the state of one account matters to nobody.
    if (asked.kind === 'user' && !asked.unseen && !(open && all !== 'F')) return 'denied';
  }
  if (all === 'F') return 'denied';
  if (all !== 'T') return 'unknown';
  // Somebody unknown to the directory exists for certain only where a grant names them.
  const named = byName((text) => /^(?:user:|group:|allUsers$)/.test(text));
  return asked.unseen && asked.kind === 'user' && !named ? 'unknown' : 'allowed';
}

export interface Expected {
  /** What can be said with every doubt left open. */
  readonly plain: Verdict;
  /** What the doubts can make of it, each way tried; undefined where they are too many to try. */
  readonly possible: ReadonlySet<Verdict> | undefined;
}

const MANY = 9;

/** The naive answer, and every answer that the unseen could make of it. */
export function expected(raw: RawOrganisation): Expected {
  const names = new Set<string>();
  const open = (name: string): Value => {
    names.add(name);
    return '?';
  };
  const plain = naiveVerdict(raw, open, false);
  if (names.size > MANY) return { plain, possible: undefined };
  const order = [...names];
  const possible = new Set<Verdict>();
  for (let bits = 0; bits < 2 ** order.length; bits += 1)
    possible.add(naiveVerdict(raw, (name) => sure(((bits >> order.indexOf(name)) & 1) === 1), true));
  return { plain, possible };
}

/** Whether Google answers questions about the subject's nested groups at all, which needs an edition. */
export function hasSearch(raw: RawOrganisation): boolean {
  if (raw.who === WORKFORCE || raw.who === CI || raw.who.endsWith('.gserviceaccount.com')) return true;
  const customer = customerOfDomain(domainOf(raw.who));
  return customer === PARTNER || (customer === ACME && raw.premium);
}
