/** A proposed policy put in the place of the one in force, before anybody applies it: the file `get-iam-policy` writes. Pure. */
import { parse } from 'yaml';
import { z } from 'zod';
import { parseIapResource } from '../names/index.js';
import { roleGrants } from '../policy/roles.js';
import type { AllowPolicy } from '../policy/types.js';
import type { Snapshot } from './model.js';
import { policyOf } from './plain.js';

/** As `gcloud … get-iam-policy` prints it, in YAML or JSON; what is not about access is left aside. */
const file = z.looseObject({
  bindings: z
    .array(
      z.looseObject({
        role: z.string(),
        members: z.array(z.string()).optional(),
        condition: z
          .looseObject({
            expression: z.string(),
            title: z.string().optional(),
            description: z.string().optional(),
          })
          .nullish(),
      }),
    )
    .optional(),
});

export type ReadPolicy =
  | { readonly ok: true; readonly value: AllowPolicy }
  | { readonly ok: false; readonly why: string };

/** Reads a policy file. A file without bindings takes everything away, and is read as such only when it says so. */
export function readPolicyFile(text: string): ReadPolicy {
  let body: unknown;
  try {
    body = parse(text, { maxAliasCount: 0 });
  } catch (error) {
    return {
      ok: false,
      why: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'it is not YAML',
    };
  }
  const parsed = file.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return {
      ok: false,
      why: `${issue?.path.map(String).join('.') || 'the file'}: ${issue?.message ?? 'unexpected'}`,
    };
  }
  if (parsed.data.bindings === undefined)
    return { ok: false, why: 'it has no "bindings"; a policy that grants nothing says "bindings: []"' };
  const bindings = parsed.data.bindings.map(({ role, members = [], condition }) => ({
    role,
    members,
    condition: condition
      ? { expression: condition.expression, title: condition.title, description: condition.description }
      : undefined,
  }));
  return { ok: true, value: { bindings, auditConfigs: [], etag: undefined } };
}

export type Proposed =
  | { readonly ok: true; readonly value: Snapshot }
  | { readonly ok: false; readonly why: string; readonly nearest: string | undefined };

/** The snapshot as it would be with the policy set on the node; `node` is one that the snapshot holds. */
export function propose(snapshot: Snapshot, node: string, policy: AllowPolicy): Proposed {
  const name = nodeName(snapshot, node);
  const before = name === undefined ? undefined : snapshot.policies[name];
  if (name === undefined || !before) {
    const nearest = Object.values(snapshot.services)[0]?.resource;
    return { ok: false, why: `I hold no policy of ${node}`, nearest };
  }
  const isIap = parseIapResource(name) !== undefined;
  const keep = (role: string): boolean =>
    isIap ||
    ['iap.webServiceVersions.accessViaIAP', 'iap.tunnelInstances.accessViaIAP'].some(
      (permission) => roleGrants(role, permission, () => undefined).truth !== 'false',
    );
  const { bindings } = policyOf(policy, keep);
  const proposed = { ...before, bindings };
  return { ok: true, value: { ...snapshot, policies: { ...snapshot.policies, [name]: proposed } } };
}

/** A node by its name, a service by its own; a project by number or id. */
function nodeName(snapshot: Snapshot, node: string): string | undefined {
  const plain = node.replace(/^\/\/[a-z.]+\//, '');
  if (plain in snapshot.policies) return plain;
  const service = snapshot.services[node];
  if (service) return service.resource;
  const project = /^projects\/([^/]+)(.*)$/.exec(plain);
  const known = Object.entries(snapshot.projects).find(
    ([, { id, number }]) => id === project?.[1] || number === project?.[1],
  );
  const renamed = known && project ? `${known[0]}${project[2] ?? ''}` : undefined;
  return renamed !== undefined && renamed in snapshot.policies ? renamed : undefined;
}
