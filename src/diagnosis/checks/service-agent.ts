/** May IAP itself call the Cloud Run service once it has let somebody through? */
import type { Missing } from '../../policy/types.js';
import { type Check, type CheckFinding, UNSEEN_AROUND_DECIDES } from '../check.js';
import { type AgentAccess, agentAccessFact } from '../facts/surroundings-agent.js';
import { switchFact } from '../facts/surroundings-switch.js';
import { placeName } from '../words.js';

const stage = 'handover';

type Base = Pick<CheckFinding, 'stage' | 'evidence'>;

/** What was read lets IAP nowhere near the service; only what was not read could. Then nobody can tell. */
function suspicion(
  base: Base,
  missing: Missing | undefined,
  place: string,
  fix: CheckFinding['fix'] & object,
): CheckFinding {
  const text = `I found nothing that lets IAP call the Cloud Run service behind ${place}; if there is nothing, everybody is refused there.`;
  if (!missing)
    return { ...base, verdict: 'unsure', code: 'service-agent-not-invoker', text, adminText: text, fix };
  const adminText = `${text} ${missing.what}`;
  return {
    ...base,
    verdict: 'could-not-look',
    decides: true,
    code: missing.code,
    text,
    adminText,
    missing: [missing],
  };
}

/** Nothing was seen that speaks for or against it. */
function unseen(base: Base, { agent, missing, failed }: AgentAccess, place: string): CheckFinding {
  const text = `I could not see whether IAP may call the Cloud Run service behind ${place}.`;
  if (missing) {
    const adminText = `${text} ${missing.what}`;
    const decides = failed && UNSEEN_AROUND_DECIDES;
    const { code } = missing;
    return { ...base, verdict: 'could-not-look', decides, code, text, adminText, missing: [missing] };
  }
  const adminText = `${text} It depends on a condition, a role or a group that ${agent} may or may not be in.`;
  return { ...base, verdict: 'unsure', code: 'service-agent-not-invoker', text, adminText };
}

/** Source: Cloud Run "Configure IAP": after its own check IAP calls the service as its service agent. */
export const serviceAgent: Check = {
  id: 'service-agent',
  good: 'IAP may call the Cloud Run service.',
  run: async ({ scope, question, looks }) => {
    const [access, found] = await Promise.all([
      scope.get(agentAccessFact(looks, question)),
      scope.get(switchFact(looks, question)),
    ]);
    const { resource } = question.place;
    if (!access || resource.level !== 'webService' || resource.type.kind !== 'cloud_run') return [];
    if (found.state === 'off' || found.state === 'gone' || found.run?.invokerIamDisabled === true) return [];
    const place = placeName(question);
    const { evidence, agent } = access;
    const base = { stage, evidence } as const;
    const fix = { agent, run: { region: resource.type.region, service: resource.service } };
    switch (access.truth) {
      case 'yes': {
        const text = 'IAP may call the Cloud Run service.';
        return [{ ...base, verdict: 'ok', code: null, text, adminText: text }];
      }
      case 'no': {
        const text = `IAP lets people through to ${place}, and then Cloud Run refuses IAP itself: its service agent may not call the service.`;
        const adminText = `${text} ${agent} holds run.invoker neither on ${resource.service} nor above it.`;
        const code = 'service-agent-not-invoker';
        if (found.state === 'on') return [{ ...base, verdict: 'blocks', code, text, adminText, fix }];
        // The service itself may be set not to check its callers, and that was not seen.
        return [suspicion(base, found.missing, place, fix)];
      }
      case 'unknown':
        return [access.seenNone ? suspicion(base, access.missing, place, fix) : unseen(base, access, place)];
    }
  },
};
