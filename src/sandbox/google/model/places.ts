/** The things behind IAP: backend services and what leads to them, Cloud Run services, App Engine apps. */
import type { Policy } from './policy.js';

export interface BackendServiceRecord {
  readonly project: string;
  /** Numeric id as text. */
  readonly id: string;
  readonly name: string;
  /** Absent for a global backend service. */
  readonly region: string | undefined;
  readonly protocol: 'HTTP' | 'HTTPS' | 'HTTP2';
  iapEnabled: boolean;
  oauth2ClientId: string | undefined;
  readonly createdAt: string;
  readonly securityPolicy?: string;
  /** Serverless network endpoint groups behind it, by region and name. */
  readonly endpointGroups?: readonly { readonly region: string; readonly name: string }[];
}

/** A serverless network endpoint group: what a load balancer leads to Cloud Run through. */
export interface EndpointGroupRecord {
  readonly project: string;
  readonly id: string;
  readonly region: string;
  readonly name: string;
  readonly runService: string;
  readonly createdAt: string;
}

export interface UrlMapRecord {
  readonly project: string;
  readonly id: string;
  readonly name: string;
  readonly region: string | undefined;
  /** Name of a backend service of the same project and region. */
  readonly defaultService: string;
  readonly hosts: readonly {
    readonly host: string;
    readonly service: string;
    /** Paths that lead elsewhere; `/a/*` takes what lies under `/a/`. */
    readonly paths?: readonly { readonly path: string; readonly service: string }[];
  }[];
  /** Fields as Google writes them, in place of those made from the rest: for rules that the model has no words for. */
  readonly raw?: Readonly<Record<string, unknown>>;
  readonly createdAt: string;
}

/** A forwarding rule with the target proxy it leads to; the proxy leads to the URL map of that name. */
export interface ForwardingRuleRecord {
  readonly project: string;
  readonly id: string;
  readonly name: string;
  readonly region: string | undefined;
  readonly ip: string;
  readonly urlMap: string;
  readonly secure: boolean;
  /** Names of certificates of its proxy. */
  readonly certificates?: readonly string[];
  readonly createdAt: string;
}

export interface CertificateRecord {
  readonly project: string;
  readonly id: string;
  readonly name: string;
  readonly region: string | undefined;
  readonly domains: readonly string[];
  readonly createdAt: string;
}

/** A custom domain that Cloud Run serves by itself. */
export interface DomainMappingRecord {
  readonly project: string;
  readonly region: string;
  readonly domain: string;
  readonly service: string;
  readonly createdAt: string;
}

export interface RunServiceRecord {
  readonly project: string;
  readonly region: string;
  readonly name: string;
  readonly urls: readonly string[];
  iapEnabled: boolean;
  ingress: 'INGRESS_TRAFFIC_ALL' | 'INGRESS_TRAFFIC_INTERNAL_ONLY' | 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER';
  invokerIamDisabled: boolean;
  defaultUriDisabled: boolean;
  /** The service's own IAM policy (`roles/run.invoker` and the like), not the one of its IAP node. */
  policy: Policy;
  readonly createdAt: string;
}

export interface AppEngineRecord {
  /** Project id. */
  readonly id: string;
  readonly locationId: string;
  readonly defaultHostname: string;
  iapEnabled: boolean;
  oauth2ClientId: string | undefined;
  readonly services: readonly { readonly id: string; readonly versions: readonly string[] }[];
  readonly dispatch: readonly { readonly domain: string; readonly path: string; readonly service: string }[];
  /** Custom domains. */
  readonly domains?: readonly string[];
}

export interface TagRecord {
  readonly tagKey: string;
  readonly tagValue: string;
  readonly namespacedTagKey: string;
  readonly namespacedTagValue: string;
}
