/** What is said for `help`: the verbs with one line each, or one verb in detail. */
import type { Help } from '../answer.js';
import type { Outline, Part, View } from '../outline-types.js';
import { code, plain, prose } from '../spans.js';

/** The usage line with the command's own name in front, as it is typed on this surface. */
export function asTyped(usage: string, surface: View['surface']): string {
  const bare = usage.trim().replace(/^(?:\/iap|iap-doctor)\b\s*/, '');
  return `${surface === 'slack' ? '/iap' : 'iap-doctor'} ${bare}`.trim();
}

export function helpOutline(help: Help, view: View): Outline {
  const verbs: Part[] =
    help.verbs.length === 0
      ? []
      : [
          {
            key: 'services',
            items: help.verbs.map((verb) => ({
              line: [code(asTyped(verb.usage, view.surface)), plain(' · '), ...prose(verb.summary)],
            })),
          },
        ];
  const details: Part[] =
    help.details.length === 0
      ? []
      : [{ key: 'details', items: help.details.map((detail) => ({ line: prose(detail) })) }];
  return {
    mood: 'plain',
    headline: [plain(help.title)],
    tail: [],
    parts: [...verbs, ...details],
    context: [],
  };
}
