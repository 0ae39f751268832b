/** Does IAP ask people to sign in again after a while, or with a stronger factor? */
import type { Check } from '../check.js';
import { reauthentication, settingsFact } from '../facts/surroundings-settings.js';
import { switchFact } from '../facts/surroundings-switch.js';
import { placeName, some } from '../words.js';

const stage = 'handover';

const METHODS: Readonly<Record<string, string>> = {
  SECURE_KEY: 'with a security key',
  ENROLLED_SECOND_FACTORS: 'with a second factor',
};

/** How often, after "every": `hour`, `4 hours`, `30 minutes`, `301 seconds`. */
export function span(seconds: number): string {
  const [amount, unit] =
    seconds % 3600 === 0
      ? [seconds / 3600, 'hour']
      : seconds % 60 === 0
        ? [seconds / 60, 'minute']
        : [seconds, 'second'];
  return amount === 1 ? unit : `${amount} ${unit}s`;
}

/** Source: IAP "Reauthentication": browsers are asked again, programs acting as a person fail, service accounts are exempt. */
export const reauth: Check = {
  id: 'reauth',
  good: 'A session lasts as long as the Google sign-in.',
  run: async ({ scope, question, looks }) => {
    if (question.subject.kind !== 'user') return [];
    const [settings, { state }] = await Promise.all([
      scope.get(settingsFact(looks, question)),
      scope.get(switchFact(looks, question)),
    ]);
    const asks = state === 'off' ? undefined : reauthentication(settings);
    if (!asks) return [];
    const age = asks.maxAgeSeconds === undefined ? 'now and then' : `every ${span(asks.maxAgeSeconds)}`;
    const how = METHODS[asks.method];
    const text = `${placeName(question)} asks people to sign in again ${age}${how === undefined ? '' : `, ${how}`}; a script that acts as a person is refused.`;
    return [
      {
        stage,
        verdict: 'unsure',
        code: 'reauth-required',
        text,
        adminText: `${text} It is set on ${some(asks.nodes)}; the shortest age and the strongest method count.`,
        evidence: settings.evidence,
      },
    ];
  },
};
