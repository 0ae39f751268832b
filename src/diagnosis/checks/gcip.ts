/** Does Identity Platform sign people in there, so that IAP enforces no IAM policy at all? */
import { type Check, type CheckFinding, UNSEEN_AROUND_DECIDES } from '../check.js';
import { settingsFact, tenantsInForce } from '../facts/surroundings-settings.js';
import { switchFact } from '../facts/surroundings-switch.js';
import { placeName } from '../words.js';

const stage = 'handover';

/** Source: `accessSettings.gcipSettings`; with tenants IAP enforces no IAM policy (`contract.md` §7.4). */
export const gcip: Check = {
  id: 'gcip',
  good: 'IAM decides who gets in.',
  run: async ({ scope, question, looks }) => {
    const [settings, { state }] = await Promise.all([
      scope.get(settingsFact(looks, question)),
      scope.get(switchFact(looks, question)),
    ]);
    if (settings.nodes.length === 0 || state === 'off') return [];
    const { evidence } = settings;
    const tenants = tenantsInForce(settings);
    const place = placeName(question);
    const findings: CheckFinding[] = [];
    if (tenants.value !== undefined && tenants.value.length > 0) {
      const text = `People sign in to ${place} through Identity Platform, and then IAP checks no permissions at all: who gets in is decided by the sign-in there and by the app itself.`;
      const needs = 'asking whoever runs the app and its Identity Platform tenants';
      findings.push({
        stage,
        verdict: 'unsure',
        settles: 'unknown',
        code: 'gcip-iam-off',
        text,
        adminText: `${text} ${tenants.node} has the tenants ${tenants.value.join(', ')}.`,
        evidence,
        missing: [{ code: 'gcip-iam-off', what: text, needs, subject: tenants.node ?? place }],
      });
    }
    if (settings.missing) {
      const text = `I could not read all of IAP\u2019s settings for ${place}: the way of signing in, allowed host names and the like.`;
      findings.push({
        stage,
        verdict: 'could-not-look',
        // Tenants, identity sources and allowed host names may keep out whomever IAM lets in.
        decides: UNSEEN_AROUND_DECIDES,
        code: settings.missing.code,
        text,
        adminText: `${text} ${settings.missing.what}`,
        evidence,
        missing: [settings.missing],
      });
    }
    return findings;
  },
};
