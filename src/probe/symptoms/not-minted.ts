/** No credential could be had for the identity that was asked for: what was seen without one does not answer the question. */
import { answerOf } from '../reading/answer.js';
import { mend } from '../reading/place.js';
import { RANK, type Symptom } from './symptom.js';

export const notMinted: Symptom = {
  id: 'not-minted',
  codes: ['token-not-minted'],
  recognise: (seen) => {
    const { unminted } = seen;
    if (!unminted) return null;
    const answer = answerOf(seen);
    const text = `I cannot tell what happens to ${unminted.account}: I got no token to go in with.`;
    const bare =
      answer?.from.by === 'iap'
        ? ' Without a credential IAP answers there, and asks for one or refuses.'
        : '';
    return {
      causes: [
        {
          code: 'token-not-minted',
          verdict: 'unknown',
          failedStage: null,
          answeredBy: answer?.from.by ?? 'none',
          rank: RANK.identity,
          sureness: 'certain',
          signs: ['nothing was sent with that identity', ...(answer?.from.signs ?? [])],
          text: `${text}${bare}`,
          adminText: `${text} ${unminted.what}${bare}`,
        },
      ],
    };
  },
  fixes: ({ unminted }) => [
    mend(
      'operator',
      unminted
        ? `See to it that a token can be had for ${unminted.account}: ${unminted.needs}`
        : 'See to it that a token can be had for that account',
      'New rights work within minutes. Until then a token from elsewhere does: --token-file FILE.',
    ),
  ],
};
