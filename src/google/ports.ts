/** The narrow interfaces through which the product reads Google: our names, our types, one method per call. */
import type { AssetPort, ResourceManagerPort } from './ports-hierarchy.js';
import type { AccessContextPort, IamPort } from './ports-iam.js';
import type { AppEnginePort, LoadBalancingPort } from './ports-inventory.js';
import type { DirectoryPort, GroupsPort } from './ports-people.js';
import type { ComputePort, IapPort, LogsPort, RunPort, TroubleshooterPort } from './ports-services.js';
import type { BackendPort, OrgPolicyPort, PrivilegedAccessPort } from './ports-surroundings.js';
import type { TokenPort } from './ports-tokens.js';

export type * from './ports-hierarchy.js';
export type * from './ports-iam.js';
export type * from './ports-inventory.js';
export type * from './ports-look.js';
export type * from './ports-people.js';
export type * from './ports-services.js';
export type * from './ports-surroundings.js';
export type * from './ports-tokens.js';

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
  readonly loadBalancing: LoadBalancingPort;
  readonly appEngine: AppEnginePort;
  readonly backends: BackendPort;
  readonly orgPolicy: OrgPolicyPort;
  readonly privilegedAccess: PrivilegedAccessPort;
  readonly troubleshooter: TroubleshooterPort;
  readonly tokens: TokenPort;
  /** Who we are to Google, for cache keys and for "give this right to …"; undefined until known. */
  readonly caller: () => Promise<string | undefined>;
}
