/** Reads the allow policies, IAP settings and deny policies of every node above the known services, for a snapshot. */
import { settingsName } from '../diagnosis/facts/looks-surroundings.js';
import { type Container, containerName, type IapResource, iapName, surfaceOf } from '../names/index.js';
import { roleGrants } from '../policy/roles.js';
import type { AllowPolicy, DenyPolicy } from '../policy/types.js';
import type { Snapshot } from './model.js';
import { denyOf, policyOf, settingsOf } from './plain.js';
import type { Taking } from './take.js';

export interface NodesTaken extends Pick<Snapshot, 'policies' | 'settings' | 'deny'> {
  /** The same policies as Google gave them, for finding out which groups they name. */
  readonly allow: readonly { readonly name: string; readonly policy: AllowPolicy }[];
  readonly denied: readonly { readonly name: string; readonly policies: readonly DenyPolicy[] }[];
}

const distinct = <T>(all: readonly T[], key: (one: T) => string): readonly T[] => [
  ...new Map(all.map((one) => [key(one), one])).values(),
];

/**
 * On IAP's own nodes every binding is about IAP. Above them only those that open IAP are kept, or may: the rest of a
 * project's policy is other people's business and would bury the lines that matter.
 */
export async function takeNodes(
  taking: Taking,
  iapNodes: readonly IapResource[],
  containers: readonly Container[],
  permissions: readonly string[],
): Promise<NodesTaken> {
  const { scope, looks, gaps } = taking;
  const iap = distinct(iapNodes, iapName);
  const above = distinct(containers, containerName);
  const opens = (role: string): boolean =>
    permissions.some((permission) => roleGrants(role, permission, () => undefined).truth !== 'false');
  const [allowIap, allowAbove, settings, deny] = await Promise.all([
    Promise.all(
      iap.map(async (node) => ({ name: iapName(node), look: (await scope.get(looks.iapPolicy(node))).look })),
    ),
    Promise.all(
      above.map(async (node) => ({
        name: containerName(node) as string,
        look: (await scope.get(looks.containerPolicy(node))).look,
      })),
    ),
    Promise.all(
      // Tunnels have no settings (IAP "IapSettings": web resources and what is above them).
      [...iap.filter((node) => surfaceOf(node) === 'web'), ...above].map(async (node) => ({
        name: settingsName(node),
        look: (await scope.get(looks.iapSettings(node))).look,
      })),
    ),
    Promise.all(
      above.map(async (node) => ({
        name: containerName(node) as string,
        look: (await scope.get(looks.denyPolicies(node))).look,
      })),
    ),
  ]);
  for (const { name, look } of [...allowIap, ...allowAbove])
    if (!look.ok) gaps.add('policy', name, look.problem);
  // A node of which Google knows no settings has none of its own.
  for (const { name, look } of settings)
    if (!look.ok && look.problem.kind !== 'not-found') gaps.add('settings', name, look.problem);
  for (const { name, look } of deny) if (!look.ok) gaps.add('deny', name, look.problem);
  return {
    policies: {
      ...named(allowIap, (policy) => policyOf(policy, () => true)),
      ...named(allowAbove, (policy) => policyOf(policy, opens)),
    },
    settings: Object.fromEntries(
      settings.flatMap(({ name, look }) => {
        const own = look.ok ? settingsOf(look.value) : undefined;
        return own ? [[name, own] as const] : [];
      }),
    ),
    deny: named(
      deny.filter(({ look }) => look.ok && look.value.length > 0),
      denyOf,
    ),
    allow: [...allowIap, ...allowAbove].flatMap(({ name, look }) =>
      look.ok ? [{ name, policy: look.value }] : [],
    ),
    denied: deny.flatMap(({ name, look }) => (look.ok ? [{ name, policies: look.value }] : [])),
  };
}

interface Named<T> {
  readonly name: string;
  readonly look: { readonly ok: true; readonly value: T } | { readonly ok: false };
}

const named = <T, U>(all: readonly Named<T>[], change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(all.flatMap(({ name, look }) => (look.ok ? [[name, change(look.value)] as const] : [])));
