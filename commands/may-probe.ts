/** The one place that decides who may probe with what: anybody looks at a known service from outside, administrators do the rest. */
import type { Asking } from '../src/app.js';
import type { TypedMistake } from '../src/names/asked.js';
import { asksAsAdmin } from './as-admin.js';
import type { ProbeWords } from './probe-words.js';

/** Requests anybody may have measured: enough for a picture, too few to be a burden. */
const FEW = 20;

/** What asks for more than one look from outside, in words. */
function beyond(words: ProbeWords): string | undefined {
  if (words.as !== undefined || words.tokenFile !== undefined) return 'going in as a service account';
  if (words.direct !== undefined) return 'going around IAP';
  if (words.jwtTest) return 'testing what the app accepts';
  if (words.streamMs !== undefined) return 'holding a stream open';
  if (words.data !== undefined || words.descriptorSet !== undefined) return 'sending a request of your own';
  return (words.count ?? 0) > FEW ? `measuring more than ${FEW} requests` : undefined;
}

/** Undefined: go ahead. In the terminal whoever has the credentials may do everything. */
export async function refusalToProbe(words: ProbeWords, asking: Asking): Promise<TypedMistake | undefined> {
  const what = beyond(words);
  if (what === undefined || (await asksAsAdmin(asking))) return undefined;
  return {
    message: `Anybody may look at a service from outside; ${what} is for the administrators of this bot.`,
    nearest: undefined,
  };
}
