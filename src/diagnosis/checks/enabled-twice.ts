/** Is IAP on at the load balancer and at the Cloud Run service behind it, and does the subject pass both? */
import { iapName } from '../../names/index.js';
import type { Missing } from '../../policy/types.js';
import { type Check, type CheckFinding, type CheckInput, UNSEEN_AROUND_DECIDES } from '../check.js';
import { decisionFact } from '../facts/decision.js';
import { allowAtFact, type OtherSide } from '../facts/other-side.js';
import { beforeFact, behindFact } from '../facts/surroundings-behind.js';
import { switchFact } from '../facts/surroundings-switch.js';
import { missingFrom, notServed } from '../missing.js';
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

/** What could not be read of the other sides. Something points to each, so a 404 contradicts it and proves nothing. */
async function unseenSides({ scope, question, looks }: CheckInput): Promise<readonly Missing[]> {
  const [behind, before] = await Promise.all([
    scope.get(behindFact(looks, question)),
    scope.get(beforeFact(looks, question)),
  ]);
  const services = behind.services.flatMap(({ service, run: { look } }) =>
    look.ok || notServed(look.problem) ? [] : [missingFrom(look.problem, 'run-service', service)],
  );
  return [behind.missing, before.missing, ...services].filter((one) => one !== undefined);
}

function couldNotLook(text: string, missing: readonly Missing[]): CheckFinding {
  const [first] = missing;
  return {
    stage,
    verdict: 'could-not-look',
    decides: UNSEEN_AROUND_DECIDES,
    code: first?.code ?? 'policy-not-readable',
    text,
    adminText: `${text} ${missing.map(({ what }) => what).join(' ')}`,
    evidence: [],
    missing,
  };
}

/** Source: Cloud Run "Configure IAP", known limitations; `contract.md` §7.1. */
export const enabledTwice: Check = {
  id: 'enabled-twice',
  good: 'IAP stands on the way once.',
  run: async (input) => {
    const { scope, question, looks } = input;
    // The list of what may stand before Cloud Run does not wait for the switch.
    scope.start(beforeFact(looks, question));
    const { state } = await scope.get(switchFact(looks, question));
    if (state !== 'on') return [];
    const [sides, decided, unseen] = await Promise.all([
      otherSides(input),
      scope.get(decisionFact(looks, question)),
      unseenSides(input),
    ]);
    const [side] = sides;
    const place = placeName(question);
    const findings: CheckFinding[] = [];
    if (unseen.length > 0) {
      const text = `I could not see whether IAP is switched on a second time on the way to ${place}.`;
      findings.push(couldNotLook(text, unseen));
    }
    if (!side) return findings;
    const shut = sides.find(({ allow }) => allow.truth === 'false');
    const doubts = sides.flatMap(({ allow }) => (allow.truth === 'unknown' ? allow.unknowns : []));
    if (!shut && doubts.length > 0) {
      const text = `IAP is switched on a second time on the way to ${place}, and I could not see whether ${whoIs(question)} passes there as well.`;
      findings.push(
        couldNotLook(
          text,
          doubts.map(({ missing }) => missing),
        ),
      );
    }
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
