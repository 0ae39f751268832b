/** What IAP's settings say of a place, from its own node up to its project: the nearest value counts. */
import type { CallContext, Google, IapSettings, LookProblem } from '../../google/ports.js';
import { containerName, type IapResource, iapChain, iapName } from '../../names/index.js';
import type { Surroundings } from '../observation.js';

/** Leaf first. Undefined settings: that node could not be read. */
export interface SettingsRead {
  readonly nodes: readonly (IapSettings | undefined)[];
  readonly problem: { readonly node: string; readonly problem: LookProblem } | undefined;
}

/** Reads every node of the chain at once. A node that Google does not know has nothing set. Never throws. */
export async function readSettings(
  google: Pick<Google, 'iap'>,
  resource: IapResource,
  call: CallContext,
): Promise<SettingsRead> {
  const chain = [...iapChain(resource), resource.project];
  const looks = await Promise.all(
    chain.map(async (node) => ({
      node: 'level' in node ? iapName(node) : containerName(node),
      look: await google.iap.settings(node, call),
    })),
  );
  const failed = looks.flatMap(({ node, look }) =>
    look.ok || look.problem.kind === 'not-found' ? [] : [{ node, problem: look.problem }],
  );
  return {
    nodes: looks.map(({ look }) => {
      if (look.ok) return look.value;
      return look.problem.kind === 'not-found' ? NOTHING_SET : undefined;
    }),
    problem: failed[0],
  };
}

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

/** The nearest value; `sure` unless a node that could not be read stands before it. */
function nearest<T>(
  nodes: SettingsRead['nodes'],
  pick: (settings: IapSettings) => T | undefined,
): { readonly value: T | undefined; readonly sure: boolean } {
  let sure = true;
  for (const node of nodes) {
    const value = node && pick(node);
    if (value !== undefined) return { value, sure };
    if (!node) sure = false;
  }
  return { value: undefined, sure };
}

export type FromSettings = Pick<
  Surroundings,
  | 'settingsRead'
  | 'oauthClientIds'
  | 'programmaticClients'
  | 'gcip'
  | 'allowHttpOptions'
  | 'reauth'
  | 'allowedDomains'
>;

/** What the settings come to; what an unread node may overrule stays unknown. Pure. */
export function fromSettings({ nodes }: Pick<SettingsRead, 'nodes'>): FromSettings {
  const tenants = nearest(nodes, (settings) => settings.gcipTenants);
  const options = nearest(nodes, (settings) => settings.allowHttpOptions);
  const domains = nearest(nodes, (settings) => settings.allowedDomains);
  const client = nearest(nodes, (settings) =>
    settings.oauthClientId === '' ? undefined : settings.oauthClientId,
  );
  const all = nodes.every((node) => node !== undefined);
  // Reauthentication is the sum of all nodes, not the nearest one (IAP "Reauthentication").
  const reauth = nodes.some((node) => node?.reauth !== undefined);
  return {
    settingsRead: nodes.length > 0 && all,
    oauthClientIds: client.value === undefined ? [] : [client.value],
    programmaticClients: [...new Set(nodes.flatMap((node) => node?.programmaticClients ?? []))],
    gcip: tenants.sure ? (tenants.value?.length ?? 0) > 0 : undefined,
    allowHttpOptions: options.sure ? options.value === true : undefined,
    reauth: reauth || (all ? false : undefined),
    allowedDomains: domains.sure && domains.value?.enable ? domains.value.domains : undefined,
  };
}
