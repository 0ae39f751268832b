/** What IAP's settings say at a place: which client, which other clients, who signs people in, which hosts. */
import { findProject, type World } from '../google/model.js';
import { type Place, settingsField, settingsOf } from './places.js';
import type { HostSwitches } from './switches.js';

export interface PlacePolicy {
  /** The client an ID token has to be for; undefined where Google manages the client. */
  readonly ownClientId: string | undefined;
  /** The client the redirect names; undefined: there is none at all. */
  readonly shownClientId: string | undefined;
  readonly programmaticClients: readonly string[];
  readonly loginHint: string | undefined;
  readonly gcip: boolean;
  readonly reauth: boolean;
  readonly allowHttpOptions: boolean;
  readonly hostAllowed: (host: string) => boolean;
  /** The company's own page for whoever is denied. */
  readonly deniedPage: string | undefined;
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Google has a client of its own only for projects of an organisation. */
function managedClient(world: World, place: Place): string | undefined {
  const project = findProject(world, place.project);
  return project?.parent === undefined ? undefined : `${place.project}-iapmanaged.apps.googleusercontent.com`;
}

/** Reads the settings that hold at a place, with what the switches add to them. */
export function policyOf(world: World, place: Place, switches: HostSwitches): PlacePolicy {
  const { access, application } = settingsOf(world, place.node);
  const oauth = settingsField(access, 'oauthSettings');
  const domains = settingsField(access, 'allowedDomainsSettings');
  const ownClientId = text(oauth.clientId) ?? place.clientId;
  const allowed = texts(domains.domains);
  return {
    ownClientId,
    deniedPage: text(settingsField(application, 'accessDeniedPageSettings').accessDeniedPageUri),
    shownClientId: ownClientId ?? managedClient(world, place),
    programmaticClients: texts(oauth.programmaticClients),
    loginHint: text(oauth.loginHint),
    gcip: 'gcipSettings' in access || switches.reply === 'gcip',
    reauth: 'reauthSettings' in access,
    allowHttpOptions: settingsField(access, 'corsSettings').allowHttpOptions === true,
    hostAllowed: (host) =>
      domains.enable !== true ||
      allowed.some((one) => (one.startsWith('*.') ? host.endsWith(one.slice(1)) : host === one)),
  };
}
