/** Facts about IAP's settings: what is set on each node from the place up to its project, and which value is in force. */
import type { IapSettings } from '../../google/ports.js';
import { iapChain, surfaceOf } from '../../names/index.js';
import type { Known, Missing } from '../../policy/types.js';
import type { Fact } from '../engine.js';
import { missingFrom, nothingThere, notServed } from '../missing.js';
import type { PlaceQuestion } from '../question.js';
import type { EvidenceItem } from '../report.js';
import type { Looks } from './looks.js';
import { type SettingsNode, settingsName } from './looks-surroundings.js';
import { type SwitchState, switchFact } from './surroundings-switch.js';

export interface SettingsOfNode {
  readonly node: string;
  readonly settings: Known<IapSettings>;
}

export interface Settings {
  /** Leaf first, project last. */
  readonly nodes: readonly SettingsOfNode[];
  readonly evidence: readonly EvidenceItem[];
  /** The first node that could not be read. */
  readonly missing: Missing | undefined;
}

/** A value in force. `sure`: no node that could not be read stands between it and the place. */
export interface InForce<T> {
  readonly value: T | undefined;
  readonly node: string | undefined;
  readonly sure: boolean;
}

/** The thing behind the place was read itself: a 404 for its settings then contradicts that. */
const SEEN: readonly SwitchState[] = ['on', 'off', 'unset'];

const NOTHING_SET: IapSettings = {
  gcipTenants: undefined,
  allowHttpOptions: undefined,
  oauthClientId: undefined,
  programmaticClients: [],
  reauth: undefined,
  allowedDomains: undefined,
  workforcePools: [],
  identitySources: [],
};

/**
 * The settings of the place and of every node above it up to the project. Google does not say whether a read returns
 * inherited values too, so each node is read and the nearest value counts, which is right either way (IAP "Customizing
 * IAP": settings on a lower node win). Folders and the organisation are left out: no documented role reads them there.
 */
export function settingsFact(looks: Looks, question: PlaceQuestion): Fact<Settings> {
  return {
    key: 'iap settings',
    read: async (scope) => {
      const { resource } = question.place;
      if (surfaceOf(resource) !== 'web') return { nodes: [], evidence: [], missing: undefined };
      const chain: SettingsNode[] = [...iapChain(resource), resource.project];
      const [{ state }, ...read] = await Promise.all([
        scope.get(switchFact(looks, question)),
        ...chain.map(async (node) => ({
          name: settingsName(node),
          seen: await scope.get(looks.iapSettings(node)),
        })),
      ]);
      const nodes = read.map(({ name, seen: { look } }, i): SettingsOfNode => {
        if (look.ok) return { node: name, settings: { known: true, value: look.value } };
        const absent = i === 0 && SEEN.includes(state) ? notServed : nothingThere;
        if (absent(look.problem)) return { node: name, settings: { known: true, value: NOTHING_SET } };
        return {
          node: name,
          settings: { known: false, why: missingFrom(look.problem, 'iap-settings', name) },
        };
      });
      const unread = nodes.map(({ settings }) => (settings.known ? undefined : settings.why));
      return {
        nodes,
        evidence: read.map(({ seen }) => seen.evidence),
        missing: unread.find((why) => why !== undefined),
      };
    },
  };
}

/** The nearest node's value; `pick` gives undefined where a node does not set it. Pure. */
export function inForce<T>(
  settings: Pick<Settings, 'nodes'>,
  pick: (settings: IapSettings) => T | undefined,
): InForce<T> {
  let sure = true;
  for (const { node, settings: known } of settings.nodes) {
    if (!known.known) {
      sure = false;
      continue;
    }
    const value = pick(known.value);
    if (value !== undefined) return { value, node, sure };
  }
  return { value: undefined, node: undefined, sure };
}

const filled = (items: readonly string[]): readonly string[] | undefined =>
  items.length > 0 ? items : undefined;

/** Tenants of Identity Platform: with any, IAP enforces no IAM policy at all. */
export const tenantsInForce = (settings: Settings): InForce<readonly string[]> =>
  inForce(settings, (s) => s.gcipTenants);

/** `WORKFORCE_IDENTITY_FEDERATION`; nothing set means Google accounts. */
export const identitySourcesInForce = (settings: Settings): InForce<readonly string[]> =>
  inForce(settings, (s) => filled(s.identitySources));

export const workforcePoolsInForce = (settings: Settings): InForce<readonly string[]> =>
  inForce(settings, (s) => filled(s.workforcePools));

/** An own OAuth client, where one is set. */
export const oauthClientInForce = (settings: Settings): InForce<string> =>
  inForce(settings, (s) => (s.oauthClientId === '' ? undefined : s.oauthClientId));

export interface Reauthentication {
  readonly method: string;
  readonly maxAgeSeconds: number | undefined;
  readonly nodes: readonly string[];
}

const STRENGTH = ['METHOD_UNSPECIFIED', 'PASSWORD', 'LOGIN', 'ENROLLED_SECOND_FACTORS', 'SECURE_KEY'];
const strength = (method: string): number => STRENGTH.indexOf(method);

/** All nodes together: the shortest age and the strongest method count (IAP "Reauthentication"). Pure. */
export function reauthentication(settings: Pick<Settings, 'nodes'>): Reauthentication | undefined {
  const set = settings.nodes.flatMap(({ node, settings: known }) =>
    known.known && known.value.reauth ? [{ node, ...known.value.reauth }] : [],
  );
  const [first] = set;
  if (!first) return undefined;
  const ages = set.flatMap(({ maxAgeSeconds }) => maxAgeSeconds ?? []);
  return {
    method: set.map(({ method }) => method).reduce((a, b) => (strength(b) > strength(a) ? b : a)),
    maxAgeSeconds: ages.length > 0 ? Math.min(...ages) : undefined,
    nodes: set.map(({ node }) => node),
  };
}
