/** Reading what leads to a service: load balancers from forwarding rule to backend, custom domains, App Engine routing. */
import type { Container } from '../names/index.js';
import type { CallContext, Look } from './ports-look.js';

/**
 * Google's links without scheme, host and version: `projects/P/global/urlMaps/N`, `projects/P/regions/R/urlMaps/N`.
 * P is the project's text id as Google writes it.
 */
export type ComputeLink = string;

export interface ForwardingRuleInfo {
  readonly link: ComputeLink;
  readonly name: string;
  /** What receives the traffic; undefined for load balancers that pass packets on. */
  readonly target: ComputeLink | undefined;
  /** First and last port; undefined where Google names none. */
  readonly ports: { readonly from: number; readonly to: number } | undefined;
  readonly loadBalancingScheme: string | undefined;
}

export interface TargetProxyInfo {
  readonly link: ComputeLink;
  readonly name: string;
  readonly urlMap: ComputeLink | undefined;
  readonly certificates: ComputeLink[];
}

export interface CertificateInfo {
  readonly link: ComputeLink;
  /** Host names the certificate is for, `*.example.com` included. */
  readonly domains: string[];
}

/** Where a rule of a URL map sends a request. Neither services nor a redirect: the rule does not say. */
export interface RouteTo {
  /** Backend services or backend buckets; several where traffic is split. Those with weight 0 are left out. */
  readonly services: ComputeLink[];
  readonly redirect: { readonly https: boolean; readonly host: string | undefined } | undefined;
}

/** One alternative of a route rule; everything in it has to hold. */
export interface RouteMatch {
  readonly prefix: string | undefined;
  readonly full: string | undefined;
  readonly ignoreCase: boolean;
  /** What the rule asks beyond prefix and full path, by Google's field names: a URL alone does not settle it. */
  readonly beyond: string[];
}

export interface PathMatcherInfo {
  readonly name: string;
  readonly otherwise: RouteTo;
  /** Longest path first, whatever their order here. */
  readonly pathRules: { readonly paths: string[]; readonly to: RouteTo }[];
  /** By priority, smallest number first, whatever their order here. */
  readonly routeRules: { readonly priority: number; readonly matches: RouteMatch[]; readonly to: RouteTo }[];
}

export interface UrlMapInfo {
  readonly link: ComputeLink;
  readonly name: string;
  readonly otherwise: RouteTo;
  readonly hostRules: { readonly hosts: string[]; readonly matcher: string }[];
  readonly matchers: PathMatcherInfo[];
}

/** Every list covers the global and all regional resources of a project; `unavailable` when a region was not reached. */
export interface LoadBalancingPort {
  /** `GET compute/v1/projects/P/aggregated/forwardingRules`. */
  forwardingRules(project: Container, call: CallContext): Promise<Look<ForwardingRuleInfo[]>>;
  /** `GET compute/v1/projects/P/aggregated/targetHttpsProxies`. */
  httpsProxies(project: Container, call: CallContext): Promise<Look<TargetProxyInfo[]>>;
  /** `GET compute/v1/projects/P/aggregated/targetHttpProxies`. */
  httpProxies(project: Container, call: CallContext): Promise<Look<TargetProxyInfo[]>>;
  /** `GET compute/v1/projects/P/aggregated/urlMaps`. */
  urlMaps(project: Container, call: CallContext): Promise<Look<UrlMapInfo[]>>;
  /** `GET compute/v1/projects/P/aggregated/sslCertificates`. */
  certificates(project: Container, call: CallContext): Promise<Look<CertificateInfo[]>>;
}

/** A custom domain that Cloud Run serves by itself. */
export interface RunDomainInfo {
  readonly domain: string;
  /** Name of the Cloud Run service. */
  readonly service: string;
  /** Undefined where Google does not say. */
  readonly region: string | undefined;
}

export interface AppInfo {
  /** The application's id, which is the project's text id. */
  readonly id: string;
  readonly defaultHostname: string | undefined;
  readonly servingStatus: string | undefined;
  readonly iapEnabled: boolean | undefined;
  readonly oauth2ClientId: string | undefined;
  /** In the order in which they are tried. */
  readonly dispatch: { readonly domain: string; readonly path: string; readonly service: string }[];
}

export interface AppEnginePort {
  /** `GET v1/apps/A`; `not-found` where the project has no application. */
  app(id: string, call: CallContext): Promise<Look<AppInfo>>;
  /** `GET v1/apps/A/services`: the ids of the services. */
  services(id: string, call: CallContext): Promise<Look<string[]>>;
  /** `GET v1/apps/A/domainMappings`: custom domains of the application. */
  domains(id: string, call: CallContext): Promise<Look<string[]>>;
}
