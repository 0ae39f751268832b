/** The token's time is over: its own `exp` decides, IAP's wording only where that cannot be read (ruling 27). */
import type { Observation } from '../observation.js';
import { answerOf, seenIn } from '../reading/answer.js';
import { mend, mintCommand } from '../reading/place.js';
import { RANK, type Recognised, type Symptom } from './symptom.js';

/** How long ago or how long still, in words. */
function span(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  if (minutes < 1) return `${Math.max(1, Math.round(Math.abs(ms) / 1000))} s`;
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

function recognised(seen: Observation): Recognised | undefined {
  const answer = answerOf(seen);
  if (!answer?.sent || answer.from.by !== 'iap') return undefined;
  const { status } = answer.reply;
  if (status !== 401 && !(status >= 300 && status < 400)) return undefined;
  const { expiresAt } = seen.credential;
  const over = expiresAt !== undefined && expiresAt <= seen.startedAt;
  const { line } = answer.from;
  const said = line?.kind === 'credential' && line.refusal === 'expired';
  if (!over && !said) return undefined;
  const base = { ...seenIn(answer), code: 'token-expired', verdict: 'blocked', failedStage: 'iap' } as const;
  if (over) {
    const at = new Date(expiresAt).toISOString();
    return {
      ...base,
      rank: RANK.expired,
      sureness: 'certain',
      signs: [...base.signs, `exp of the token: ${at}`],
      text: `IAP refuses: the token expired ${span(seen.startedAt - expiresAt)} ago.`,
      adminText: `IAP refuses: the token expired at ${at}, ${span(seen.startedAt - expiresAt)} before the probe. IAP honours exp for programs.`,
    };
  }
  const text = 'IAP refuses: by its words the token has most likely expired.';
  const clock =
    expiresAt === undefined
      ? ' Its exp could not be read here.'
      : ` By its own exp it is valid for another ${span(expiresAt - seen.startedAt)}: compare the clock of this machine with Google\u2019s.`;
  return { ...base, sureness: 'likely', text, adminText: `${text}${clock}` };
}

export const tokenExpired: Symptom = {
  id: 'token-expired',
  codes: ['token-expired'],
  recognise: (seen) => {
    const found = recognised(seen);
    return found ? { causes: [found] } : null;
  },
  literals: [
    {
      code: 'token-expired',
      sureness: 'likely',
      pattern: /invalid (?:iap credentials|gcip id token): [^.]{0,60}\bexpired\b/i,
    },
  ],
  fixes: (seen) => [
    mend(
      'person',
      'Mint a new token, and do so some minutes before each one ends',
      'It works at once. A token lasts an hour: keep it until shortly before its end instead of minting one per call.',
      {
        gcloud: mintCommand(seen),
      },
    ),
  ],
};
