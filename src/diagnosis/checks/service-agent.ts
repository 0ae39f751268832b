/** May IAP itself call the Cloud Run service once it has let somebody through? */
import type { Check, CheckFinding } from '../check.js';
import { agentAccessFact } from '../facts/surroundings-agent.js';
import { switchFact } from '../facts/surroundings-switch.js';
import { placeName } from '../words.js';

const stage = 'handover';

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
        const detail = `${agent} holds run.invoker neither on ${resource.service} nor above it.`;
        // Without the service's own switches a check that is turned off there would go unseen.
        const sure = found.state === 'on';
        const finding: CheckFinding = {
          ...base,
          verdict: sure ? 'blocks' : 'unsure',
          code: 'service-agent-not-invoker',
          text: sure
            ? text
            : `I found nothing that lets IAP call the Cloud Run service behind ${place}; if so, everybody is refused there.`,
          adminText: `${text} ${detail}`,
          fix,
        };
        return [finding];
      }
      case 'unknown': {
        const text = `I could not see whether IAP may call the Cloud Run service behind ${place}.`;
        const adminText = `${text} ${access.missing?.what ?? `It depends on a condition, a role or a group that ${agent} may or may not be in.`}`;
        if (!access.missing)
          return [{ ...base, verdict: 'unsure', code: 'service-agent-not-invoker', text, adminText, fix }];
        const { code } = access.missing;
        return [{ ...base, verdict: 'could-not-look', code, text, adminText, missing: [access.missing] }];
      }
    }
  },
};
