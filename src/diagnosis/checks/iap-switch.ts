/** Is IAP switched on at the place at all? */
import { type Check, type CheckFinding, UNSEEN_AROUND_DECIDES } from '../check.js';
import { behindFact } from '../facts/surroundings-behind.js';
import { type IapSwitch, switchFact } from '../facts/surroundings-switch.js';
import type { Question } from '../question.js';
import { placeName } from '../words.js';

const stage = 'handover';

function off(found: IapSwitch, guardedBehind: string | undefined, question: Question): CheckFinding {
  const place = placeName(question);
  const { evidence } = found;
  if (guardedBehind !== undefined) {
    const text = `IAP is off at ${found.what} and on at the Cloud Run service ${guardedBehind} behind it: who gets into ${place} is decided there, not here.`;
    const needs = `asking about the Cloud Run service ${guardedBehind}: its IAP resource belongs into the configuration (services[].resource)`;
    return {
      stage,
      verdict: 'unsure',
      settles: 'unknown',
      code: 'service-not-found',
      text,
      adminText: text,
      evidence,
      missing: [{ code: 'service-not-found', what: text, needs, subject: place }],
    };
  }
  const text = `IAP is off at ${place}: everybody who can reach the address gets in, whatever is granted.`;
  return {
    stage,
    verdict: 'warns',
    settles: 'allowed',
    code: 'iap-bypassable',
    text,
    adminText: `${text} The switch is on ${found.what}.`,
    evidence,
  };
}

/** Source: `backendService.iap.enabled`, Cloud Run `iapEnabled`, App Engine `iap.enabled`; `contract.md` §7.4. */
export const iapSwitch: Check = {
  id: 'iap-switch',
  good: 'IAP is on.',
  run: async ({ scope, question, looks }) => {
    const found = await scope.get(switchFact(looks, question));
    const { evidence } = found;
    const base = { stage, evidence } as const;
    switch (found.state) {
      case 'none':
      case 'gone':
        return [];
      case 'on': {
        const text = `IAP is on at ${found.what}.`;
        return [{ ...base, verdict: 'ok', code: null, text, adminText: text }];
      }
      case 'unset': {
        const text = `Google shows no IAP settings for ${found.what}: IAP may never have been switched on there, and then everybody gets in.`;
        return [{ ...base, verdict: 'unsure', code: 'iap-bypassable', text, adminText: text }];
      }
      case 'off': {
        const { services } = await scope.get(behindFact(looks, question));
        const guarded = services.find(({ run: { look } }) => look.ok && look.value.iapEnabled === true);
        return [off(found, guarded?.service, question)];
      }
      case 'unknown': {
        const text = `I could not see whether IAP is on at ${placeName(question)}; I take it that it is.`;
        const missing = found.missing ? [found.missing] : [];
        const code = found.missing?.code ?? 'policy-not-readable';
        const adminText = `${text} ${found.missing?.what ?? ''}`.trim();
        const decides = found.failed && UNSEEN_AROUND_DECIDES;
        return [{ ...base, verdict: 'could-not-look', decides, code, text, adminText, missing }];
      }
    }
  },
};
