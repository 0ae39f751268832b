/** Is IAP on at the load balancer and at the Cloud Run service behind it, and does the subject pass both? */
import { iapName } from '../../names/index.js';
import type { Check, CheckFinding, CheckInput } from '../check.js';
import { decisionFact } from '../facts/decision.js';
import { allowAtFact, type OtherSide } from '../facts/other-side.js';
import { beforeFact, behindFact } from '../facts/surroundings-behind.js';
import { switchFact } from '../facts/surroundings-switch.js';
import { placeName, whoIs } from '../words.js';

const stage = 'handover';

/** The other sides with IAP: behind the place's load balancer, or before the place's Cloud Run service. */
async function otherSides({ scope, question, looks }: CheckInput): Promise<readonly OtherSide[]> {
  const [behind, before] = await Promise.all([
    scope.get(behindFact(looks, question)),
    scope.get(beforeFact(looks, question)),
  ]);
  const resources = [
    ...behind.services.filter(({ run: { look } }) => look.ok && look.value.iapEnabled === true),
    ...before.backends,
  ].map(({ resource }) => resource);
  return Promise.all(resources.map((resource) => scope.get(allowAtFact(looks, question, resource))));
}

/** Source: Cloud Run "Configure IAP", known limitations; `contract.md` §7.1. */
export const enabledTwice: Check = {
  id: 'enabled-twice',
  good: 'IAP stands on the way once.',
  run: async (input) => {
    const { scope, question, looks } = input;
    const { state } = await scope.get(switchFact(looks, question));
    if (state !== 'on') return [];
    const [sides, decided, before] = await Promise.all([
      otherSides(input),
      scope.get(decisionFact(looks, question)),
      scope.get(beforeFact(looks, question)),
    ]);
    const [side] = sides;
    const place = placeName(question);
    const findings: CheckFinding[] = [];
    if (before.missing) {
      const text = `I could not see whether a load balancer before ${place} has IAP switched on as well.`;
      findings.push({
        stage,
        verdict: 'could-not-look',
        code: before.missing.code,
        text,
        adminText: `${text} ${before.missing.what}`,
        evidence: before.evidence,
        missing: [before.missing],
      });
    }
    if (!side) return findings;
    const shut = sides.find(({ allow }) => allow.truth === 'false');
    const twice = `IAP is switched on twice on the way to ${place}, at the load balancer and at the Cloud Run service, which Google does not support.`;
    const both = `The two are ${iapName(question.place.resource)} and ${iapName((shut ?? side).resource)}.`;
    if (shut && decided.decision.allow.truth !== 'false') {
      const text = `${twice} ${whoIs(question)} may pass only one of the two.`;
      const fix = { otherResource: shut.resource };
      findings.push({
        stage,
        verdict: 'blocks',
        code: 'iap-enabled-twice',
        rank: 10,
        text,
        adminText: `${text} ${both} Nothing lets them pass ${iapName(shut.resource)}.`,
        evidence: shut.evidence,
        fix,
      });
    } else {
      const evidence = (shut ?? side).evidence;
      findings.push({
        stage,
        verdict: 'warns',
        code: 'iap-enabled-twice',
        text: twice,
        adminText: `${twice} ${both}`,
        evidence,
      });
    }
    return findings;
  },
};
