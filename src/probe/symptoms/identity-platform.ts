/** The place signs people in through Identity Platform, so Google's own identity tokens are the wrong kind. */
import { answerOf, seenIn } from '../reading/answer.js';
import { mend } from '../reading/place.js';
import type { Symptom } from './symptom.js';

export const identityPlatform: Symptom = {
  id: 'identity-platform',
  codes: ['gcip-token-required'],
  recognise: (seen) => {
    const answer = answerOf(seen);
    const line = answer?.from.line;
    if (!answer?.sent || answer.from.by !== 'iap' || line?.kind !== 'credential' || !line.gcip) return null;
    const text =
      'IAP refuses: it wants an identity token of Identity Platform here, not one of Google\u2019s.';
    const known =
      seen.around.gcip === false ? ' Its settings, as I read them, say nothing of Identity Platform.' : '';
    return {
      causes: [
        {
          ...seenIn(answer),
          code: 'gcip-token-required',
          verdict: 'blocked',
          failedStage: 'iap',
          text,
          adminText: `${text} IAP says: Invalid GCIP ID token: ${line.reason}.${known}`.replace(
            /\.\.(?= |$)/,
            '.',
          ),
        },
      ],
    };
  },
  literals: [{ code: 'gcip-token-required', sureness: 'certain', pattern: /invalid gcip id token\b/i }],
  fixes: () => [
    mend(
      'person',
      'Sign in at Identity Platform and send the identity token it gives',
      'Its tokens come from the accounts:signInWithPassword call and the like, and last an hour.',
    ),
  ],
};
