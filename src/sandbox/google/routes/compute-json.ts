/** Compute Engine resources as its API writes them: the load balancer from forwarding rule to backend service. */
import type { ProjectRecord, UrlMapRecord, World } from '../model.js';

export interface ComputeItem {
  readonly id: string;
  readonly name: string;
  readonly region: string | undefined;
  readonly json: Readonly<Record<string, unknown>>;
}

export type ComputeKind =
  | 'backendServices'
  | 'networkEndpointGroups'
  | 'urlMaps'
  | 'forwardingRules'
  | 'targetHttpsProxies'
  | 'targetHttpProxies'
  | 'sslCertificates';

export const COMPUTE_KINDS: readonly ComputeKind[] = [
  'backendServices',
  'networkEndpointGroups',
  'urlMaps',
  'forwardingRules',
  'targetHttpsProxies',
  'targetHttpProxies',
  'sslCertificates',
];

const BASE = 'https://www.googleapis.com/compute/v1/projects';

/** `…/global/urlMaps/x` or `…/regions/R/urlMaps/x`. */
function link(project: ProjectRecord, region: string | undefined, kind: string, name: string): string {
  const place = region === undefined ? 'global' : `regions/${region}`;
  return `${BASE}/${project.projectId}/${place}/${kind}/${name}`;
}

function common(
  project: ProjectRecord,
  kind: ComputeKind,
  item: { id: string; name: string; region: string | undefined; createdAt: string },
): Record<string, unknown> {
  return {
    id: item.id,
    name: item.name,
    creationTimestamp: item.createdAt,
    selfLink: link(project, item.region, kind, item.name),
    ...(item.region === undefined ? {} : { region: `${BASE}/${project.projectId}/regions/${item.region}` }),
  };
}

function backends(world: World, project: ProjectRecord): ComputeItem[] {
  return world.backendServices
    .filter((backend) => backend.project === project.number)
    .map((backend) => ({
      ...backend,
      json: {
        kind: 'compute#backendService',
        ...common(project, 'backendServices', backend),
        protocol: backend.protocol,
        port: 443,
        portName: 'https',
        timeoutSec: 30,
        loadBalancingScheme: 'EXTERNAL_MANAGED',
        ...(backend.securityPolicy === undefined ? {} : { securityPolicy: backend.securityPolicy }),
        ...(backend.endpointGroups === undefined
          ? {}
          : {
              backends: backend.endpointGroups.map(({ region, name }) => ({
                group: link(project, region, 'networkEndpointGroups', name),
                balancingMode: 'UTILIZATION',
              })),
            }),
        iap: {
          enabled: backend.iapEnabled,
          ...(backend.oauth2ClientId === undefined ? {} : { oauth2ClientId: backend.oauth2ClientId }),
        },
      },
    }));
}

function endpointGroups(world: World, project: ProjectRecord): ComputeItem[] {
  return world.endpointGroups
    .filter((group) => group.project === project.number)
    .map((group) => ({
      ...group,
      json: {
        kind: 'compute#networkEndpointGroup',
        ...common(project, 'networkEndpointGroups', group),
        networkEndpointType: 'SERVERLESS',
        size: 0,
        cloudRun: { service: group.runService },
      },
    }));
}

/** Hosts that lead to one service share a matcher; a host with paths of its own has its own. */
const matcherName = ({ host, service, paths = [] }: UrlMapRecord['hosts'][number]): string =>
  paths.length === 0 ? `to-${service}` : `of-${host.replace(/[^a-z0-9]+/g, '-')}`;

function urlMaps(world: World, project: ProjectRecord): ComputeItem[] {
  return world.urlMaps
    .filter((map) => map.project === project.number)
    .map((map) => {
      const to = (service: string): string => link(project, map.region, 'backendServices', service);
      return {
        ...map,
        json: {
          kind: 'compute#urlMap',
          ...common(project, 'urlMaps', map),
          defaultService: to(map.defaultService),
          hostRules: map.hosts.map((rule) => ({ hosts: [rule.host], pathMatcher: matcherName(rule) })),
          pathMatchers: [...new Map(map.hosts.map((rule) => [matcherName(rule), rule])).values()].map(
            ({ service, paths = [], ...rule }) => ({
              name: matcherName({ service, paths, ...rule }),
              defaultService: to(service),
              ...(paths.length === 0
                ? {}
                : { pathRules: paths.map((one) => ({ paths: [one.path], service: to(one.service) })) }),
            }),
          ),
          ...map.raw,
        },
      };
    });
}

function rules(world: World, project: ProjectRecord): ComputeItem[] {
  return world.forwardingRules
    .filter((rule) => rule.project === project.number)
    .map((rule) => ({
      ...rule,
      json: {
        kind: 'compute#forwardingRule',
        ...common(project, 'forwardingRules', rule),
        IPAddress: rule.ip,
        IPProtocol: 'TCP',
        portRange: rule.secure ? '443-443' : '80-80',
        loadBalancingScheme: 'EXTERNAL_MANAGED',
        target: link(
          project,
          rule.region,
          rule.secure ? 'targetHttpsProxies' : 'targetHttpProxies',
          `${rule.name}-proxy`,
        ),
      },
    }));
}

/** A proxy per forwarding rule: the model keeps no proxies of their own. */
function proxies(world: World, project: ProjectRecord, secure: boolean): ComputeItem[] {
  const kind = secure ? 'targetHttpsProxies' : 'targetHttpProxies';
  return world.forwardingRules
    .filter((rule) => rule.project === project.number && rule.secure === secure)
    .map((rule) => {
      const proxy = { ...rule, id: `1${rule.id}`.slice(0, 19), name: `${rule.name}-proxy` };
      return {
        ...proxy,
        json: {
          kind: secure ? 'compute#targetHttpsProxy' : 'compute#targetHttpProxy',
          ...common(project, kind, proxy),
          urlMap: link(project, rule.region, 'urlMaps', rule.urlMap),
          ...(rule.certificates === undefined
            ? {}
            : {
                sslCertificates: rule.certificates.map((name) =>
                  link(project, rule.region, 'sslCertificates', name),
                ),
              }),
        },
      };
    });
}

function certificates(world: World, project: ProjectRecord): ComputeItem[] {
  return world.certificates
    .filter((one) => one.project === project.number)
    .map((one) => ({
      ...one,
      json: {
        kind: 'compute#sslCertificate',
        ...common(project, 'sslCertificates', one),
        type: 'MANAGED',
        managed: { domains: one.domains, status: 'ACTIVE' },
        subjectAlternativeNames: one.domains,
      },
    }));
}

/** Everything of a kind in a project, global and regional. */
export function computeItems(world: World, project: ProjectRecord, kind: ComputeKind): ComputeItem[] {
  switch (kind) {
    case 'backendServices':
      return backends(world, project);
    case 'networkEndpointGroups':
      return endpointGroups(world, project);
    case 'urlMaps':
      return urlMaps(world, project);
    case 'forwardingRules':
      return rules(world, project);
    case 'targetHttpsProxies':
      return proxies(world, project, true);
    case 'targetHttpProxies':
      return proxies(world, project, false);
    case 'sslCertificates':
      return certificates(world, project);
  }
}
