/** 429: IAP's own quota where its mark is on it, somebody else's where it is not. */
import { answerOf, seenIn } from '../reading/answer.js';
import { mend } from '../reading/place.js';
import { field } from '../reading/reply.js';
import { RANK, type Symptom } from './symptom.js';

export const throttling: Symptom = {
  id: 'throttling',
  codes: ['throttled', 'app-throttled'],
  recognise: (seen) => {
    const answer = answerOf(seen);
    if (answer?.reply.status !== 429) return null;
    const after = field(answer.reply.headers, 'retry-after');
    const signs = [...answer.from.signs, ...(after === undefined ? [] : [`retry-after: ${after}`])];
    if (answer.from.by === 'iap') {
      const text = 'IAP sends too many requests away: the project is over its quota.';
      return {
        causes: [
          {
            ...seenIn(answer),
            // Behind a refusal in IAP's own words, should one ever come with this status.
            rank: RANK.reply + 1,
            signs,
            code: 'throttled',
            verdict: 'failing',
            failedStage: 'iap',
            text,
            adminText: `${text} IAP takes 360,000 requests a minute per project. The load balancer\u2019s log says handled_by_identity_aware_proxy.`,
          },
        ],
      };
    }
    const text = 'The app, or a limit before it, sends too many requests away; this is not IAP.';
    return {
      causes: [
        {
          ...seenIn(answer),
          signs,
          sureness: 'likely',
          code: 'app-throttled',
          verdict: 'failing',
          failedStage: 'backend',
          text,
          adminText: `${text} A rate limit of Cloud Armor looks the same: the load balancer\u2019s log names the policy.`,
        },
      ],
    };
  },
  fixes: (_seen, { code }) =>
    code === 'throttled'
      ? [
          mend('person', 'Send less, with growing pauses after each 429', 'The count is per minute.'),
          mend(
            'owner',
            'Spread the load over projects, or ask Google for more quota',
            'An answer to a quota request takes days.',
            { overgrant: 2 },
          ),
        ]
      : [
          mend(
            'owner',
            'Look at the limits of the app and of the load balancer\u2019s security policy',
            'retry-after, where it is sent, says when to come back.',
          ),
        ],
};
