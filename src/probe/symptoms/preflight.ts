/** A browser's preflight carries no session, and IAP stops it unless it is told not to. */
import { attribute } from '../attribution.js';
import type { Observation } from '../observation.js';
import { editSettings, mend, placeOf } from '../reading/place.js';
import { RANK, type Recognised, type Symptom } from './symptom.js';

function stopped(seen: Observation): Recognised | undefined {
  const reply = seen.preflight ?? (seen.reply?.method === 'OPTIONS' ? seen.reply : undefined);
  if (!reply) return undefined;
  const from = attribute(reply, seen.target);
  if (from.by !== 'iap' || ![302, 401, 403].includes(reply.status)) return undefined;
  const text =
    'IAP stops the preflight (OPTIONS) of scripts from other sites, so their calls fail with a CORS error.';
  const set =
    seen.around.allowHttpOptions === true
      ? ' By its settings IAP lets OPTIONS pass here: they may have changed minutes ago, or belong to another backend.'
      : '';
  return {
    code: 'preflight-blocked',
    verdict: 'blocked',
    failedStage: 'iap',
    answeredBy: 'iap',
    rank: RANK.reply - 1,
    sureness: from.sureness,
    signs: ['OPTIONS', ...from.signs],
    text,
    adminText: `${text}${set} Scripts of the app\u2019s own site need no preflight.`,
  };
}

export const preflight: Symptom = {
  id: 'preflight',
  codes: ['preflight-blocked'],
  recognise: (seen) => {
    const found = stopped(seen);
    if (!found) return null;
    // Only where the preflight itself was the question is it the answer; for everything else it is IAP's default.
    if (seen.reply?.method === 'OPTIONS') return { causes: [found] };
    const { code, sureness, signs, text, adminText } = found;
    return { notes: [{ finding: 'warns', code, sureness, signs, text, adminText }] };
  },
  literals: [
    {
      code: 'preflight-blocked',
      sureness: 'likely',
      pattern:
        /blocked by cors policy: (?:response to preflight request doesn't pass|no 'access-control-allow-origin' header)/i,
    },
  ],
  fixes: (seen) => [
    mend(
      'owner',
      'Let IAP pass OPTIONS requests: allow_http_options in the CORS settings',
      'Settings usually work within minutes. The call itself still needs a session on the target, and credentials: \u2018include\u2019.',
      {
        overgrant: 1,
        gcloud: editSettings(placeOf(seen), [
          'access_settings:',
          '  cors_settings:',
          '    allow_http_options: true',
        ]),
      },
    ),
  ],
};
