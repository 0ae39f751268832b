/** Reading IAM: roles, service accounts, deny policies, boundaries and access levels. */
import type { Container, Email } from '../names/index.js';
import type { AccessLevel, BoundaryBinding, BoundaryPolicy, DenyPolicy } from '../policy/types.js';
import type { CallContext, Look } from './ports-look.js';

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
