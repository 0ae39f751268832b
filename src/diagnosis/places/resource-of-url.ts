/** From a URL to the IAP resource behind it, by what Google says about the way there; DNS is never asked. */
import { type Container, type IapResource, parseProject } from '../../names/index.js';
import type { Fact, Scope } from '../engine.js';
import { labelsBefore } from './app-engine.js';
import { type Candidate, type Decision, decide, tied } from './candidates.js';
import { gather } from './gather.js';
import type { Tie } from './host.js';
import {
  type Inventory,
  type ListName,
  listOf,
  namesOf,
  type Shelves,
  type Unread,
  unreadOf,
} from './inventory.js';
import { type Request, takesAnyHost, throughLoadBalancers } from './load-balancers.js';
import { isRunHost, parseRunHost } from './run-url.js';
import { throughAppEngine, throughCloudRun } from './serverless.js';

export type UrlAnswer =
  | {
      readonly kind: 'service';
      readonly name: string;
      readonly resource: IapResource;
      /** What was assumed, where no rule names the host; shown with the answer. */
      readonly note: string | undefined;
    }
  /** The way is known, but does not end at one service. */
  | { readonly kind: 'not-one'; readonly candidates: readonly Candidate[] }
  /** What has to be seen for a definite answer, and where it would lead as far as can be seen. */
  | { readonly kind: 'unread'; readonly unread: readonly Unread[]; readonly candidates: readonly Candidate[] }
  /** Nothing that was seen leads there; `unread` may still hide it. `hosts` are those that lead somewhere. */
  | {
      readonly kind: 'unknown';
      readonly unread: readonly Unread[];
      readonly hosts: readonly string[];
      /** Names of the projects that were searched. */
      readonly projects: readonly string[];
    };

/** Where to look: `further` projects only when the others have no definite answer. */
export interface Searched {
  readonly projects: readonly Container[];
  readonly further: readonly Container[];
}

interface Search {
  readonly scope: Scope;
  readonly shelves: Shelves;
  readonly inventories: Inventory[];
  readonly lists: readonly ListName[];
  readonly request: Request;
}

const EVERYTHING: readonly ListName[] = [
  ...(['project', 'forwardingRules', 'httpsProxies', 'urlMaps', 'backendServices'] as const),
  ...(['runServices', 'runDomains', 'app'] as const),
];

/** Hosts of Google's own serverless domains can only be answered by these; nothing else is read for them. */
function listsFor(host: string): readonly ListName[] {
  if (isRunHost(host)) return ['project', 'runServices'];
  return host.endsWith('.appspot.com') ? ['project', 'app'] : EVERYTHING;
}

/** IAP needs HTTPS, so an `http` URL is first read as its `https` twin. */
const requestOf = (url: URL): Request => ({
  host: url.hostname.toLowerCase().replace(/\.$/, ''),
  port: url.port === '' ? undefined : Number(url.port),
  path: url.pathname,
  secure: true,
});

const candidatesOf = ({ inventories, request }: Search): readonly Candidate[] =>
  inventories.flatMap((inventory) => [
    ...throughCloudRun(inventory, request.host),
    ...throughAppEngine(inventory, request.host, request.path),
    ...throughLoadBalancers(inventory, inventories, request),
  ]);

/** What follows from one kind of tie; backend services of projects that were not searched are looked up for it. */
async function settle(search: Search, tie: Tie): Promise<Decision> {
  const now = (): Decision => decide(tied(candidatesOf(search), tie));
  const first = now();
  if (first.kind !== 'foreign') return first;
  const added = first.projects.flatMap((id): Inventory[] => {
    const asked = parseProject(id);
    return asked ? [{ asked, lists: {} }] : [];
  });
  await gather(search.scope, search.shelves, added, ['project', 'backendServices'], () => false);
  search.inventories.push(...added);
  return now();
}

/** Reads lists of some projects, and of their applications what the host asks for. */
async function visit(
  search: Search,
  projects: readonly Container[],
  lists: readonly ListName[],
): Promise<void> {
  const { scope, shelves, inventories, request } = search;
  const added = projects.map((asked): Inventory => ({ asked, lists: {} }));
  inventories.push(...added);
  await gather(
    scope,
    shelves,
    added,
    lists,
    () => decide(tied(candidatesOf(search), 'exact')).kind === 'service',
  );
  const named = added.filter((inventory) => {
    const app = listOf(inventory, 'app');
    return app && (labelsBefore(app, request.host)?.length ?? 0) > 0;
  });
  await gather(scope, shelves, named, ['appServices'], () => false);
}

function answerOf(search: Search, decision: Exclude<Decision, { kind: 'none' }>, tie: Tie): UrlAnswer {
  const candidates = tied(candidatesOf(search), tie);
  switch (decision.kind) {
    case 'service': {
      const { name, resource, through } = decision;
      const note =
        tie === 'any'
          ? `No rule names ${search.request.host}; ${through} takes every host and leads to ${name}, so this is about ${name}.`
          : undefined;
      return { kind: 'service', name, resource, note };
    }
    case 'not-one':
      return { kind: 'not-one', candidates: decision.candidates };
    case 'unread':
      return { kind: 'unread', unread: decision.unread, candidates };
    case 'foreign':
      return { kind: 'not-one', candidates };
  }
}

/** A host that says project, region and service by itself needs no list, only the proof that there is such a service. */
async function byRunHost({ scope, shelves, inventories, request }: Search): Promise<UrlAnswer | undefined> {
  const said = parseRunHost(request.host);
  const project = said && parseProject(said.project);
  if (!said || !project) return undefined;
  const home = inventories.find((inventory) => namesOf(inventory).includes(said.project));
  if (home && listOf(home, 'runServices')) return undefined;
  const { look } = await scope.get(shelves.looks.runService(project, said.region, said.service));
  if (!look.ok && look.problem.kind === 'not-found') return undefined;
  const type = { kind: 'cloud_run', region: said.region } as const;
  const resource: IapResource = { level: 'webService', project, type, service: said.service };
  return { kind: 'service', name: said.service, resource, note: undefined };
}

/** What ties a host that no rule names: certificates of load balancers that take any, custom domains of applications. */
const TIES: readonly ListName[] = ['certificates', 'appDomains'];

const openTo = ({ inventories, request }: Search): readonly Inventory[] =>
  inventories.filter((inventory) => takesAnyHost(inventory, request));
const withApp = ({ inventories }: Search): readonly Inventory[] =>
  inventories.filter((inventory) => listOf(inventory, 'app'));

async function readTies(search: Search): Promise<void> {
  const { scope, shelves } = search;
  await Promise.all([
    gather(scope, shelves, openTo(search), ['certificates'], () => false),
    gather(scope, shelves, withApp(search), ['appDomains'], () => false),
  ]);
}

/** The lists that could hold something closer and were not read. */
const unreadIn = (search: Search): readonly Unread[] => [
  ...unreadOf(
    search.inventories,
    search.lists.filter((list) => list !== 'project'),
  ),
  ...unreadOf(openTo(search), ['certificates']),
  ...unreadOf(withApp(search), ['appDomains']),
];

/** Patterns decide only when nothing that could name the host itself was left unread. */
async function byPattern(search: Search, unread: readonly Unread[]): Promise<UrlAnswer | undefined> {
  for (const tie of ['suffix', 'any'] as const) {
    const decision = await settle(search, tie);
    if (decision.kind === 'none') continue;
    if (unread.length > 0) return { kind: 'unread', unread, candidates: tied(candidatesOf(search), tie) };
    return answerOf(search, decision, tie);
  }
  return undefined;
}

async function find(search: Search, { projects, further }: Searched, url: URL): Promise<UrlAnswer> {
  const { scope, shelves, inventories, lists, request } = search;
  // Their numbers tell which of them have been searched already.
  for (const project of further) scope.start(shelves.looks.project(project));
  await visit(search, projects, lists);
  let exact = await settle(search, 'exact');
  const onRun = isRunHost(request.host);
  if (exact.kind === 'none') {
    const seen = new Set(inventories.flatMap(namesOf));
    const rest = further.filter(({ id }) => !seen.has(id));
    await Promise.all([
      visit(search, rest, onRun ? lists : [...lists, ...TIES]),
      onRun ? undefined : readTies(search),
    ]);
    exact = await settle(search, 'exact');
  }
  if (exact.kind !== 'none') return answerOf(search, exact, 'exact');
  const unread = unreadIn(search);
  if (onRun) return (await byRunHost(search)) ?? unknownTo(search, unread);
  const found = await byPattern(search, unread);
  if (found) return found;
  if (url.protocol === 'http:') return findPlain(search, unread);
  return unknownTo(search, unread);
}

/** Load balancers without HTTPS: nothing answered the URL's `https` twin. */
async function findPlain(search: Search, unread: readonly Unread[]): Promise<UrlAnswer> {
  const plain: Search = { ...search, request: { ...search.request, secure: false } };
  await gather(plain.scope, plain.shelves, plain.inventories, ['httpProxies'], () => false);
  const all = [...unread, ...unreadOf(plain.inventories, ['httpProxies'])];
  const exact = await settle(plain, 'exact');
  if (exact.kind !== 'none') return answerOf(plain, exact, 'exact');
  return (await byPattern(plain, all)) ?? unknownTo(plain, all);
}

const unknownTo = ({ inventories }: Search, unread: readonly Unread[]): UrlAnswer => ({
  kind: 'unknown',
  unread,
  hosts: hostsIn(inventories),
  projects: inventories.flatMap((inventory) => namesOf(inventory)[0] ?? []),
});

/** Every host that something names, for "did you mean". */
export function hostsIn(inventories: readonly Inventory[]): readonly string[] {
  const hosts = inventories.flatMap((inventory) => [
    ...(listOf(inventory, 'urlMaps') ?? []).flatMap(({ hostRules }) => hostRules.flatMap((r) => r.hosts)),
    ...(listOf(inventory, 'runDomains') ?? []).map(({ domain }) => domain),
    ...(listOf(inventory, 'app')?.dispatch ?? []).map(({ domain }) => domain),
    ...(listOf(inventory, 'appDomains') ?? []),
  ]);
  return [...new Set(hosts)].filter((host) => !host.includes('*'));
}

/** The IAP resource behind a URL. Nothing is guessed: what cannot be told apart, or was not seen, is said. */
export function resourceOfUrl(shelves: Shelves, searched: Searched, url: URL): Fact<UrlAnswer> {
  const request = requestOf(url);
  return {
    key: `resource of ${url.protocol}//${url.host}${url.pathname}`,
    read: (scope) =>
      find({ scope, shelves, inventories: [], lists: listsFor(request.host), request }, searched, url),
  };
}
