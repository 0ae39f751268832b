/** Reading IAP and what stands behind it: settings, logs, backend services, Cloud Run, and Google's own troubleshooter. */
import type { Container, Email, IapResource } from '../names/index.js';
import type { AllowPolicy } from '../policy/types.js';
import type { RunDomainInfo } from './ports-inventory.js';
import type { CallContext, Look } from './ports-look.js';

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
  /** `GET v1/{node}:iapSettings`: the settings of one IAP node, or of the project, folder or organisation above it. */
  settings(node: IapResource | Container, call: CallContext): Promise<Look<IapSettings>>;
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

/** One page of entries, newest first, and what asks for the next one. */
export interface LogPage {
  readonly entries: readonly RawLogEntry[];
  readonly next: string | undefined;
}

export interface LogsPort {
  /**
   * One page of `POST v2/entries:list` with `orderBy: timestamp desc`; `limit` is the size of the page. Waits its turn
   * where the quota of sixty reads a minute would be passed, and is `throttled` when that would take too long.
   */
  page(query: LogQuery, token: string | undefined, call: CallContext): Promise<Look<LogPage>>;
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
  /** URLs of the instance groups and network endpoint groups behind it. */
  readonly groups?: string[] | undefined;
}

export interface ComputePort {
  /** `GET compute/v1/projects/P/aggregated/backendServices`; `unavailable` when Google could not reach a region. */
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
  /** `GET v2/projects/P/locations/-/services`; `unavailable` when Google could not reach a region. */
  services(project: Container, call: CallContext): Promise<Look<RunServiceInfo[]>>;
  /** `GET v2/projects/P/locations/R/services/S`. */
  service(project: Container, region: string, name: string, call: CallContext): Promise<Look<RunServiceInfo>>;
  /** `GET apis/domains.cloudrun.com/v1/namespaces/P/domainmappings`; `unavailable` when a region was not reached. */
  domains(project: Container, call: CallContext): Promise<Look<RunDomainInfo[]>>;
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
