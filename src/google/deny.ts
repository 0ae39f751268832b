/** Deny policies of one project, folder or organisation (iam.googleapis.com v2). */
import { z } from 'zod';
import { type Container, containerName } from '../names/index.js';
import type { DenyPolicy, DenyRule } from '../policy/types.js';
import type { Asker } from './api.js';
import { list, optional, optionalText, pageOf, texts } from './fields.js';
import { lazy } from './lazy.js';
import { joinLooks } from './look.js';
import { condition } from './policy-shape.js';
import type { CallContext, Look } from './ports.js';

const v2 = lazy(async () => {
  const { iam_v2 } = await import('googleapis/build/src/apis/iam/v2.js');
  return new iam_v2.Iam({}).policies;
});

/** A rule of a kind that is not known could deny anything: it makes the answer unreadable rather than harmless. */
const rule = z
  .object({
    description: optionalText,
    denyRule: z.object({
      deniedPrincipals: texts,
      exceptionPrincipals: texts,
      deniedPermissions: texts,
      exceptionPermissions: texts,
      denialCondition: optional(condition),
    }),
  })
  .transform(
    ({ description, denyRule: { denialCondition, ...same } }): DenyRule => ({
      ...same,
      condition: denialCondition,
      description,
    }),
  );

const head = { name: z.string().regex(/^policies\/.+\/denypolicies\/[^/]+$/), displayName: optionalText };
const listed = z.object({ ...head, rules: z.array(rule).optional() });
const listing = pageOf('policies', listed);
const policy: z.ZodType<DenyPolicy> = z.object({ ...head, rules: list(rule) });

/**
 * The path of a policy or of a list of them. The attachment point is one path segment, so its slashes travel as `%2F`
 * (IAM v2 `policies`, `parent` and `name`).
 */
function attached(name: string): string {
  return name.replace(/^policies\/(.+)\/denypolicies/, (_, point: string) => {
    return `policies/${point.replaceAll('/', '%2F')}/denypolicies`;
  });
}

/**
 * Every deny policy attached to `container`, with its rules. Google documents the list as "metadata": where a policy
 * comes without rules it is read by itself, all of them at once.
 */
export async function denyPolicies(
  api: Asker,
  container: Container,
  call: CallContext,
): Promise<Look<DenyPolicy[]>> {
  const point = `cloudresourcemanager.googleapis.com/${containerName(container)}`;
  const parent = attached(`policies/${point}/denypolicies`);
  const all = await api.list(parent, call, listing, async (options, page) =>
    (await v2()).listPolicies({ parent, ...page }, options),
  );
  if (!all.ok) return all;
  const whole = all.value.map(async ({ rules, ...same }): Promise<Look<DenyPolicy>> => {
    if (rules !== undefined) return { ok: true, value: { ...same, rules } };
    const name = attached(same.name);
    return api.read(name, call, policy, async (options) => (await v2()).get({ name }, options));
  });
  return joinLooks(await Promise.all(whole));
}
