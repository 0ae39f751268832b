/** The narrow interfaces through which the product reads Google: our names, our types, one method per call. */
import type { Container, ContainerName, CustomerId, DomainName, Email, IapResource } from '../names/index.js';
import type {
  AccessLevel,
  AllowPolicy,
  BoundaryBinding,
  BoundaryPolicy,
  DenyPolicy,
} from '../policy/types.js';

/** Google's APIs by the first label of their host; also the keys of `cost.byApi`. */
export type Api =
  | 'accesscontextmanager'
  | 'admin'
  | 'appengine'
  | 'cloudasset'
  | 'cloudidentity'
  | 'cloudresourcemanager'
  | 'compute'
  | 'iam'
  | 'iamcredentials'
  | 'iap'
  | 'logging'
  | 'orgpolicy'
  | 'policytroubleshooter'
  | 'privilegedaccessmanager'
  | 'run';

/**
 * Why a look gave nothing.
 * - `forbidden`: 403 or 401. Google may mean "absent or not allowed"; say both.
 * - `not-found`: 404. Proof of absence only where the method's documentation says so.
 * - `api-disabled`: 403 with reason SERVICE_DISABLED / accessNotConfigured.
 * - `edition`: the call needs an edition the customer does not have (Cloud Identity 3005/3006).
 * - `throttled`: 429 or a quota reason, after the retries that fitted.
 * - `deadline`: the question's own time was over. `unavailable`: 5xx or the network.
 * - `malformed`: an answer that could not be read. `invalid`: 400, the question itself was wrong.
 */
export type ProblemKind =
  | 'forbidden'
  | 'not-found'
  | 'api-disabled'
  | 'edition'
  | 'throttled'
  | 'deadline'
  | 'unavailable'
  | 'malformed'
  | 'invalid';

export interface LookProblem {
  readonly kind: ProblemKind;
  readonly api: Api;
  /** What was asked for, e.g. `projects/1/iap_web:getIamPolicy`. */
  readonly resource: string;
  /** HTTP status when there was one. */
  readonly status?: number;
  /** Google's own sentence, cut to 300 characters, secrets removed. */
  readonly message: string;
}

/** What a read gives: a value, or the reason why there is none. Ports never throw for anything Google does. */
export type Look<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: LookProblem };

/** Handed to every call: the one deadline of the question, and the meter that counts what it cost. */
export interface CallContext {
  readonly signal: AbortSignal;
  readonly meter: Meter;
  /**
   * When {@link signal} will fire, in milliseconds since the epoch, where known: a wait that Google asks for is only
   * begun when it ends before this.
   */
  readonly deadline?: number | undefined;
}

/** Counts HTTP requests really sent, retries and pages included. */
export interface Meter {
  count(api: Api): void;
}

export interface OrganizationInfo {
  readonly container: Container;
  /** The customer's primary domain: that is what Google shows as an organisation's name. */
  readonly primaryDomain: DomainName | undefined;
  readonly customerId: CustomerId | undefined;
}

export interface ProjectInfo {
  readonly number: string;
  readonly projectId: string;
  readonly displayName: string | undefined;
}

export interface EffectiveTag {
  /** `tagKeys/123`, `tagValues/456`, and their names `ORG/env`, `ORG/env/prod`. */
  readonly tagKey: string;
  readonly tagValue: string;
  readonly namespacedTagKey: string;
  readonly namespacedTagValue: string;
  readonly inherited: boolean;
}

export interface ResourceManagerPort {
  /** `POST v1/projects/{id}:getAncestry`: project first, organisation last. */
  ancestry(project: Container, call: CallContext): Promise<Look<Container[]>>;
  /** `GET v3/projects/{id}`: number and id of a project. */
  project(project: Container, call: CallContext): Promise<Look<ProjectInfo>>;
  /** `GET v3/organizations/{id}`. */
  organization(organization: Container, call: CallContext): Promise<Look<OrganizationInfo>>;
  /** `GET v3/organizations:search?query=domain:…`: the organisation whose customer owns the domain, if visible. */
  organizationOfDomain(domain: DomainName, call: CallContext): Promise<Look<OrganizationInfo | null>>;
  /** `POST v3/{container}:getIamPolicy`, always version 3. */
  allowPolicy(container: Container, call: CallContext): Promise<Look<AllowPolicy>>;
  /** `GET v3/effectiveTags?parent=…`. */
  effectiveTags(fullResourceName: string, call: CallContext): Promise<Look<EffectiveTag[]>>;
}

export interface AssetPort {
  /**
   * `GET v1/{scope}/effectiveIamPolicies:batchGet?names=…`: the allow policies of the resource and its ancestors up to
   * the scope, child first. A node without a policy is left out by Google: absence here is not proof of an empty policy.
   */
  effectivePolicies(
    scope: Container,
    target: Container,
    call: CallContext,
  ): Promise<Look<{ readonly node: ContainerName; readonly policy: AllowPolicy }[]>>;
}

/** `iapSettings` of one node, only what decides. */
export interface IapSettings {
  readonly gcipTenants: string[] | undefined;
  readonly allowHttpOptions: boolean | undefined;
  readonly oauthClientId: string | undefined;
  readonly programmaticClients: string[];
  readonly reauth:
    | { readonly method: string; readonly maxAgeSeconds: number | undefined; readonly policyType: string }
    | undefined;
  readonly allowedDomains: { readonly enable: boolean; readonly domains: string[] } | undefined;
  readonly workforcePools: string[];
  readonly identitySources: string[];
}

export interface IapPort {
  /** `POST v1/{resource}:getIamPolicy` with `requestedPolicyVersion: 3`: the policy of that node alone. */
  policy(resource: IapResource, call: CallContext): Promise<Look<AllowPolicy>>;
  /** `GET v1/{resource}:iapSettings`. */
  settings(resource: IapResource, call: CallContext): Promise<Look<IapSettings>>;
}

/** Cloud Identity's name of a group, `groups/03x8tuzt3hq1abc`. */
export type GroupName = string & { readonly __brand: 'GroupName' };

export interface GroupRelation {
  readonly group: GroupName;
  readonly email: Email;
  readonly relation: 'direct' | 'indirect' | 'both' | 'unknown';
}

export interface DirectRelation {
  readonly group: GroupName;
  readonly email: Email;
  /** `groups/…/memberships/…`, when Google gave it. */
  readonly membership: string | undefined;
}

export interface GroupInfo {
  readonly name: GroupName;
  readonly email: Email;
  readonly displayName: string | undefined;
  /** `customers/C0…` or an identity source. */
  readonly parent: string | undefined;
  readonly dynamic:
    | { readonly status: string; readonly statusAt: string | undefined; readonly query: string | undefined }
    | undefined;
}

export interface Membership {
  readonly name: string;
  readonly member: Email;
  readonly type: 'USER' | 'SERVICE_ACCOUNT' | 'GROUP' | 'OTHER' | 'UNKNOWN';
  readonly roles: {
    readonly name: string;
    /** RFC 3339; only MEMBER roles expire. */
    readonly expiresAt: string | undefined;
    /** `COMPLIANT`, `NON_COMPLIANT`, `EVALUATING` …; from `restrictionEvaluations.memberRestrictionEvaluation.state`. */
    readonly restriction: string | undefined;
  }[];
}

export interface GroupsPort {
  /**
   * `GET v1/groups/-/memberships:searchTransitiveGroups`: every direct and indirect group; needs an edition. One group
   * we may not view fails the whole call; `within` leaves out the groups of other customers, which nobody may view.
   */
  transitiveGroups(member: string, call: CallContext, within?: CustomerId): Promise<Look<GroupRelation[]>>;
  /** `GET v1/groups/-/memberships:searchDirectGroups`: any edition; silently leaves out groups we may not view. */
  directGroups(member: string, call: CallContext): Promise<Look<DirectRelation[]>>;
  /** `GET v1/groups/-/memberships:getMembershipGraph`: child → parents edges on the way from the member upward. */
  membershipGraph(
    member: string,
    call: CallContext,
  ): Promise<Look<{ readonly child: Email; readonly parent: Email }[]>>;
  /** `GET v1/groups:lookup?groupKey.id=…`. 403 means missing or hidden; 404 is proof of absence. */
  lookup(group: Email, call: CallContext): Promise<Look<GroupName>>;
  /** `GET v1/groups/{id}`. */
  group(name: GroupName, call: CallContext): Promise<Look<GroupInfo>>;
  /** `GET v1/groups/{id}/memberships?view=FULL`, first page of at most 500: `complete` is false when there are more. */
  members(
    name: GroupName,
    call: CallContext,
  ): Promise<Look<{ readonly members: Membership[]; readonly complete: boolean }>>;
  /** `GET v1/groups/{id}/memberships/{id}`. */
  membership(name: string, call: CallContext): Promise<Look<Membership>>;
  /** `GET v1/groups/{id}/memberships:checkTransitiveMembership`; answers across customers with one visible path. */
  checkTransitive(group: GroupName, member: string, call: CallContext): Promise<Look<boolean>>;
  /** `GET admin/directory/v1/groups/{group}/hasMember/{member}`; nested only inside one domain. */
  hasMember(group: Email, member: Email, call: CallContext): Promise<Look<boolean>>;
}

export interface DirectoryUser {
  readonly id: string;
  readonly primaryEmail: Email;
  readonly aliases: Email[];
  readonly customerId: CustomerId | undefined;
  readonly suspended: boolean;
  readonly suspensionReason: string | undefined;
  readonly archived: boolean;
  /** RFC 3339. */
  readonly createdAt: string | undefined;
  readonly deletedAt: string | undefined;
  readonly isGuest: boolean;
}

export interface DirectoryPort {
  /** `GET admin/directory/v1/users/{key}`: key is primary address, alias or id. 404/403 for people of another customer. */
  user(key: Email, call: CallContext): Promise<Look<DirectoryUser>>;
}

export interface RoleInfo {
  readonly name: string;
  readonly permissions: string[];
  readonly stage: string | undefined;
  readonly deleted: boolean;
}

export interface IamPort {
  /** `GET v1/roles/X`, `v1/projects/P/roles/X`, `v1/organizations/O/roles/X`. */
  role(name: string, call: CallContext): Promise<Look<RoleInfo>>;
  /** `GET v1/projects/-/serviceAccounts/{email}`. */
  serviceAccount(
    email: Email,
    call: CallContext,
  ): Promise<Look<{ readonly disabled: boolean; readonly projectId: string; readonly uniqueId: string }>>;
  /** `GET v2/policies/{attachment point}/denypolicies`, then each policy where the list leaves the rules out. */
  denyPolicies(container: Container, call: CallContext): Promise<Look<DenyPolicy[]>>;
  /** `GET v3/organizations/O/locations/global/principalAccessBoundaryPolicies`. */
  boundaryPolicies(organization: Container, call: CallContext): Promise<Look<BoundaryPolicy[]>>;
  /** `GET v3/{parent}/locations/global/policyBindings:searchTargetPolicyBindings?target=…`. */
  boundaryBindings(parent: Container, target: string, call: CallContext): Promise<Look<BoundaryBinding[]>>;
}

export interface AccessContextPort {
  /** Every level of every access policy of the organisation (`accessLevelFormat=AS_DEFINED`). */
  levels(organization: Container, call: CallContext): Promise<Look<AccessLevel[]>>;
}

export interface LogQuery {
  /** `projects/…`, `folders/…`, `organizations/…`. */
  readonly resourceNames: string[];
  readonly filter: string;
  /** Newest first. */
  readonly limit: number;
}

/** One log entry as Google sent it; parsed by the reader that knows its kind. */
export type RawLogEntry = Readonly<Record<string, unknown>>;

export interface LogsPort {
  /** `POST v2/entries:list` with `orderBy: timestamp desc`, paged up to the limit. */
  entries(query: LogQuery, call: CallContext): Promise<Look<RawLogEntry[]>>;
}

export interface BackendServiceInfo {
  readonly id: string;
  readonly name: string;
  readonly region: string | undefined;
  readonly iapEnabled: boolean | undefined;
  readonly oauth2ClientId: string | undefined;
  readonly createdAt: string | undefined;
  readonly securityPolicy: string | undefined;
  readonly loadBalancingScheme: string | undefined;
}

export interface ComputePort {
  /** `GET compute/v1/projects/P/aggregated/backendServices`. */
  backendServices(project: Container, call: CallContext): Promise<Look<BackendServiceInfo[]>>;
}

export interface RunServiceInfo {
  readonly name: string;
  readonly region: string;
  readonly url: string | undefined;
  readonly urls: string[];
  readonly iapEnabled: boolean | undefined;
  readonly ingress: string | undefined;
  readonly invokerIamDisabled: boolean | undefined;
  readonly defaultUriDisabled: boolean | undefined;
}

export interface RunPort {
  /** `GET v2/projects/P/locations/-/services`. */
  services(project: Container, call: CallContext): Promise<Look<RunServiceInfo[]>>;
  /** `GET v2/projects/P/locations/R/services/S`. */
  service(project: Container, region: string, name: string, call: CallContext): Promise<Look<RunServiceInfo>>;
  /** `GET v2/projects/P/locations/R/services/S:getIamPolicy?options.requestedPolicyVersion=3`. */
  policy(project: Container, region: string, name: string, call: CallContext): Promise<Look<AllowPolicy>>;
}

export interface TroubleshooterPort {
  /** `POST v3/iam:troubleshoot`; the overall state and nothing else. */
  troubleshoot(
    question: {
      readonly principal: Email;
      readonly resource: IapResource;
      readonly permission: string;
      readonly at: string;
    },
    call: CallContext,
  ): Promise<Look<{ readonly state: string }>>;
}

/** Everything the product can ask Google. */
export interface Google {
  readonly resourceManager: ResourceManagerPort;
  readonly assets: AssetPort;
  readonly iap: IapPort;
  readonly groups: GroupsPort;
  readonly directory: DirectoryPort;
  readonly iam: IamPort;
  readonly accessContext: AccessContextPort;
  readonly logs: LogsPort;
  readonly compute: ComputePort;
  readonly run: RunPort;
  readonly troubleshooter: TroubleshooterPort;
  /** Who we are to Google, for cache keys and for "give this right to …"; undefined until known. */
  readonly caller: () => Promise<string | undefined>;
}
