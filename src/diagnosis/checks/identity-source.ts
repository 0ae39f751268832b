/** Does IAP sign people in there the way the subject signs in: with a Google account, or through a workforce pool? */
import type { Check, CheckFinding } from '../check.js';
import {
  identitySourcesInForce,
  type Settings,
  settingsFact,
  workforcePoolsInForce,
} from '../facts/surroundings-settings.js';
import { switchFact } from '../facts/surroundings-switch.js';
import type { Question } from '../question.js';
import { placeName, whoIs } from '../words.js';

const stage = 'handover';
const WORKFORCE = 'WORKFORCE_IDENTITY_FEDERATION';

interface Mismatch {
  readonly sure: boolean;
  readonly text: string;
  readonly detail: string;
  readonly pools: readonly string[];
}

const shortPool = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** Why the subject cannot sign in; nothing when they can. Service accounts bring tokens and sign in nowhere. */
export function mismatchOf(settings: Settings, question: Question): Mismatch | undefined {
  const { subject } = question;
  const sources = identitySourcesInForce(settings);
  const pools = workforcePoolsInForce(settings);
  const workforce = sources.value?.every((source) => source === WORKFORCE) ?? false;
  const names = pools.value ?? [];
  const who = whoIs(question);
  const place = placeName(question);
  if (subject.kind === 'user' && workforce) {
    return {
      sure: sources.sure,
      text: `${place} signs people in through another identity provider (workforce identity federation), and ${who} is a Google account.`,
      detail: `${sources.node} has identity_sources ${sources.value?.join(', ')}.`,
      pools: names,
    };
  }
  if (subject.kind !== 'federated' || subject.principal.pool.kind !== 'workforce') return undefined;
  if (!workforce) {
    return {
      // Unset everywhere we can read still leaves folders and the organisation.
      sure: sources.sure && sources.value !== undefined,
      text: `${place} signs people in with Google accounts, and ${who} is a workforce identity.`,
      detail:
        sources.value === undefined
          ? 'No identity source is set from the service up to its project.'
          : `${sources.node} has identity_sources ${sources.value.join(', ')}.`,
      pools: names,
    };
  }
  const own = subject.principal.pool.name;
  if (pools.value === undefined || pools.value.some((pool) => shortPool(pool) === shortPool(own)))
    return undefined;
  return {
    sure: sources.sure && pools.sure,
    text: `${place} signs people in through another workforce pool than that of ${who}.`,
    detail: `${pools.node} takes ${pools.value.join(', ')}; the identity is of ${own}.`,
    pools: names,
  };
}

/** Source: `accessSettings.identitySources` and `workforceIdentitySettings` (`IapSettings`). */
export const identitySource: Check = {
  id: 'identity-source',
  good: 'IAP signs people in the way the subject does.',
  run: async ({ scope, question, looks }) => {
    const [settings, { state }] = await Promise.all([
      scope.get(settingsFact(looks, question)),
      scope.get(switchFact(looks, question)),
    ]);
    const found = state === 'off' ? undefined : mismatchOf(settings, question);
    if (!found) return [];
    const { text, detail, pools, sure } = found;
    const { evidence, missing } = settings;
    const finding: CheckFinding = {
      stage,
      verdict: sure ? 'blocks' : 'unsure',
      code: 'identity-source-mismatch',
      text,
      adminText: `${text} ${detail}`,
      evidence,
      fix: { pools },
    };
    if (sure || !missing) return [finding];
    // A sign of a block that only a setting out of sight could lift: then nobody can tell.
    const said = `${text} A nearer setting that I could not read may say otherwise.`;
    const adminText = `${said} ${detail} ${missing.what}`;
    const unread = {
      verdict: 'could-not-look',
      decides: true,
      code: missing.code,
      missing: [missing],
    } as const;
    return [{ ...finding, ...unread, text: said, adminText }];
  },
};
