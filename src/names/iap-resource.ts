/** IAP resource names of every kind: parsing, formatting, their chain of parents, and the permission each one checks. */
import { type Container, containerName, parseProject } from './container.js';

/** The kind of thing behind `iap_web`. A `region` makes it the regional form (`compute-europe-west1`). */
export type WebType =
  | { readonly kind: 'compute'; readonly region?: string }
  | { readonly kind: 'forwarding_rule'; readonly region?: string }
  | { readonly kind: 'cloud_run'; readonly region: string }
  | { readonly kind: 'appengine'; readonly app: string };

export type IapResource =
  | { readonly level: 'web'; readonly project: Container }
  | { readonly level: 'webType'; readonly project: Container; readonly type: WebType }
  | {
      readonly level: 'webService';
      readonly project: Container;
      readonly type: WebType;
      readonly service: string;
    }
  | {
      readonly level: 'webVersion';
      readonly project: Container;
      readonly type: WebType;
      readonly service: string;
      readonly version: string;
    }
  | { readonly level: 'tunnel'; readonly project: Container }
  | { readonly level: 'tunnelZone'; readonly project: Container; readonly zone: string }
  | {
      readonly level: 'tunnelInstance';
      readonly project: Container;
      readonly zone: string;
      readonly instance: string;
    }
  | { readonly level: 'tunnelLocation'; readonly project: Container; readonly region: string }
  | {
      readonly level: 'tunnelDestGroup';
      readonly project: Container;
      readonly region: string;
      readonly group: string;
    };

const SEGMENT = /^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,126}[A-Za-z0-9_])?$/;
const LOCATION = /^[a-z]+(?:-[a-z]+)+[0-9]{1,2}$/;
const ZONE = /^[a-z]+(?:-[a-z]+)+[0-9]{1,2}-[a-z]$/;
const APP = /^[a-z0-9][a-z0-9.:~-]{0,100}$/;

function parseWebType(text: string): WebType | undefined {
  const dash = text.indexOf('-');
  const head = dash < 0 ? text : text.slice(0, dash);
  const rest = dash < 0 ? undefined : text.slice(dash + 1);
  switch (head) {
    case 'compute':
    case 'forwarding_rule':
      if (rest === undefined) return { kind: head };
      return LOCATION.test(rest) ? { kind: head, region: rest } : undefined;
    case 'cloud_run':
      return rest !== undefined && LOCATION.test(rest) ? { kind: 'cloud_run', region: rest } : undefined;
    case 'appengine':
      return rest !== undefined && APP.test(rest) ? { kind: 'appengine', app: rest } : undefined;
    default:
      return undefined;
  }
}

/** `compute`, `compute-europe-west1`, `cloud_run-us-central1`, `appengine-my-app` … */
export function webTypeSegment(type: WebType): string {
  switch (type.kind) {
    case 'compute':
    case 'forwarding_rule':
      return type.region === undefined ? type.kind : `${type.kind}-${type.region}`;
    case 'cloud_run':
      return `cloud_run-${type.region}`;
    case 'appengine':
      return `appengine-${type.app}`;
  }
}

/**
 * Reads a relative IAP name, or the full one with `//iap.googleapis.com/`; nothing when it is not one.
 * `…/versions/bs_0`, which audit entries append to backend services, is read as the service itself: Compute has
 * no versions and no policy of its own there (IAP "Managing access").
 */
export function parseIapResource(text: string): IapResource | undefined {
  const parts = text
    .trim()
    .replace(/^(?:https?:)?\/\/iap\.googleapis\.com\/(?:v1\/)?/, '')
    .split('/');
  if (parts[0] !== 'projects') return undefined;
  const project = parseProject(parts[1] ?? '');
  if (!project) return undefined;
  const rest = parts.slice(3);
  if (parts[2] === 'iap_web') return parseWeb(project, rest);
  if (parts[2] === 'iap_tunnel') return parseTunnel(project, rest);
  return undefined;
}

function parseWeb(project: Container, rest: string[]): IapResource | undefined {
  if (rest.length === 0) return { level: 'web', project };
  const type = parseWebType(rest[0] ?? '');
  if (!type) return undefined;
  if (rest.length === 1) return { level: 'webType', project, type };
  const [, services, service, versions, version] = rest;
  if (services !== 'services' || service === undefined || !SEGMENT.test(service)) return undefined;
  if (rest.length === 3) return { level: 'webService', project, type, service };
  if (versions !== 'versions' || version === undefined || !SEGMENT.test(version) || rest.length !== 5)
    return undefined;
  if (type.kind !== 'appengine') return { level: 'webService', project, type, service };
  return { level: 'webVersion', project, type, service, version };
}

function parseTunnel(project: Container, rest: string[]): IapResource | undefined {
  if (rest.length === 0) return { level: 'tunnel', project };
  const [kind, place, leafKind, leaf] = rest;
  if (kind === 'zones' && place !== undefined && ZONE.test(place)) {
    if (rest.length === 2) return { level: 'tunnelZone', project, zone: place };
    if (rest.length === 4 && leafKind === 'instances' && leaf !== undefined && SEGMENT.test(leaf))
      return { level: 'tunnelInstance', project, zone: place, instance: leaf };
  }
  if (kind === 'locations' && place !== undefined && LOCATION.test(place)) {
    if (rest.length === 2) return { level: 'tunnelLocation', project, region: place };
    if (rest.length === 4 && leafKind === 'destGroups' && leaf !== undefined && SEGMENT.test(leaf))
      return { level: 'tunnelDestGroup', project, region: place, group: leaf };
  }
  return undefined;
}

/** Google's relative name without scheme or host, e.g. `projects/1/iap_web/compute/services/2`. */
export function iapName(resource: IapResource): string {
  const base = containerName(resource.project);
  switch (resource.level) {
    case 'web':
      return `${base}/iap_web`;
    case 'webType':
      return `${base}/iap_web/${webTypeSegment(resource.type)}`;
    case 'webService':
      return `${base}/iap_web/${webTypeSegment(resource.type)}/services/${resource.service}`;
    case 'webVersion':
      return `${base}/iap_web/${webTypeSegment(resource.type)}/services/${resource.service}/versions/${resource.version}`;
    case 'tunnel':
      return `${base}/iap_tunnel`;
    case 'tunnelZone':
      return `${base}/iap_tunnel/zones/${resource.zone}`;
    case 'tunnelInstance':
      return `${base}/iap_tunnel/zones/${resource.zone}/instances/${resource.instance}`;
    case 'tunnelLocation':
      return `${base}/iap_tunnel/locations/${resource.region}`;
    case 'tunnelDestGroup':
      return `${base}/iap_tunnel/locations/${resource.region}/destGroups/${resource.group}`;
  }
}

function parentOf(resource: IapResource): IapResource | undefined {
  const { project } = resource;
  switch (resource.level) {
    case 'webVersion':
      return { level: 'webService', project, type: resource.type, service: resource.service };
    case 'webService':
      return { level: 'webType', project, type: resource.type };
    case 'webType':
      return { level: 'web', project };
    case 'tunnelInstance':
      return { level: 'tunnelZone', project, zone: resource.zone };
    case 'tunnelDestGroup':
      return { level: 'tunnelLocation', project, region: resource.region };
    case 'tunnelZone':
    case 'tunnelLocation':
      return { level: 'tunnel', project };
    case 'web':
    case 'tunnel':
      return undefined;
  }
}

/** The resource and its IAP parents up to `iap_web` or `iap_tunnel`, child first. The project and above are not included. */
export function iapChain(resource: IapResource): IapResource[] {
  const chain: IapResource[] = [];
  for (let at: IapResource | undefined = resource; at; at = parentOf(at)) chain.push(at);
  return chain;
}

/** `web` resources are reached by HTTPS, `tunnel` resources by TCP forwarding. */
export function surfaceOf(resource: IapResource): 'web' | 'tunnel' {
  return resource.level.startsWith('tunnel') ? 'tunnel' : 'web';
}

/** The permission Google checks for access to this resource (IAP "Managing access"). */
export function accessPermission(resource: IapResource): string {
  if (surfaceOf(resource) === 'web') return 'iap.webServiceVersions.accessViaIAP';
  const dest = resource.level === 'tunnelDestGroup' || resource.level === 'tunnelLocation';
  return dest ? 'iap.tunnelDestGroups.accessViaIAP' : 'iap.tunnelInstances.accessViaIAP';
}

/** The role that carries {@link accessPermission} and nothing that matters beside it. */
export function accessRole(resource: IapResource): string {
  return surfaceOf(resource) === 'web'
    ? 'roles/iap.httpsResourceAccessor'
    : 'roles/iap.tunnelResourceAccessor';
}

/** What `resource.type` holds when conditions are evaluated: access is always checked on the leaf, not on the bound node. */
export function conditionResourceType(resource: IapResource): string {
  if (surfaceOf(resource) === 'web') return 'iap.googleapis.com/WebServiceVersion';
  return accessPermission(resource).startsWith('iap.tunnelDestGroups')
    ? 'iap.googleapis.com/TunnelDestGroup'
    : 'iap.googleapis.com/TunnelInstance';
}
