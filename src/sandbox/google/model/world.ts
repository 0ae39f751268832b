/** The one in-memory model that every emulated API answers from. */
import type { Clock } from '../../../store/ports.js';
import type { EntitlementRecord, OrgPolicyRuleJson, PrivilegedGrantRecord } from './guardrails.js';
import type { Customer, WorldGroup, WorldServiceAccount, WorldUser } from './identity.js';
import type {
  AppEngineRecord,
  BackendServiceRecord,
  CertificateRecord,
  DomainMappingRecord,
  EndpointGroupRecord,
  ForwardingRuleRecord,
  RunServiceRecord,
  TagRecord,
  UrlMapRecord,
} from './places.js';
import type {
  AccessPolicyRecord,
  BoundaryBindingRecord,
  BoundaryPolicyRecord,
  DenyPolicyRecord,
  Policy,
  RoleRecord,
} from './policy.js';
import { predefinedRoles } from './predefined-roles.js';

export interface OrganizationRecord {
  readonly id: string;
  /** The customer's primary domain: that is what Google shows as an organisation's name. */
  readonly displayName: string;
  readonly customerId: string;
}

export interface FolderRecord {
  readonly id: string;
  readonly displayName: string;
  /** `folders/N` or `organizations/N`. */
  readonly parent: string;
}

export interface ProjectRecord {
  readonly number: string;
  readonly projectId: string;
  readonly displayName: string;
  /** Absent: a project of nobody's organisation. */
  readonly parent: string | undefined;
}

/** A LogEntry in Google's JSON shape. */
export interface LogEntry {
  readonly insertId: string;
  readonly logName: string;
  /** RFC 3339. */
  readonly timestamp: string;
  readonly receiveTimestamp: string;
  readonly severity: string;
  readonly resource: { readonly type: string; readonly labels: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
}

/** Whoever asks the emulator, and what that account is not allowed to do. */
export interface Caller {
  readonly email: string;
  /** The project whose quota is used and whose APIs must be enabled. */
  readonly quotaProject: string;
  /**
   * Rights taken away: a permission, or a prefix ending in `*`, everywhere or on one node.
   * Workspace privileges are written `admin.groups.read` and `admin.users.read`.
   */
  denied: { permission: string; node?: string }[];
}

export interface World {
  readonly clock: Clock;
  readonly organizations: OrganizationRecord[];
  readonly folders: FolderRecord[];
  readonly projects: ProjectRecord[];
  readonly customers: Customer[];
  readonly users: WorldUser[];
  readonly groups: WorldGroup[];
  readonly serviceAccounts: WorldServiceAccount[];
  readonly roles: Map<string, RoleRecord>;
  /** By canonical node (`projects/NUMBER…`, `folders/N`, `organizations/N`, IAP nodes). */
  readonly policies: Map<string, Policy>;
  /** By attachment point (`projects/NUMBER`, `folders/N`, `organizations/N`). */
  readonly denyPolicies: Map<string, DenyPolicyRecord[]>;
  readonly boundaryPolicies: BoundaryPolicyRecord[];
  readonly boundaryBindings: BoundaryBindingRecord[];
  readonly accessPolicies: AccessPolicyRecord[];
  /** `accessSettings` and `applicationSettings` by canonical node. */
  readonly iapSettings: Map<string, Readonly<Record<string, unknown>>>;
  readonly backendServices: BackendServiceRecord[];
  readonly urlMaps: UrlMapRecord[];
  readonly forwardingRules: ForwardingRuleRecord[];
  readonly certificates: CertificateRecord[];
  readonly domainMappings: DomainMappingRecord[];
  readonly endpointGroups: EndpointGroupRecord[];
  readonly runServices: RunServiceRecord[];
  readonly apps: AppEngineRecord[];
  /** Organisation policies by canonical container, then by constraint (`iam.allowedPolicyMemberDomains`). */
  readonly orgPolicies: Map<string, Map<string, readonly OrgPolicyRuleJson[]>>;
  readonly entitlements: EntitlementRecord[];
  readonly privilegedGrants: PrivilegedGrantRecord[];
  /** Tags bound directly, by canonical node. */
  readonly tags: Map<string, TagRecord[]>;
  readonly logEntries: LogEntry[];
  readonly caller: Caller;
}

/** A world with nothing in it but the caller and Google's predefined roles. */
export function emptyWorld(clock: Clock, caller: { email: string; quotaProject: string }): World {
  return {
    clock,
    organizations: [],
    folders: [],
    projects: [],
    customers: [],
    users: [],
    groups: [],
    serviceAccounts: [],
    roles: predefinedRoles(),
    policies: new Map(),
    denyPolicies: new Map(),
    boundaryPolicies: [],
    boundaryBindings: [],
    accessPolicies: [],
    iapSettings: new Map(),
    backendServices: [],
    urlMaps: [],
    forwardingRules: [],
    certificates: [],
    domainMappings: [],
    endpointGroups: [],
    runServices: [],
    apps: [],
    orgPolicies: new Map(),
    entitlements: [],
    privilegedGrants: [],
    tags: new Map(),
    logEntries: [],
    caller: { ...caller, denied: [] },
  };
}
