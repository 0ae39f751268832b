/** Do CORS preflights pass without signing in? */
import type { Check } from '../check.js';
import { inForce, settingsFact } from '../facts/surroundings-settings.js';
import { switchFact } from '../facts/surroundings-switch.js';
import { placeName } from '../words.js';

/** Source: `accessSettings.corsSettings.allowHttpOptions`, off by default. */
export const preflight: Check = {
  id: 'preflight',
  good: 'OPTIONS requests are checked like all others.',
  run: async ({ scope, question, looks }) => {
    const [settings, { state }] = await Promise.all([
      scope.get(settingsFact(looks, question)),
      scope.get(switchFact(looks, question)),
    ]);
    const open = inForce(settings, (s) => s.allowHttpOptions);
    if (state === 'off' || open.value !== true) return [];
    const text = `OPTIONS requests to ${placeName(question)} pass without anybody signing in.`;
    return [
      {
        stage: 'handover',
        verdict: 'warns',
        code: 'preflight-open',
        text,
        adminText: `${text} ${open.node} has allow_http_options.`,
        evidence: settings.evidence,
      },
    ];
  },
};
