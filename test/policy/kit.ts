/** Small builders for policy tests: identities, policies, and conditions that say themselves what they come to. */
import {
  type Container,
  type CustomerId,
  type DomainName,
  type Email,
  type Principal,
  parseAllowMember,
  parseContainer,
  parseDomain,
  parseEmail,
  parseSubject,
} from '../../src/names/index.js';
import type { AllowInput } from '../../src/policy/allow.js';
import type { Conditions } from '../../src/policy/conditions.js';
import type { GroupAnswer, Identity } from '../../src/policy/identity.js';
import type { Clause, ConditionResult, RequestContext } from '../../src/policy/results.js';
import type { RoleLookup, RoleView } from '../../src/policy/roles.js';
import type {
  AllowPolicy,
  Condition,
  DenyRule,
  Known,
  Missing,
  PolicyNode,
  Truth,
} from '../../src/policy/types.js';

export const WEB = 'iap.webServiceVersions.accessViaIAP';
export const TUNNEL = 'iap.tunnelInstances.accessViaIAP';
export const ACCESSOR = 'roles/iap.httpsResourceAccessor';
export const LEAF = 'projects/111/iap_web/compute/services/222';

function must<T>(value: T | undefined, text: string): T {
  if (value === undefined) throw new Error(`not readable: ${text}`);
  return value;
}

export const email = (text: string): Email => must(parseEmail(text), text);
export const domain = (text: string): DomainName => must(parseDomain(text), text);
export const container = (text: string): Container => must(parseContainer(text), text);
export const customer = (text: string): CustomerId => text as CustomerId;
export const member = (text: string): Principal => parseAllowMember(text);

export const missing = (code: Missing['code'], subject = 'it'): Missing => ({
  code,
  what: `${subject} could not be seen.`,
  needs: 'a right',
  subject,
});
export const known = <T>(value: T): Known<T> => ({ known: true, value });
export const hidden = (code: Missing['code'], subject?: string): Known<never> => ({
  known: false,
  why: missing(code, subject),
});

export const isIn = (...chain: string[]): GroupAnswer => ({
  in: 'yes',
  path: { chain: chain.map(email), traced: true },
});
export const isOut = (why: Extract<GroupAnswer, { in: 'no' }>['why'] = 'not-a-member'): GroupAnswer => ({
  in: 'no',
  why,
  detail: undefined,
});
export const isHidden: GroupAnswer = { in: 'unknown', missing: missing('groups-not-readable') };

export interface IdentityOptions {
  readonly who?: string;
  readonly aliases?: readonly string[];
  readonly customer?: Known<CustomerId | undefined>;
  readonly home?: Known<readonly Container[]>;
  readonly groups?: Readonly<Record<string, GroupAnswer>>;
  readonly domains?: Readonly<Record<string, Known<boolean>>>;
}

/** A person of acme.test unless told otherwise; in no group that is not listed. */
export function identity(options: IdentityOptions = {}): Identity {
  const who = options.who ?? 'maya@acme.test';
  const subject = must(parseSubject(who), who);
  return {
    subject,
    email: subject.kind === 'federated' ? undefined : subject.email,
    aliases: (options.aliases ?? []).map(email),
    customer: options.customer ?? known(customer('C0acme')),
    home: options.home ?? known([]),
    inGroup: (group) => options.groups?.[group] ?? isOut(),
    inDomain: (name) => options.domains?.[name] ?? known(name === 'acme.test'),
  };
}

export const clause = (kind: Clause['kind'], truth: Truth, more: Partial<Clause> = {}): Clause => ({
  kind,
  text: kind,
  truth,
  negated: false,
  level: undefined,
  detail: `${kind} is ${truth}`,
  ...more,
});

export const outcome = (truth: Truth, more: Partial<ConditionResult> = {}): ConditionResult => ({
  truth,
  clauses: [],
  missing: truth === 'unknown' ? [{ attribute: 'request.path', wouldPassIf: 'true', needs: '--path' }] : [],
  error: truth === 'error' ? { kind: 'syntax', text: 'cannot be read' } : undefined,
  expiredAt: undefined,
  nextTrueAt: undefined,
  ...more,
});

export const when = (expression: string): Condition => ({
  expression,
  title: undefined,
  description: undefined,
});

const TRUTHS: readonly string[] = ['true', 'false', 'unknown', 'error'] satisfies readonly Truth[];
const isTruth = (text: string): text is Truth => TRUTHS.includes(text);

/** Conditions whose text is their outcome, or a name looked up in `named`. */
export function conditionsOf(named: Readonly<Record<string, ConditionResult>> = {}): Conditions {
  const read = ({ expression }: Condition): ConditionResult =>
    named[expression] ?? outcome(isTruth(expression) ? expression : 'error');
  return { evaluateCondition: read, evaluateTagCondition: read, evaluateBoundaryCondition: read };
}

export const context = (more: Partial<RequestContext> = {}): RequestContext => ({
  at: '2026-11-22T09:00:00Z',
  host: 'dash.acme.test',
  path: '/',
  destination: { ip: undefined, port: undefined },
  resource: { service: 'iap.googleapis.com', type: 'iap.googleapis.com/WebServiceVersion' },
  tags: known([]),
  levels: new Map(),
  levelsComplete: known(true),
  ...more,
});

export type Bound = readonly [role: string, members: string | readonly string[], condition?: string];

export const policy = (...bindings: readonly Bound[]): AllowPolicy => ({
  bindings: bindings.map(([role, members, condition]) => ({
    role,
    members: typeof members === 'string' ? [members] : members,
    condition: condition === undefined ? undefined : when(condition),
  })),
  auditConfigs: [],
  etag: undefined,
});

export const node = (name: string, ...bindings: readonly Bound[]): PolicyNode => ({
  name,
  policy: known(policy(...bindings)),
});

export const rolesOf =
  (views: Readonly<Record<string, Known<RoleView>>> = {}): RoleLookup =>
  (name) =>
    views[name];

export const question = (nodes: readonly PolicyNode[], more: Partial<AllowInput> = {}): AllowInput => ({
  nodes,
  permission: WEB,
  identity: identity(),
  roles: rolesOf(),
  context: context(),
  conditions: conditionsOf(),
  ...more,
});

export const denyRule = (more: Partial<DenyRule> = {}): DenyRule => ({
  deniedPrincipals: ['principalSet://goog/public:all'],
  exceptionPrincipals: [],
  deniedPermissions: ['iap.googleapis.com/webServiceVersions.accessViaIAP'],
  exceptionPermissions: [],
  condition: undefined,
  description: undefined,
  ...more,
});
