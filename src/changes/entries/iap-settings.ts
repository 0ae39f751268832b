/** Changes of IAP's settings: `UpdateIapSettings`, a Data Access entry, with the field mask in words. */
import { changeOf, type EntryParser } from '../change.js';
import { at, textAt, textsAt, withoutHost } from '../entry.js';

/** Field paths of `IapSettings` (IAP v1 reference) and what people call them. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/gcip/i, 'Identity Platform sign-in'],
  [/cors|allowHttpOptions/i, 'whether preflight requests pass'],
  [/oauthSettings\.loginHint/i, 'the login hint'],
  [/oauthSettings\.(?:clientId|clientSecret)/i, 'the OAuth client'],
  [/programmaticClients/i, 'the programmatic OAuth clients'],
  [/oauth/i, 'the OAuth settings'],
  [/reauth/i, 're-authentication'],
  [/allowedDomains/i, 'the allowed domains'],
  [/workforce/i, 'workforce sign-in'],
  [/identitySources/i, 'who may sign in from where'],
  [/csm/i, 'the token for the service mesh'],
  [/accessDeniedPage/i, 'the page people see when refused'],
  [/cookieDomain/i, 'the cookie domain'],
  [/attributePropagation/i, 'the attributes handed to the app'],
];

/** `accessSettings.reauthSettings` and the snake case of the same. */
const camel = (path: string): string =>
  path
    .trim()
    .replace(/^iapSettings\./i, '')
    .replace(/_([a-z])/g, (_, c: string) => c.toUpperCase());

const wordsFor = (path: string): string => WORDS.find(([pattern]) => pattern.test(path))?.[1] ?? path;

/** Paths of everything that is set, two levels deep, for entries without a mask. */
function setPaths(settings: unknown): string[] {
  const keys = (value: unknown): string[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  return keys(settings)
    .filter((name) => name !== 'name')
    .flatMap((name) => {
      const inner = keys(at(settings, name));
      return inner.length === 0 ? [name] : inner.map((below) => `${name}.${below}`);
    });
}

export const iapSettings: EntryParser = {
  kind: 'iap-settings',
  services: ['iap.googleapis.com'],
  parse: (envelope) => {
    const { service, method, payload } = envelope;
    if (service !== 'iap.googleapis.com' || !/UpdateIapSettings$/i.test(method)) return undefined;
    const settings = at(payload, 'request', 'iapSettings') ?? at(payload, 'request', 'iap_settings');
    const node = withoutHost(envelope.resource || textAt(settings, 'name') || '').replace(
      /\/?:?iapSettings$/,
      '',
    );
    if (node === '') return 'unreadable';
    const mask = at(payload, 'request', 'updateMask') ?? at(payload, 'request', 'update_mask');
    const masked = typeof mask === 'string' ? mask.split(',') : textsAt(mask, 'paths');
    const fields = (
      masked.some((path) => path.trim() !== '' && path.trim() !== '*') ? masked : setPaths(settings)
    ).map(camel);
    const words = [...new Set(fields.map(wordsFor))].slice(0, 6);
    const what = words.length === 0 ? 'the IAP settings' : words.join(', ');
    const says = `changed ${what} of IAP at ${node}`;
    return [
      changeOf(envelope, {
        kind: 'iap-settings',
        resource: node,
        says,
        touched: { what: 'settings', node, fields },
      }),
    ];
  },
};
