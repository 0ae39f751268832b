/** Whether the token's audience is one that IAP takes here, as far as that is known; a doubt where IAP does not say why. */
import type { Observation } from '../observation.js';
import { answerOf, seenIn } from '../reading/answer.js';
import { type Note, RANK, type Sighting, type Symptom } from './symptom.js';
import { covers } from './token-audience.js';

interface Match {
  readonly fits: boolean;
  readonly wanted: string;
}

/** Undefined where there is nothing to compare. */
function match({ credential, expectedAudience, around, target }: Observation): Match | undefined {
  if (credential.aud.length === 0) return undefined;
  if (credential.kind === 'self-signed-jwt') {
    const fits = credential.aud.some((audience) => covers(audience, target.url));
    return { fits, wanted: `the address, or https://${target.host}/*` };
  }
  if (credential.kind !== 'id-token' && credential.kind !== 'jwt') return undefined;
  const expected = expectedAudience === undefined ? [] : [expectedAudience.value];
  const taken = [...expected, ...around.oauthClientIds, ...around.programmaticClients];
  if (taken.length === 0) return undefined;
  const fits = credential.aud.some((audience) => taken.includes(audience));
  return { fits, wanted: expected[0] ?? taken.join(' or ') };
}

/** IAP refused for a reason it words in a way nobody knows: what does not fit is the likeliest. */
function likeliest(seen: Observation, { wanted }: Match): Sighting | undefined {
  const answer = answerOf(seen);
  const line = answer?.from.line;
  if (!answer || line?.kind !== 'credential' || line.refusal !== 'other' || line.gcip) return undefined;
  const text = 'IAP refuses, most likely because the token is made for another audience.';
  const adminText = `${text} It says ${seen.credential.aud.join(', ')}; IAP expects ${wanted}. IAP\u2019s own words: ${line.reason}`;
  return {
    causes: [
      {
        ...seenIn(answer),
        rank: RANK.guess,
        sureness: 'likely',
        signs: [...answer.from.signs, 'aud of the token is not the expected one'],
        code: 'token-audience',
        verdict: 'blocked',
        failedStage: 'iap',
        text,
        adminText,
      },
    ],
  };
}

export const audienceMatch: Symptom = {
  id: 'audience-match',
  codes: [],
  recognise: (seen) => {
    const answer = answerOf(seen);
    const found = answer?.sent ? match(seen) : undefined;
    if (!answer || !found) return null;
    const line = answer.from.line;
    // IAP itself has said so, with both values.
    if (line?.kind === 'credential' && /^audience/.test(line.refusal)) return null;
    const guess = found.fits ? undefined : likeliest(seen, found);
    if (guess) return guess;
    const text = found.fits
      ? 'The token is made for the audience IAP expects here.'
      : 'The token is made for another audience than the one I know IAP to expect here.';
    const note: Note = {
      finding: found.fits ? 'ok' : 'unsure',
      code: found.fits ? null : 'token-audience',
      sureness: 'certain',
      signs: [`aud: ${found.fits ? 'as expected' : 'not the expected one'}`],
      text,
      adminText: found.fits
        ? text
        : `${text} It says ${seen.credential.aud.join(', ')}; expected is ${found.wanted}.`,
    };
    return { notes: [note] };
  },
  fixes: () => [],
};
