/** What a project holds that leads from a host to a service, each list as it was read or with the reason why not. */
import type {
  AppInfo,
  BackendServiceInfo,
  CertificateInfo,
  ForwardingRuleInfo,
  Google,
  Look,
  LookProblem,
  ProjectInfo,
  RunDomainInfo,
  RunServiceInfo,
  TargetProxyInfo,
  UrlMapInfo,
} from '../../google/ports.js';
import { type Container, isNumeric, parseProject } from '../../names/index.js';
import type { Fact, Scope, Seen } from '../engine.js';
import type { Looks } from '../facts/looks.js';
import { nothingThere, notServed } from '../missing.js';
import type { PlaceLooks } from './looks.js';

/** Every kind of list, and what it holds. */
export interface Lists {
  readonly project: ProjectInfo;
  readonly forwardingRules: ForwardingRuleInfo[];
  readonly httpsProxies: TargetProxyInfo[];
  readonly httpProxies: TargetProxyInfo[];
  readonly urlMaps: UrlMapInfo[];
  readonly certificates: CertificateInfo[];
  readonly backendServices: BackendServiceInfo[];
  readonly runServices: RunServiceInfo[];
  readonly runDomains: RunDomainInfo[];
  /** Null: the project has no application. */
  readonly app: AppInfo | null;
  readonly appServices: string[];
  readonly appDomains: string[];
}

export type ListName = keyof Lists;

/** The lists of one project that have been asked for; those still under way are not there yet. */
export interface Inventory {
  readonly asked: Container;
  readonly lists: { [K in ListName]?: Look<Lists[K]> };
}

/** A list that is wanted and could not be had. */
export interface Unread {
  readonly project: Container;
  readonly list: ListName;
  readonly problem: LookProblem;
  /** The project itself was read. */
  readonly exists: boolean;
}

/**
 * Whether the list may hold something all the same. A 404 is the word that there is nothing only while nobody has seen
 * the project: one that exists has its lists.
 */
export const hides = ({ problem, exists }: Unread): boolean =>
  exists ? !notServed(problem) : !nothingThere(problem);

export interface Shelves {
  readonly looks: Looks;
  readonly place: PlaceLooks;
  readonly google: Google;
}

/** App Engine is asked by the project's text id; a project known by number has to say it first. */
async function appId(scope: Scope, { looks }: Shelves, project: Container): Promise<Look<string>> {
  if (!isNumeric(project)) return { ok: true, value: project.id };
  const { look } = await scope.get(looks.project(project));
  return look.ok ? { ok: true, value: look.value.projectId } : look;
}

async function ofApp<T>(
  scope: Scope,
  shelves: Shelves,
  project: Container,
  leafOf: (id: string) => Fact<Seen<T>>,
): Promise<Look<T>> {
  const id = await appId(scope, shelves, project);
  return id.ok ? (await scope.get(leafOf(id.value))).look : id;
}

/** One list of one project. A missing application is a fact: Google answers 404 for projects without one. */
export async function readList<K extends ListName>(
  scope: Scope,
  shelves: Shelves,
  project: Container,
  list: K,
): Promise<Look<Lists[K]>> {
  const { looks, place } = shelves;
  const app = async (): Promise<Look<AppInfo | null>> => {
    const look = await ofApp(scope, shelves, project, place.app);
    return !look.ok && look.problem.kind === 'not-found' && look.problem.api === 'appengine'
      ? { ok: true, value: null }
      : look;
  };
  const readers: { readonly [L in ListName]: () => Promise<Look<Lists[L]>> } = {
    project: async () => (await scope.get(looks.project(project))).look,
    forwardingRules: async () => (await scope.get(place.forwardingRules(project))).look,
    httpsProxies: async () => (await scope.get(place.httpsProxies(project))).look,
    httpProxies: async () => (await scope.get(place.httpProxies(project))).look,
    urlMaps: async () => (await scope.get(place.urlMaps(project))).look,
    certificates: async () => (await scope.get(place.certificates(project))).look,
    backendServices: async () => (await scope.get(looks.backendServices(project))).look,
    runServices: async () => (await scope.get(looks.runServices(project))).look,
    runDomains: async () => (await scope.get(place.runDomains(project))).look,
    app,
    appServices: () => ofApp(scope, shelves, project, place.appServices),
    appDomains: () => ofApp(scope, shelves, project, place.appDomains),
  };
  return readers[list]();
}

/** The value of a list, where it was read. */
export function listOf<K extends ListName>(inventory: Inventory, list: K): Lists[K] | undefined {
  const look: Look<Lists[K]> | undefined = inventory.lists[list];
  return look?.ok ? look.value : undefined;
}

const UNANSWERED: LookProblem = {
  kind: 'deadline',
  api: 'compute',
  resource: '',
  message: 'Google had not answered when the rest was already clear.',
};

/** A list that was wanted, with the reason why it is not there. */
export function unreadList(inventory: Inventory, list: ListName): Unread {
  const look = inventory.lists[list];
  const problem = look && !look.ok ? look.problem : UNANSWERED;
  return { project: inventory.asked, list, problem, exists: listOf(inventory, 'project') !== undefined };
}

/** Which of the wanted lists are missing. */
export const unreadOf = (inventories: readonly Inventory[], lists: readonly ListName[]): readonly Unread[] =>
  inventories.flatMap((inventory) =>
    lists.flatMap((list) => (inventory.lists[list]?.ok ? [] : [unreadList(inventory, list)])),
  );

/** The project by its number where that is known: IAP's own names, and the logs, carry numbers. */
export function projectOf(inventory: Inventory): Container {
  const info = listOf(inventory, 'project');
  return (info && parseProject(info.number)) ?? inventory.asked;
}

/** Every name the project goes by, its text id first where that is known. */
export function namesOf(inventory: Inventory): readonly string[] {
  const info = listOf(inventory, 'project');
  return [...new Set([...(info ? [info.projectId, info.number] : []), inventory.asked.id])];
}
