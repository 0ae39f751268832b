/** Can the app be reached around a load balancer's IAP, by the address Cloud Run gives it? */
import type { Check, CheckFinding } from '../check.js';
import { behindFact, type RunBehind } from '../facts/surroundings-behind.js';
import { switchFact } from '../facts/surroundings-switch.js';
import { placeName } from '../words.js';

const stage = 'handover';
const EVERYBODY = ['allUsers', 'allAuthenticatedUsers'];
const INVOKERS = ['roles/run.invoker', 'roles/run.servicesInvoker', 'roles/run.admin'];

/** Whether the service's own address lets people in who were never at the load balancer. Undefined: not to be seen. */
export function isOpen({ run, policy }: Pick<RunBehind, 'run' | 'policy'>): boolean | undefined {
  if (!run.look.ok) return undefined;
  const { iapEnabled, ingress, defaultUriDisabled, invokerIamDisabled } = run.look.value;
  // An ingress that Google leaves out is "all", its default.
  const reachable =
    (ingress ?? 'INGRESS_TRAFFIC_ALL') === 'INGRESS_TRAFFIC_ALL' && defaultUriDisabled !== true;
  if (iapEnabled === true || !reachable) return false;
  if (invokerIamDisabled === true) return true;
  if (!policy.look.ok) return undefined;
  return policy.look.value.bindings.some(
    ({ role, members }) => INVOKERS.includes(role) && members.some((member) => EVERYBODY.includes(member)),
  );
}

/** Source: IAP "Enabling IAP for Cloud Run": IAP on a load balancer does not guard the run.app address. */
export const bypass: Check = {
  id: 'bypass',
  good: 'No way around IAP is open.',
  run: async ({ scope, question, looks }) => {
    const [found, behind] = await Promise.all([
      scope.get(switchFact(looks, question)),
      scope.get(behindFact(looks, question)),
    ]);
    const place = placeName(question);
    const findings: CheckFinding[] = [];
    for (const service of behind.services) {
      if (found.state !== 'on' || isOpen(service) !== true) continue;
      const text = `${place} can be reached around IAP: the Cloud Run service behind it also answers at its own address, without IAP.`;
      const address = service.run.look.ok ? (service.run.look.value.url ?? service.service) : service.service;
      findings.push({
        stage,
        verdict: 'warns',
        code: 'iap-bypassable',
        text,
        adminText: `${text} ${address} takes traffic from everywhere and lets everybody invoke it.`,
        evidence: [service.run.evidence, service.policy.evidence],
      });
    }
    if (behind.missing) {
      const text = `I could not see whether ${place} can be reached around IAP.`;
      findings.push({
        stage,
        verdict: 'could-not-look',
        code: behind.missing.code,
        text,
        adminText: `${text} ${behind.missing.what}`,
        evidence: [],
        missing: [behind.missing],
      });
    }
    return findings;
  },
};
