/** `SECURE_TOKEN_TEST`: the app took an assertion it had to refuse. */
import { judgeJwtTests } from '../jwt-test/judge.js';
import { mend } from '../reading/place.js';
import { type Note, RANK, type Symptom } from './symptom.js';

const KINDS: Readonly<Record<string, string>> = {
  FUTURE_ISSUE: 'issued in the future',
  PAST_EXPIRATION: 'expired',
  ISSUER: 'by another issuer',
  AUDIENCE: 'for another audience',
  SIGNATURE: 'with a wrong signature',
};

export const assertion: Symptom = {
  id: 'assertion',
  codes: ['jwt-not-verified'],
  recognise: (seen) => {
    const judged = judgeJwtTests(seen.jwtTests, seen.target);
    const forged = judged.filter(({ test, accepted }) => test !== 'NOT_SET' && accepted === true);
    if (forged.length > 0) {
      const kinds = forged.map(({ test }) => KINDS[test] ?? test).join(', ');
      const text = `The app accepts forged assertions (${kinds}): whoever reaches it around IAP can pretend to be anybody.`;
      const signs = forged.map(({ test, why }) => `${test}: ${why}`);
      return {
        causes: [
          {
            code: 'jwt-not-verified',
            verdict: 'failing',
            failedStage: 'backend',
            answeredBy: 'backend',
            rank: RANK.assertion,
            sureness: 'certain',
            signs,
            text,
            adminText: `${text} ${signs.join('; ')}.`,
          },
        ],
      };
    }
    const refused = judged.filter(({ test, ok }) => test !== 'NOT_SET' && ok === true);
    const unsure = judged.filter(({ ok }) => ok !== true);
    if (judged.length === 0) return null;
    const good = unsure.length === 0 && refused.length > 0;
    const text = good
      ? 'The app refuses every forged assertion, and takes the valid one.'
      : 'Whether the app checks IAP\u2019s assertion could not be told.';
    const signs = (good ? judged : unsure).map(({ test, why }) => `${test}: ${why}`);
    const note: Note = {
      finding: good ? 'ok' : 'unsure',
      code: good ? null : 'jwt-not-verified',
      sureness: 'certain',
      signs,
      text,
      adminText: good ? text : `${text} ${signs.join('; ')}.`,
    };
    return { notes: [note] };
  },
  fixes: () => [
    mend(
      'owner',
      'Verify x-goog-iap-jwt-assertion on every request: signature (ES256, keys of https://www.gstatic.com/iap/verify/public_key), iss, aud, iat and exp',
      'Probe again with --jwt-test: every forged assertion has to be refused.',
    ),
  ],
};
