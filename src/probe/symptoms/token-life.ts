/** What the token itself tells, whatever the reply: how long it lasts, whether it is minted per call, and whom it suits. */
import type { Observation } from '../observation.js';
import { answerOf, passed } from '../reading/answer.js';
import { tokenAge } from '../token/token-age.js';
import type { Note, Symptom } from './symptom.js';

const minutes = (ms: number): string => `${Math.max(1, Math.round(ms / 60_000))} min`;

const note = (
  finding: Note['finding'],
  code: string | null,
  text: string,
  signs: readonly string[],
  more = '',
): Note => ({
  finding,
  code,
  sureness: finding === 'ok' ? 'certain' : 'likely',
  signs,
  text,
  adminText: more === '' ? text : `${text} ${more}`,
});

/** Whoever reads a token from a file made it before; one that is seconds old was made for this call. */
const ownMint = (origin: string): boolean => /^minted\b/i.test(origin);

function life(seen: Observation): Note[] {
  const { credential, startedAt } = seen;
  const age = tokenAge(credential, startedAt);
  const signs = [
    ...(credential.issuedAt === undefined ? [] : [`iat: ${new Date(credential.issuedAt).toISOString()}`]),
    ...(credential.expiresAt === undefined ? [] : [`exp: ${new Date(credential.expiresAt).toISOString()}`]),
  ];
  const left = age.remainingMs ?? 0;
  const fresh =
    age.freshlyMinted && !ownMint(credential.origin)
      ? [
          note(
            'unsure',
            null,
            'The token was made moments before it was used.',
            signs,
            'If the program mints one per call, keep each for most of its hour instead: it is slower, and the quota is small.',
          ),
        ]
      : [];
  switch (age.state) {
    case 'about-to-expire':
      return [
        note(
          'warns',
          'token-expired',
          `The token ends in ${minutes(left)}.`,
          signs,
          'Refresh it some minutes before the end.',
        ),
        ...fresh,
      ];
    case 'good':
      return [note('ok', null, `The token is valid for another ${minutes(left)}.`, signs), ...fresh];
    case 'not-yet-valid':
      return [note('warns', null, 'The token says it is issued in the future: the clocks differ.', signs)];
    case 'expired':
    case 'unknown':
      return fresh;
  }
}

/** An app that takes what IAP could not have taken was not asked through IAP. */
function unchecked(seen: Observation): Note[] {
  const { credential } = seen;
  if (!answerOf(seen)?.sent || !passed(seen)) return [];
  const over = tokenAge(credential, seen.startedAt).state === 'expired';
  if (!over && credential.kind !== 'unreadable') return [];
  const what = over ? 'The token has expired' : 'What was sent is no token';
  return [
    note(
      'unsure',
      'exposed',
      `${what}, and the app answered all the same: most likely IAP did not look at it.`,
      [over ? 'exp of the token has passed' : 'the credential cannot be read', 'the app answered'],
    ),
  ];
}

export const tokenLife: Symptom = {
  id: 'token-life',
  codes: [],
  recognise: (seen) => {
    if (seen.credential.kind === 'none') return null;
    const notes = [...life(seen), ...unchecked(seen)];
    return notes.length > 0 ? { notes } : null;
  },
  fixes: () => [],
};
