/** A random organisation as plain data: everything that is so, and what the bot is not shown of it. */

/** An atom of a condition. The text and the meaning of each stand side by side in `conditions.ts`. */
export type Atom =
  | 'past'
  | 'future'
  | 'hostRight'
  | 'hostWrong'
  | 'pathA'
  | 'levelIp'
  | 'levelDevice'
  | 'levelBoth'
  | 'levelEither'
  | 'levelNotIp'
  | 'levelMissing'
  | 'tagProd'
  | 'typeRight'
  | 'typeWrong'
  | 'resourceName'
  | 'malformed'
  | 'subjectMaya'
  | 'isPerson';

export type Cond =
  | { readonly is: 'atom'; readonly atom: Atom }
  | { readonly is: 'and' | 'or'; readonly left: Cond; readonly right: Cond }
  | { readonly is: 'not'; readonly of: Cond };

export interface RawBinding {
  readonly role: string;
  readonly members: readonly string[];
  readonly condition: Cond | undefined;
}

export interface RawRule {
  readonly denied: readonly string[];
  readonly excepted: readonly string[];
  readonly permissions: readonly string[];
  readonly condition: Cond | undefined;
}

export interface RawBoundary {
  readonly target: string;
  readonly policy: string;
  readonly condition: Cond | undefined;
}

export interface RawBoundaryPolicy {
  readonly version: string;
  readonly resources: readonly string[];
}

export interface RawMember {
  readonly email: string;
  readonly state: 'counts' | 'expired' | 'restricted';
}

export interface RawGroup {
  readonly members: readonly RawMember[];
  /** A dynamic group that Google is still updating. */
  readonly updating: boolean;
}

/** What was typed along with the question. */
export interface RawGiven {
  readonly ip: string | undefined;
  readonly path: string | undefined;
  readonly deviceHeld: boolean;
}

export interface RawOrganisation {
  /** As typed: an address, an alias, a service account or a `principal://…`. */
  readonly who: string;
  readonly suspended: boolean;
  /** Folders above the project, nearest first. */
  readonly folders: number;
  readonly configured: boolean;
  readonly place: string;
  /** By node: IAP nodes and containers by Google's names, the project by number. */
  readonly policies: Readonly<Record<string, readonly RawBinding[]>>;
  readonly deny: Readonly<Record<string, readonly RawRule[]>>;
  readonly boundaries: readonly RawBoundary[];
  readonly boundaryPolicies: Readonly<Record<string, RawBoundaryPolicy>>;
  readonly groups: Readonly<Record<string, RawGroup>>;
  readonly tagged: boolean;
  readonly partnerVisible: boolean;
  readonly premium: boolean;
  /** The direct search lists memberships that are over, as Google's may: it never shows when they end. */
  readonly listsEnded: boolean;
  readonly given: RawGiven;
}

export type Refusal = 'forbidden' | 'unavailable' | 'throttled';

/** Looks that fail: `method` or `method argument` to how. */
export type Blindness = Readonly<Record<string, Refusal>>;

export const NOW = Date.parse('2026-11-18T10:30:00Z');
export const ORGANISATION = 'organizations/700';
export const PROJECT = 'projects/111';
export const ACME = 'C0acme';
export const PARTNER = 'C0part';
export const HOST = 'dash.acme.test';
export const POLICY = 'accessPolicies/900/accessLevels';

export const MAYA = 'maya@acme.test';
export const ALIAS = 'maya.lind@acme.test';
export const LOU = 'lou@labs.test';
export const PIA = 'pia@partner.test';
export const GIL = 'gil@gmail.com';
export const GHOST = 'ghost@acme.test';
export const CI = 'ci@acme-prod.iam.gserviceaccount.com';
export const FAR = 'far@acme-far.iam.gserviceaccount.com';
export const STRANGE = 'robot@strangers.iam.gserviceaccount.com';
export const WORKFORCE =
  'principal://iam.googleapis.com/locations/global/workforcePools/staff/subject/maya@idp.test';

export interface RawUser {
  readonly primary: string;
  readonly aliases: readonly string[];
  readonly customer: string | undefined;
}

/** Everybody with an account. Nobody of acme.test is called ghost. */
export const USERS: readonly RawUser[] = [
  { primary: MAYA, aliases: [ALIAS], customer: ACME },
  { primary: 'bob@acme.test', aliases: [], customer: ACME },
  { primary: LOU, aliases: [], customer: ACME },
  { primary: PIA, aliases: [], customer: PARTNER },
  { primary: GIL, aliases: [], customer: undefined },
];

/** Domains by customer; the first is the primary one. Pia's address is of a secondary domain of her company. */
export const DOMAINS: Readonly<Record<string, readonly string[]>> = {
  [ACME]: ['acme.test', 'labs.test'],
  [PARTNER]: ['partner-hq.test', 'partner.test'],
};

export const GROUPS = [
  'g0@acme.test',
  'g1@acme.test',
  'g2@acme.test',
  'g3@acme.test',
  'h0@labs.test',
  'p0@partner.test',
] as const;

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1);

/** The customer that owns the domain of an address. */
export function customerOfDomain(domain: string): string | undefined {
  return Object.entries(DOMAINS).find(([, domains]) => domains.includes(domain))?.[0];
}

export const userBy = (address: string): RawUser | undefined =>
  USERS.find((user) => user.primary === address || user.aliases.includes(address));

/** Where a service account lives: its project by number and by id, then what stands above; nothing for strangers. */
export function homeOf(raw: RawOrganisation, account: string): readonly string[] | undefined {
  if (account === CI) return [PROJECT, 'projects/acme-prod', ...above(raw)];
  return account === FAR ? ['projects/222', 'projects/acme-far', ORGANISATION] : undefined;
}

/** Folders and the organisation above the place's project. */
export const above = (raw: RawOrganisation): readonly string[] => [
  ...Array.from({ length: raw.folders }, (_, i) => `folders/${80 + i}`),
  ORGANISATION,
];

/** The place's containers, project first. */
export const containers = (raw: RawOrganisation): readonly string[] => [PROJECT, ...above(raw)];

/** The IAP nodes of a place, leaf first, told from its name alone. */
export function iapNodes(place: string): readonly string[] {
  const parts = place.split('/');
  // projects/N/iap_web/TYPE/services/S and projects/N/iap_tunnel/zones/Z/instances/I
  const lengths = parts.length === 6 ? [6, 4, 3] : [7, 5, 3];
  return lengths.map((length) => parts.slice(0, length).join('/'));
}

export const isTunnel = (place: string): boolean => place.includes('/iap_tunnel/');
