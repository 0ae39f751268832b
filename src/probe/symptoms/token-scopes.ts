/** Whether an access token has the scopes IAP asks of one, where Google could be asked about the token. */
import type { Observation } from '../observation.js';
import { answerOf, seenIn } from '../reading/answer.js';
import { type Note, RANK, type Sighting, type Symptom } from './symptom.js';

/** What IAP wants of an access token (IAP "Programmatic authentication"); the short names mean the same. */
const WANTED: readonly (readonly [string, readonly string[]])[] = [
  ['openid', ['openid']],
  ['userinfo.email', ['https://www.googleapis.com/auth/userinfo.email', 'email']],
];

const missingFrom = (scopes: readonly string[]): string[] =>
  WANTED.filter(([, names]) => !names.some((name) => scopes.includes(name))).map(([name]) => name);

/** IAP refused without saying why: the scopes are the likeliest. */
function likeliest(seen: Observation, missing: readonly string[]): Sighting | undefined {
  const answer = answerOf(seen);
  const line = answer?.from.line;
  if (!answer || line?.kind !== 'credential' || line.refusal !== 'other' || line.gcip) return undefined;
  const text = 'IAP refuses, most likely because the access token lacks scopes.';
  return {
    causes: [
      {
        ...seenIn(answer),
        rank: RANK.guess,
        sureness: 'likely',
        signs: [...answer.from.signs, `scopes without ${missing.join(' and ')}`],
        code: 'access-token-refused',
        verdict: 'blocked',
        failedStage: 'iap',
        text,
        adminText: `${text} It lacks ${missing.join(' and ')}. IAP\u2019s own words: ${line.reason}`,
      },
    ],
  };
}

export const tokenScopes: Symptom = {
  id: 'token-scopes',
  codes: [],
  recognise: (seen) => {
    const { kind, scopes } = seen.credential;
    if (kind !== 'access-token' || scopes.length === 0 || !answerOf(seen)?.sent) return null;
    const missing = missingFrom(scopes);
    const guess = missing.length > 0 ? likeliest(seen, missing) : undefined;
    if (guess) return guess;
    const text =
      missing.length === 0
        ? 'The access token has the scopes IAP asks for.'
        : `The access token lacks a scope that IAP asks for: ${missing.join(' and ')}.`;
    const note: Note = {
      finding: missing.length === 0 ? 'ok' : 'warns',
      code: missing.length === 0 ? null : 'access-token-refused',
      sureness: 'certain',
      signs: [`${scopes.length} scopes`],
      text,
      adminText: missing.length === 0 ? text : `${text} It has ${scopes.join(', ')}.`,
    };
    return { notes: [note] };
  },
  fixes: () => [],
};
