/** Reading what stands around IAP: one backend and what is behind it, organisation policies, access given for a while. */
import type { Container } from '../names/index.js';
import type { CallContext, Look } from './ports-look.js';

/** One backend service by itself. */
export interface BackendDetail {
  /** Numeric id as text. */
  readonly id: string;
  readonly name: string;
  readonly region: string | undefined;
  /** Undefined where Google's answer has no IAP block at all: IAP was never set up there. */
  readonly iapEnabled: boolean | undefined;
  readonly oauth2ClientId: string | undefined;
  readonly createdAt: string | undefined;
  readonly securityPolicy: string | undefined;
  /** `EXTERNAL` for the classic load balancer, `EXTERNAL_MANAGED` and the like for the newer ones. */
  readonly loadBalancingScheme?: string | undefined;
  /** URLs of the instance groups and network endpoint groups behind it. */
  readonly groups: string[];
}

/** What a serverless network endpoint group leads to. */
export interface ServerlessTarget {
  /** Cloud Run service, where the group names one; undefined for other kinds and for URL masks. */
  readonly runService: string | undefined;
}

export interface BackendPort {
  /** `GET compute/v1/projects/P/{global | regions/R}/backendServices/{id or name}`. */
  backendService(
    project: Container,
    region: string | undefined,
    service: string,
    call: CallContext,
  ): Promise<Look<BackendDetail>>;
  /** `GET compute/v1/projects/P/regions/R/networkEndpointGroups/N`. */
  serverlessTarget(
    project: Container,
    region: string,
    group: string,
    call: CallContext,
  ): Promise<Look<ServerlessTarget>>;
}

/** One rule of an organisation policy in force, of either kind of constraint. */
export interface OrgPolicyRule {
  readonly allowAll: boolean;
  readonly denyAll: boolean;
  readonly allowedValues: string[];
  readonly deniedValues: string[];
  /** Managed constraints; undefined for list constraints. */
  readonly enforce: boolean | undefined;
  /** Parameters of a managed constraint that hold lists of text. */
  readonly parameters: Readonly<Record<string, string[]>>;
  /** The rule holds for some resources only, by their tags. */
  readonly conditional: boolean;
}

export interface OrgPolicyPort {
  /** `GET v2/projects/P/policies/CONSTRAINT:getEffectivePolicy`: inheritance and defaults are worked out by Google. */
  effective(project: Container, constraint: string, call: CallContext): Promise<Look<OrgPolicyRule[]>>;
}

/** What an entitlement or a grant of Privileged Access Manager gives: roles on one project, folder or organisation. */
export interface PrivilegedAccess {
  /** Full name, e.g. `//cloudresourcemanager.googleapis.com/projects/acme-prod`. */
  readonly resource: string | undefined;
  readonly roles: string[];
}

export interface Entitlement extends PrivilegedAccess {
  /** `projects/P/locations/global/entitlements/ID`. */
  readonly name: string;
  readonly state: string | undefined;
  /** Who may ask for it, as members of an allow policy. */
  readonly eligible: string[];
  readonly needsApproval: boolean;
}

export interface PrivilegedGrant extends PrivilegedAccess {
  readonly name: string;
  /** Who asked for it: an address. */
  readonly requester: string | undefined;
  /** `APPROVAL_AWAITED`, `DENIED`, `SCHEDULED`, `ACTIVE`, `ENDED`, `EXPIRED`, `REVOKED` … */
  readonly state: string;
  /** RFC 3339. */
  readonly createdAt: string | undefined;
  readonly removedAt: string | undefined;
  readonly updatedAt: string | undefined;
}

export interface PrivilegedAccessPort {
  /** `GET v1/{container}/locations/global/entitlements`. */
  entitlements(container: Container, call: CallContext): Promise<Look<Entitlement[]>>;
  /** `GET v1/{entitlement}/grants`: everybody's, whatever became of them. */
  grants(entitlement: string, call: CallContext): Promise<Look<PrivilegedGrant[]>>;
}
