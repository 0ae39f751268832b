/** What capabilities can be tried on: the configured places and projects, what is above them, and who is named there. */
import type { Config } from '../../config.js';
import type { Google } from '../../google/ports.js';
import {
  type Container,
  type CustomerId,
  containerName,
  type DomainName,
  domainOf,
  type Email,
  type Principal,
  parseAllowMember,
  parseEmail,
  parseRole,
  sameContainer,
} from '../../names/index.js';
import type { AllowPolicy } from '../../policy/types.js';
import type { Scope } from '../engine.js';
import { type Looks, looksOf } from '../facts/looks.js';
import { knownPlaces } from '../place.js';
import { type PlaceLooks, placeLooksOf } from '../places/looks.js';
import type { Place } from '../question.js';
import { type ListLooks, listLooks } from '../who/portions.js';

/** Enough to meet each kind of right, few enough to be cheap. */
const MOST_PROJECTS = 5;
const MOST_PLACES = 5;
const MOST_NAMES = 3;

/** Names to ask Google about, taken from the configuration and from policies. */
export interface Samples {
  /** Those of the own customer first. */
  readonly people: readonly Email[];
  readonly groups: readonly Email[];
  readonly accounts: readonly Email[];
  readonly roles: readonly string[];
}

export interface Ground {
  readonly google: Google;
  readonly config: Config;
  readonly looks: Looks;
  readonly lists: ListLooks;
  readonly routes: PlaceLooks;
  readonly now: number;
  readonly places: readonly Place[];
  /** Each once, however it is written: by number or by its text id. */
  readonly projects: () => Promise<readonly Container[]>;
  /** Those of the projects that stand in an organisation, as far as that can be seen. */
  readonly projectsOf: (organization: Container) => Promise<readonly Container[]>;
  /** The configured organisation, else that of the first project. */
  readonly organization: () => Promise<Container | undefined>;
  /** Folders above the projects. */
  readonly folders: () => Promise<readonly Container[]>;
  readonly customer: () => Promise<CustomerId | undefined>;
  readonly samples: () => Promise<Samples>;
}

/** Once per question: whoever asks first starts it. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function distinctBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}

/** `newScope` gives every fact a scope of its own, so that their round trips are not added up. */
export function groundOf(google: Google, config: Config, now: number, newScope: () => Scope): Ground {
  const looks = looksOf(google);
  const places = spread(knownPlaces(config));
  const written = distinctBy(
    [...config.projects, ...places.map(({ resource }) => resource.project)],
    containerName,
  ).slice(0, MOST_PROJECTS);
  const projects = once(() => sameOnce(written, looks, newScope));
  const ancestries = once(async () => {
    const seen = await Promise.all(
      (await projects()).map((project) => newScope().get(looks.ancestry(project))),
    );
    return seen.flatMap(({ look }) => (look.ok ? look.value : []));
  });
  const organization = once(async () => {
    if (config.organization) return config.organization;
    return (await ancestries()).find(({ kind }) => kind === 'organization');
  });
  const info = once(async () => {
    const found = await organization();
    if (!found) return undefined;
    const { look } = await newScope().get(looks.organization(found));
    return look.ok ? look.value : undefined;
  });
  return {
    google,
    config,
    looks,
    lists: listLooks(google),
    routes: placeLooksOf(google),
    now,
    places,
    projects,
    projectsOf: async (wanted) => {
      const all = await projects();
      const above = await Promise.all(all.map((project) => newScope().get(looks.ancestry(project))));
      return all.filter((_, i) => {
        const look = above[i]?.look;
        return !look?.ok || look.value.some((one) => sameContainer(one, wanted));
      });
    },
    organization,
    folders: once(async () => {
      const folders = (await ancestries()).filter(({ kind }) => kind === 'folder');
      return folders.filter((one, i) => folders.findIndex((other) => sameContainer(one, other)) === i);
    }),
    customer: async () => (await info())?.customerId,
    samples: once(async () => {
      const seen = await Promise.all([
        ...places.map(({ resource }) => newScope().get(looks.iapPolicy(resource))),
        ...(await projects()).map((project) => newScope().get(looks.containerPolicy(project))),
      ]);
      const policies = seen.flatMap(({ look }) => (look.ok ? [look.value] : []));
      const caller = parseEmail((await google.caller()) ?? '');
      return samplesOf(config, policies, caller, (await info())?.primaryDomain);
    }),
  };
}

/** The same project may be configured by its number and by its text id; only Google can tell. */
async function sameOnce(
  written: readonly Container[],
  looks: Looks,
  newScope: () => Scope,
): Promise<readonly Container[]> {
  const seen = await Promise.all(written.map((project) => newScope().get(looks.project(project))));
  const number = (i: number): string => {
    const look = seen[i]?.look;
    return look?.ok ? look.value.number : (written[i]?.id ?? '');
  };
  return written.filter((_, i) => written.findIndex((__, j) => number(j) === number(i)) === i);
}

/** One place of each project first: rights differ by project more than by service. */
function spread(places: readonly Place[]): Place[] {
  const first = distinctBy([...places].reverse(), ({ resource }) =>
    containerName(resource.project),
  ).reverse();
  return [...first, ...places.filter((place) => !first.includes(place))].slice(0, MOST_PLACES);
}

function samplesOf(
  config: Config,
  policies: readonly AllowPolicy[],
  caller: Email | undefined,
  own: DomainName | undefined,
): Samples {
  const bindings = policies.flatMap((policy) => policy.bindings);
  const principals: readonly Principal[] = [
    ...config.slack.admins,
    ...config.services.flatMap(({ owners }) => owners),
    ...config.automation,
    ...bindings.flatMap(({ members }) => members.slice(0, 50).map(parseAllowMember)),
  ];
  const addresses = (kind: 'user' | 'group' | 'serviceAccount'): Email[] => [
    ...new Set(principals.flatMap((principal) => (principal.kind === kind ? [principal.email] : []))),
  ];
  const ours = (email: Email): number => (own !== undefined && domainOf(email) === own ? 0 : 1);
  const nearFirst = (emails: Email[]): Email[] =>
    emails.sort((a, b) => ours(a) - ours(b)).slice(0, MOST_NAMES);
  const accounts = addresses('serviceAccount');
  return {
    people: nearFirst(addresses('user')),
    groups: nearFirst(addresses('group')),
    accounts: (caller === undefined ? accounts : [caller, ...accounts]).slice(0, MOST_NAMES),
    roles: [...new Set(bindings.map(({ role }) => role))]
      .filter((name) => parseRole(name)?.kind === 'custom')
      .slice(0, MOST_NAMES),
  };
}
