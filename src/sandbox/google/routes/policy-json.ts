/** How an IAM policy leaves Google: its version, its etag, and what a caller who asked for too low a version gets. */
import { createHash } from 'node:crypto';
import { invalidArgument } from '../http/errors.js';
import { isRecord } from '../http/route.js';
import type { Policy, PolicyBinding } from '../model.js';

/** A stable etag of a policy's content. An empty policy has the one Google uses for it. */
export function etagOf(value: unknown): string {
  const digest = createHash('sha256').update(JSON.stringify(value)).digest();
  return digest.subarray(0, 8).toString('base64');
}

/** A role with a condition, as a reader of policy version 1 sees it: no condition, and a role that does not exist. */
function hideCondition(binding: PolicyBinding): PolicyBinding {
  if (!binding.condition) return binding;
  const hash = createHash('sha1').update(JSON.stringify(binding.condition)).digest('hex').slice(0, 20);
  return { role: `${binding.role}_withcond_${hash}`, members: binding.members };
}

/**
 * The policy as sent. The response's version is 3 only where conditions exist and 3 was asked for (IAM
 * `GetPolicyOptions`); asked with less, conditional bindings come back under a role name that means nothing.
 */
export function policyJson(policy: Policy | undefined, requestedVersion: number): Record<string, unknown> {
  if (![0, 1, 3].includes(requestedVersion))
    throw invalidArgument(
      `The requested policy version ${requestedVersion} is not valid. Valid values are 0, 1, 3.`,
    );
  if (!policy || (policy.bindings.length === 0 && !policy.auditConfigs)) return { etag: 'ACAB' };
  const conditional = policy.bindings.some((binding) => binding.condition !== undefined);
  const full = requestedVersion === 3;
  const bindings = full ? policy.bindings : policy.bindings.map(hideCondition);
  return {
    version: conditional && full ? 3 : 1,
    etag: etagOf(policy),
    ...(bindings.length > 0 ? { bindings } : {}),
    ...(policy.auditConfigs ? { auditConfigs: policy.auditConfigs } : {}),
  };
}

/** `options.requestedPolicyVersion` of a JSON body; absent is 0. */
export function requestedVersion(body: Readonly<Record<string, unknown>>): number {
  const { options } = body;
  const version = isRecord(options) ? options.requestedPolicyVersion : undefined;
  return version === undefined ? 0 : Number(version);
}
