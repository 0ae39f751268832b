/** Names of nodes: one canonical spelling (project numbers), and the way up from each of them. */
import type { ProjectRecord, World } from './world.js';

const IAP_TAILS: readonly RegExp[] = [
  /^iap_web$/,
  /^iap_web\/(?:compute|forwarding_rule)(?:-[a-z0-9-]+)?$/,
  /^iap_web\/(?:compute|forwarding_rule)(?:-[a-z0-9-]+)?\/services\/[^/]+$/,
  /^iap_web\/cloud_run-[a-z0-9-]+(?:\/services\/[^/]+)?$/,
  /^iap_web\/appengine-[^/]+(?:\/services\/[^/]+(?:\/versions\/[^/]+)?)?$/,
  /^iap_tunnel$/,
  /^iap_tunnel\/zones\/[^/]+(?:\/instances\/[^/]+)?$/,
  /^iap_tunnel\/locations\/[^/]+(?:\/destGroups\/[^/]+)?$/,
];

/** A project by number or text id. */
export function findProject(world: World, key: string): ProjectRecord | undefined {
  return world.projects.find((project) => project.number === key || project.projectId === key);
}

/**
 * The canonical name of a container or IAP node: project numbers, and the numeric id of a backend service asked by
 * name. Undefined when the shape is not one of Google's or the container does not exist.
 */
export function canonicalNode(world: World, name: string): string | undefined {
  const [plural, key, ...rest] = name.split('/');
  if (plural === undefined || key === undefined || key === '') return undefined;
  const tail = rest.join('/');
  if (plural === 'folders') return tail === '' && world.folders.some((f) => f.id === key) ? name : undefined;
  if (plural === 'organizations')
    return tail === '' && world.organizations.some((o) => o.id === key) ? name : undefined;
  if (plural !== 'projects') return undefined;
  const project = findProject(world, key);
  if (!project) return undefined;
  const base = `projects/${project.number}`;
  if (tail === '') return base;
  return IAP_TAILS.some((shape) => shape.test(tail))
    ? `${base}/${withBackendId(world, project, tail)}`
    : undefined;
}

function withBackendId(world: World, project: ProjectRecord, tail: string): string {
  const match = /^iap_web\/compute(?:-([a-z0-9-]+))?\/services\/([^/]+)$/.exec(tail);
  const [, region, service] = match ?? [];
  if (service === undefined || /^[0-9]+$/.test(service)) return tail;
  const backend = world.backendServices.find(
    (b) => b.project === project.number && b.region === region && b.name === service,
  );
  return backend ? tail.replace(/[^/]+$/, backend.id) : tail;
}

/** The next node up, or nothing above an organisation. Takes and gives canonical names. */
export function parentNode(world: World, node: string): string | undefined {
  const parts = node.split('/');
  const [plural, key] = parts;
  if (plural === 'organizations') return undefined;
  if (plural === 'folders') return world.folders.find((folder) => folder.id === key)?.parent;
  if (parts.length === 2) return world.projects.find((project) => project.number === key)?.parent;
  if (parts.length === 3) return `projects/${key}`;
  const collection = parts.at(-2);
  const paired = collection === 'services' || collection === 'versions' || parts[2] === 'iap_tunnel';
  return parts.slice(0, paired ? -2 : -1).join('/');
}

/** The node and everything above it, child first. */
export function chainOf(world: World, node: string): string[] {
  const chain: string[] = [];
  for (let at: string | undefined = node; at !== undefined; at = parentNode(world, at)) chain.push(at);
  return chain;
}

/** Only the containers of the chain, child first. */
export function containersOf(world: World, node: string): string[] {
  return chainOf(world, node).filter((name) => name.split('/').length === 2);
}

/** `//cloudresourcemanager.googleapis.com/projects/1` or `//iap.googleapis.com/projects/1/iap_web`. */
export function fullName(node: string): string {
  const host = node.split('/').length === 2 ? 'cloudresourcemanager' : 'iap';
  return `//${host}.googleapis.com/${node}`;
}
