/** Where a project's load balancers send a request: forwarding rule, target proxy, URL map, backend service. Pure. */
import type { CertificateInfo, ComputeLink, TargetProxyInfo, UrlMapInfo } from '../../google/ports.js';
import type { IapResource } from '../../names/index.js';
import type { Candidate, Lead } from './candidates.js';
import { hostFit, type Tie } from './host.js';
import { type Inventory, listOf, namesOf, projectOf, unreadList } from './inventory.js';
import { type Destination, type UrlMapTarget, urlMapTarget } from './url-map.js';

/** A URL as a load balancer sees it. */
export interface Request {
  readonly host: string;
  /** The port, where the URL names one: clients then send it along in the Host header. */
  readonly port: number | undefined;
  readonly path: string;
  readonly secure: boolean;
}

interface Front {
  readonly map: UrlMapInfo;
  readonly certificates: readonly ComputeLink[];
}

/** A link without its project, which may be written by id or by number. */
const inProject = (link: ComputeLink): string => link.replace(/^projects\/[^/]+\//, '');
const sameLink = (a: ComputeLink, b: ComputeLink): boolean => inProject(a) === inProject(b);

/** The URL maps that some forwarding rule leads to; a map that nothing leads to answers nobody. */
function frontsOf(inventory: Inventory, { port, secure }: Request): readonly Front[] {
  const rules = listOf(inventory, 'forwardingRules');
  const proxies: readonly TargetProxyInfo[] | undefined = secure
    ? listOf(inventory, 'httpsProxies')
    : listOf(inventory, 'httpProxies');
  const maps = listOf(inventory, 'urlMaps');
  if (!rules || !proxies || !maps) return [];
  const asked = port ?? (secure ? 443 : 80);
  const open = rules.filter(
    // A service mesh has no address that browsers reach, and no IAP.
    ({ ports, loadBalancingScheme: scheme }) =>
      scheme !== 'INTERNAL_SELF_MANAGED' && (!ports || (ports.from <= asked && asked <= ports.to)),
  );
  return maps.flatMap((map) => {
    const leading = proxies.filter(
      (proxy) =>
        proxy.urlMap !== undefined &&
        sameLink(proxy.urlMap, map.link) &&
        open.some(({ target }) => target !== undefined && sameLink(target, proxy.link)),
    );
    return leading.length === 0 ? [] : [{ map, certificates: leading.flatMap((p) => p.certificates) }];
  });
}

/** With a port both readings are tried, since clients and load balancers differ in whether it counts. */
function targetsOf(map: UrlMapInfo, { host, port, path }: Request): readonly UrlMapTarget[] {
  const plain = urlMapTarget(map, host, path);
  if (port === undefined) return [plain];
  const withPort = urlMapTarget(map, `${host}:${port}`, path);
  return withPort.tie === 'none' ? [plain] : plain.tie === 'none' ? [withPort] : [plain, withPort];
}

/** A certificate's `*` stands for one label (RFC 6125). */
const covers = (domain: string, host: string): Tie | undefined => {
  const fit = hostFit(domain, host);
  return fit && domain.split('.').length === host.split('.').length ? fit.tie : undefined;
};

/** How a load balancer that takes any host is tied to this one by its certificates. */
function tieByCertificate(
  { certificates: links }: Front,
  certificates: readonly CertificateInfo[] | undefined,
  host: string,
): Tie | 'excluded' {
  const own = (certificates ?? []).filter(({ link }) => links.some((one) => sameLink(one, link)));
  const ties = own.flatMap(({ domains }) => domains.flatMap((domain) => covers(domain, host) ?? []));
  if (ties.includes('exact')) return 'exact';
  if (ties.includes('suffix')) return 'suffix';
  // Certificates may also be kept where these lists do not show them.
  const allSeen = links.length > 0 && own.length === links.length && own.every((c) => c.domains.length > 0);
  return allSeen ? 'excluded' : 'any';
}

/** What the load balancers of one project make of a request. `others` are searched for backends of other projects. */
export function throughLoadBalancers(
  inventory: Inventory,
  others: readonly Inventory[],
  request: Request,
): readonly Candidate[] {
  const certificates = listOf(inventory, 'certificates');
  return frontsOf(inventory, request).flatMap((front) =>
    targetsOf(front.map, request).flatMap(({ tie, to }): Candidate[] => {
      const named = tie === 'exact' || tie === 'suffix';
      const strength = named ? tie : tieByCertificate(front, certificates, request.host);
      // Without a rule for it and without a certificate nothing says that this host is meant.
      if (strength === 'excluded' || (tie === 'none' && strength === 'any')) return [];
      const through = `the load balancer ${front.map.name}`;
      return leadsOf(to, inventory, others, front.map).map((lead) => ({ tie: strength, lead, through }));
    }),
  );
}

/** Whether some load balancer takes hosts that it does not name: then its certificates are worth reading. */
export const takesAnyHost = (inventory: Inventory, request: Request): boolean =>
  frontsOf(inventory, request).some(({ map }) =>
    targetsOf(map, request).some(({ tie }) => tie === 'any' || tie === 'none'),
  );

function leadsOf(
  to: Destination,
  inventory: Inventory,
  others: readonly Inventory[],
  map: UrlMapInfo,
): readonly Lead[] {
  switch (to.kind) {
    case 'redirect':
      return [{ kind: 'redirect', host: to.host }];
    case 'nowhere':
      return [{ kind: 'gone', name: undefined }];
    case 'unclear':
      return [{ kind: 'unclear', names: to.services.map(nameOf), because: to.because }];
    case 'services':
      return to.services.map((link) => backendLead(link, inventory, others, map));
  }
}

const nameOf = (link: ComputeLink): string => link.slice(link.lastIndexOf('/') + 1);
const projectIn = (link: ComputeLink): string | undefined => /^projects\/([^/]+)\//.exec(link)?.[1];

function backendLead(link: ComputeLink, own: Inventory, others: readonly Inventory[], map: UrlMapInfo): Lead {
  const name = nameOf(link);
  if (link.includes('/backendBuckets/')) return { kind: 'bucket', name };
  const project = projectIn(link);
  const isOwn = project === undefined || project === projectIn(map.link) || namesOf(own).includes(project);
  const home = isOwn ? own : others.find((one) => namesOf(one).includes(project));
  if (!home) return { kind: 'foreign', project: project ?? '', name };
  const services = listOf(home, 'backendServices');
  const region = /\/regions\/([^/]+)\//.exec(link)?.[1];
  if (!services) {
    const byName = backendResource(home, { id: name, region });
    return { kind: 'unread', unread: unreadList(home, 'backendServices'), byName };
  }
  const found = services.find((one) => one.name === name && one.region === region);
  return found ? { kind: 'service', name, resource: backendResource(home, found) } : { kind: 'gone', name };
}

/** The IAP node of a backend service, by its id; IAP takes its name as well. */
export function backendResource(
  inventory: Inventory,
  { id, region }: { readonly id: string; readonly region: string | undefined },
): IapResource {
  return {
    level: 'webService',
    project: projectOf(inventory),
    type: region === undefined ? { kind: 'compute' } : { kind: 'compute', region },
    service: id,
  };
}
