/** From what people typed for `<where>` to a place: the configuration first, then what Google lists. */
import type { Config, ServiceConfig } from '../../config.js';
import type { Google } from '../../google/ports.js';
import { type AskedWhere, type IapResource, suggest, type TypedMistake } from '../../names/index.js';
import type { Fact, Scope } from '../engine.js';
import { looksOf } from '../facts/looks.js';
import { nearHost } from '../near-host.js';
import {
  configuredAt,
  configuredNames,
  type Found,
  findPlace,
  knownPlaces,
  placeOf,
  serviceNamed,
} from '../place.js';
import type { Place } from '../question.js';
import { some } from '../words.js';
import { sameResource } from './candidates.js';
import { type Discovered, discoveredPlaces } from './discovered.js';
import { hides, type Shelves, type Unread } from './inventory.js';
import { placeLooksOf } from './looks.js';
import { resourceOfUrl, type Searched, type UrlAnswer } from './resource-of-url.js';
import { isRunHost } from './run-url.js';
import { likelyWords, notOne, sameName } from './words.js';

export type Resolution =
  | {
      readonly kind: 'found';
      readonly found: Found;
      /** How the place was chosen, where that is not plain from the words. */
      readonly note: string | undefined;
      /** Other places, where finding this one has read them already. */
      readonly others: Fact<readonly Place[]> | undefined;
    }
  | { readonly kind: 'mistake'; readonly mistake: TypedMistake }
  /** Not a mistake of whoever asked: what would tell could not be read. */
  | {
      readonly kind: 'unread';
      readonly asked: string;
      readonly url: URL | undefined;
      readonly unread: readonly Unread[];
      readonly likely: string | undefined;
    };

interface Context {
  readonly scope: Scope;
  readonly config: Config;
  readonly shelves: Shelves;
}

const mistake = (message: string, nearest: string | undefined): Resolution => ({
  kind: 'mistake',
  mistake: { message, nearest },
});

const found = (place: Found, others?: Fact<readonly Place[]>, note?: string): Resolution => ({
  kind: 'found',
  found: place,
  note,
  others,
});

/** Everything the facts of this question may look at. */
export const shelvesOf = (google: Google): Shelves => ({
  google,
  looks: looksOf(google),
  place: placeLooksOf(google),
});

/**
 * Finds the place. Costs nothing when the configuration answers; else the inventory of the configured projects is read,
 * which is a slow fact. Never a guess: several possibilities are listed, and what could not be seen is said.
 */
export async function resolveWhere(
  scope: Scope,
  google: Google,
  config: Config,
  asked: AskedWhere,
): Promise<Resolution> {
  const context: Context = { scope, config, shelves: shelvesOf(google) };
  if (asked.kind === 'resource') return configuredOnly(config, asked);
  const name = asked.kind === 'name' ? asked.name : asked.bare ? asked.asked : undefined;
  const named = name === undefined ? undefined : serviceNamed(config, name);
  if (named) return byService(context, named, asked);
  return asked.kind === 'name' ? byName(context, asked) : byUrl(context, asked);
}

function configuredOnly(config: Config, asked: AskedWhere): Resolution {
  const place = findPlace(config, asked);
  return place.ok ? found(place.value) : { kind: 'mistake', mistake: place.mistake };
}

/** A configured service. Without its resource, its URL or its name may still tell Google's one. */
async function byService(context: Context, service: ServiceConfig, asked: AskedWhere): Promise<Resolution> {
  const { config } = context;
  if (service.resource !== undefined)
    return configuredOnly(config, { ...asked, kind: 'name', name: service.name });
  if (service.url)
    return atUrl(context, service.url, service.name, { host: undefined, path: undefined }, service);
  const inventory = await discover(context);
  const same = inventory?.services.filter((one) => one.name === service.name.toLowerCase()) ?? [];
  const [only, another] = same;
  if (only && !another) return found(at({ ...service, resource: only.resource }));
  return configuredOnly(config, { kind: 'name', name: service.name, asked: asked.asked });
}

const at = (
  service: ServiceConfig & { readonly resource: IapResource },
  words: Omit<Found, 'place'> = { host: undefined, path: undefined },
): Found => ({ place: placeOf(service), ...words });

async function discover({ scope, config, shelves }: Context): Promise<Discovered | undefined> {
  return config.projects.length === 0 ? undefined : scope.get(discoveredPlaces(shelves, config));
}

const othersOf = ({ config, shelves }: Context): Fact<readonly Place[]> => ({
  key: 'other places',
  read: async (scope) => (await scope.get(discoveredPlaces(shelves, config, { appServices: false }))).places,
});

/** A name that the configuration does not hold: of a backend service, a Cloud Run service or an App Engine service. */
async function byName(context: Context, asked: Extract<AskedWhere, { kind: 'name' }>): Promise<Resolution> {
  const { config } = context;
  const inventory = await discover(context);
  if (!inventory) return configuredOnly(config, asked);
  const fits = inventory.services.filter(
    ({ name, qualified }) => name === asked.name || qualified.includes(asked.name),
  );
  const protectedOnes = fits.filter(({ behindIap }) => behindIap);
  const chosen = protectedOnes.length > 0 ? protectedOnes : fits;
  const [only, another] = chosen;
  if (only && another)
    return {
      kind: 'mistake',
      mistake: sameName(
        asked.asked,
        chosen.map(({ resource }) => resource),
      ),
    };
  if (only) return found(discoveredPlace(context, only.name, only.resource, undefined), othersOf(context));
  const names = [...new Set([...configuredNames(config), ...inventory.places.map((place) => place.name)])];
  const near = suggest(asked.asked, names);
  if (near !== undefined)
    return mistake(`I don\u2019t know a service called ${asked.asked}. Did you mean ${near}?`, near);
  const hidden = inventory.unread.filter(hides);
  if (hidden.length > 0)
    return { kind: 'unread', asked: asked.asked, url: undefined, unread: hidden, likely: undefined };
  const list = names.length === 0 ? 'I found none behind IAP.' : `I know ${some(names, 12)}.`;
  return mistake(`I don\u2019t know a service called ${asked.asked}. ${list}`, undefined);
}

/** The configured place of a resource where there is one: its name wins. */
function discoveredPlace(
  { config }: Context,
  name: string,
  resource: IapResource,
  url: URL | undefined,
  words: Omit<Found, 'place'> = { host: undefined, path: undefined },
): Found {
  const configured = knownPlaces(config).find((one) => sameResource(one.resource, resource));
  return { place: configured ?? { name, resource, url, service: undefined }, ...words };
}

async function byUrl(context: Context, asked: Extract<AskedWhere, { kind: 'url' }>): Promise<Resolution> {
  const { config } = context;
  const words = { host: asked.url.hostname, path: asked.path };
  const { covering } = configuredAt(config, asked.url);
  if (covering?.resource !== undefined) return configuredOnly(config, asked);
  const said = `${asked.url.host}${asked.path === '/' ? '' : asked.path}`;
  return atUrl(context, asked.url, said, words, covering);
}

/** Where to look: the configured projects, and those of configured services when they do not answer. */
function searchedBy({ config }: Context): Searched {
  const ids = new Set(config.projects.map(({ id }) => id));
  const further = config.services.flatMap(({ resource }) => (resource ? [resource.project] : []));
  return {
    projects: config.projects,
    further: further.filter(({ id }, i) => !ids.has(id) && further.findIndex((p) => p.id === id) === i),
  };
}

async function atUrl(
  context: Context,
  url: URL,
  said: string,
  words: Omit<Found, 'place'>,
  service: ServiceConfig | undefined,
): Promise<Resolution> {
  const { scope, config, shelves } = context;
  const searched = searchedBy(context);
  const asked: AskedWhere = { kind: 'url', url, path: words.path ?? '/', bare: false, asked: said };
  if (searched.projects.length + searched.further.length === 0) return configuredOnly(config, asked);
  const answer = await scope.get(resourceOfUrl(shelves, searched, url));
  switch (answer.kind) {
    case 'service': {
      const { name, resource, note } = answer;
      // Only a search through everything has read the other services as well.
      const others = isRunHost(url.hostname) || config.projects.length === 0 ? undefined : othersOf(context);
      const place = service
        ? at({ ...service, resource }, words)
        : discoveredPlace(context, name, resource, new URL(url.pathname, url.origin), words);
      return found(place, others, note);
    }
    case 'not-one':
      return { kind: 'mistake', mistake: notOne(said, answer.candidates) };
    case 'unread':
      return {
        kind: 'unread',
        asked: said,
        url,
        unread: answer.unread,
        likely: likelyWords(answer.candidates),
      };
    case 'unknown': {
      const configured = findPlace(config, asked);
      // One configured service at this host, at another path: nothing contradicts it.
      if (configured.ok && answer.unread.length === 0) return found(configured.value);
      if (service && !configured.ok && !answer.unread.some(hides))
        return { kind: 'mistake', mistake: configured.mistake };
      return unknownHost(context, said, url, answer);
    }
  }
}

function unknownHost(
  { config }: Context,
  said: string,
  url: URL,
  { hosts, unread, projects }: Extract<UrlAnswer, { kind: 'unknown' }>,
): Resolution {
  const known = config.services.flatMap((s) => (s.url ? [s.url.hostname] : []));
  const near = nearHost(url.hostname, [...known, ...hosts]);
  if (near !== undefined) return mistake(`No service I know answers at ${said}. Did you mean ${near}?`, near);
  const hidden = unread.filter(hides);
  if (hidden.length > 0) return { kind: 'unread', asked: said, url, unread: hidden, likely: undefined };
  return mistake(
    `No service I know answers at ${said}. I looked through the load balancers, Cloud Run and App Engine of ${some(projects)}.`,
    undefined,
  );
}
