/** Re-authentication is set on the place: browsers can do it, programs that act as a person cannot. */
import { answerOf, seenIn } from '../reading/answer.js';
import { editSettings, mend, placeOf } from '../reading/place.js';
import { RANK, type Symptom } from './symptom.js';

export const reauth: Symptom = {
  id: 'reauth',
  codes: ['reauth-blocks-programmatic'],
  recognise: (seen) => {
    const answer = answerOf(seen);
    if (!answer?.sent || answer.from.by !== 'iap' || seen.around.reauth !== true) return null;
    const { email, kind } = seen.credential;
    const person = email !== undefined && !email.endsWith('.gserviceaccount.com');
    const { status } = answer.reply;
    const refused = status === 401 || (status >= 300 && status < 400);
    const { line } = answer.from;
    // Where IAP says what is wrong with the token, that is it.
    const specific =
      line !== undefined &&
      !(line.kind === 'credential' && (line.refusal === 'other' || line.refusal === 'empty'));
    if (!person || !refused || specific || kind === 'unreadable') return null;
    const text =
      'IAP most likely refuses because it asks for re-authentication here, which a program cannot do for a person.';
    return {
      causes: [
        {
          ...seenIn(answer),
          rank: RANK.expired + 1,
          sureness: 'likely',
          signs: [...answer.from.signs, 'reauthSettings are set', 'the credential is a person\u2019s'],
          code: 'reauth-blocks-programmatic',
          verdict: 'blocked',
          failedStage: 'iap',
          text,
          adminText: `${text} Programmatic access as a person fails wherever reauthSettings are set; service accounts are exempt.`,
        },
      ],
    };
  },
  fixes: (seen) => [
    mend(
      'person',
      'Use a service account for the program',
      'Service accounts are exempt from re-authentication; it works as soon as the account has access.',
    ),
    mend(
      'owner',
      'Or take the re-authentication settings away there',
      'Settings usually work within minutes. It lowers the protection for everybody.',
      {
        overgrant: 1,
        gcloud: editSettings(placeOf(seen), [
          'access_settings:',
          '  reauth_settings: …  (take these lines out)',
        ]),
      },
    ),
  ],
};
