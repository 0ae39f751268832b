/** Is the host name among those IAP is told to accept? */
import type { Check } from '../check.js';
import { inForce, settingsFact } from '../facts/surroundings-settings.js';
import { switchFact } from '../facts/surroundings-switch.js';
import type { Question } from '../question.js';
import { placeName } from '../words.js';

const stage = 'handover';

/**
 * Whether a host is covered by a list of domains; `*.example.com` covers everything below (IAP "Allowed domains").
 * Undefined where the documentation leaves it open: the bare domain under a wildcard, and an empty list.
 */
export function isCovered(host: string, domains: readonly string[]): boolean | undefined {
  const name = host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
  let open = domains.length === 0;
  for (const domain of domains.map((each) => each.trim().toLowerCase())) {
    if (domain === name) return true;
    if (!domain.startsWith('*.')) continue;
    if (name.endsWith(domain.slice(1))) return true;
    if (name === domain.slice(2)) open = true;
  }
  return open ? undefined : false;
}

/** The host of the request: what was given, else that of the configured address. */
export const hostOf = ({ given, place }: Question): string | undefined => given.host ?? place.url?.hostname;

export const host: Check = {
  id: 'host',
  good: 'IAP accepts the host name.',
  run: async ({ scope, question, looks }) => {
    const [settings, { state }] = await Promise.all([
      scope.get(settingsFact(looks, question)),
      scope.get(switchFact(looks, question)),
    ]);
    const allowed = inForce(settings, (s) => s.allowedDomains);
    if (state === 'off' || allowed.value?.enable !== true) return [];
    const { domains } = allowed.value;
    const asked = hostOf(question);
    const covered = asked === undefined ? undefined : isCovered(asked, domains);
    if (covered === true) return [];
    const place = placeName(question);
    const { evidence } = settings;
    const list = `${allowed.node} accepts ${domains.length === 0 ? 'no domain at all' : domains.join(', ')}.`;
    const base = { stage, code: 'host-not-allowed', evidence, fix: { host: asked } } as const;
    if (covered === false && allowed.sure) {
      const text = `IAP accepts ${place} under certain host names only, and ${asked} is not one of them.`;
      return [{ ...base, verdict: 'blocks', text, adminText: `${text} ${list}` }];
    }
    if (covered === false && settings.missing) {
      const text = `IAP likely does not accept ${place} as ${asked}; a nearer setting that I could not read may allow it.`;
      const { missing } = settings;
      const adminText = `${text} ${list} ${missing.what}`;
      const finding = {
        verdict: 'could-not-look',
        decides: true,
        code: missing.code,
        missing: [missing],
      } as const;
      return [{ ...base, ...finding, text, adminText }];
    }
    const text =
      asked === undefined
        ? `IAP accepts ${place} under certain host names only, and I do not know which one is used.`
        : `IAP accepts ${place} under certain host names only, and I cannot tell whether ${asked} is one of them.`;
    return [{ ...base, verdict: 'unsure', text, adminText: `${text} ${list}` }];
  },
};
