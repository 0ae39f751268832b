/** Reads `<where>`: a service name or alias, a URL, or an IAP resource name. */
import type { AskedWhere, Typed } from './asked.js';
import { parseEmail } from './email.js';
import { iapName, parseIapResource } from './iap-resource.js';
import { bareWord, decodeEntities, normaliseTyped, quoted } from './normalise.js';
import { parseMention, unlinkSlack } from './slack-markup.js';
import { LONGEST_TYPED, refuse } from './typed-repair.js';

const FORMS = 'a service name, a URL such as `https://app.example.com`, or an IAP resource name';
const EXAMPLE = 'https://app.example.com';
const HOST =
  /^(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|localhost)(?::[0-9]{1,5})?(?:[/?#].*)?$/;
const HOST_AND_PORT = /^[A-Za-z0-9-]+:[0-9]{1,5}(?:[/?#].*)?$/;

/** What a service may be called in the configuration and in a question: letters, digits, `.`, `_`, `-`, and one `/`. */
export const SERVICE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,126}(?:\/[A-Za-z0-9][A-Za-z0-9._-]{0,126})?$/;

/**
 * Reads one `<where>`. Never throws; time grows with the length.
 * A bare host is read as an https URL. Nothing is looked up: whether the place is known is decided elsewhere.
 */
export function parseWhere(text: string): Typed<AskedWhere> {
  if (text.length > LONGEST_TYPED) return refuse(`That is too long. Where is ${FORMS}.`, EXAMPLE);
  const unlinked = unlinkSlack(decodeEntities(text));
  if (!unlinked.ok)
    return refuse(
      `The link shows ${quoted(unlinked.label)} but goes to ${quoted(unlinked.target)}: type the address itself.`,
      nearestUrl(unlinked.label),
    );
  const word = bareWord(normaliseTyped(unlinked.text));
  if (word === '') return refuse(`Where is missing: give ${FORMS}.`, EXAMPLE);
  if (/\s/.test(word))
    return refuse(`${quoted(word)} is more than one word. Where is ${FORMS}.`, firstName(word));
  if (parseMention(word) || parseEmail(word.replace(/^(?:user|serviceAccount|group):/i, '')))
    return refuse(`${quoted(word)} is somebody, not a place: who comes first, then where.`, EXAMPLE);
  const path = word.replace(/\/+$/, '');
  const resource = parseIapResource(path.replace(/:[A-Za-z]+$/, '')) ?? parseIapResource(path);
  if (resource) return { ok: true, value: { kind: 'resource', resource, asked: word } };
  if (/^(?:https?:)?\/\/[a-z.]*googleapis\.com\/|^\/?projects\/|^\/\//i.test(word))
    return refuseResource(word);
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(word)) return parseUrl(word, word, false);
  if (HOST.test(word) || HOST_AND_PORT.test(word)) return parseUrl(`https://${word}`, word, true);
  if (SERVICE_NAME.test(word))
    return { ok: true, value: { kind: 'name', name: word.toLowerCase(), asked: word } };
  return refuse(`${quoted(word)} is not a place I can read. Where is ${FORMS}.`, firstName(word));
}

function parseUrl(text: string, asked: string, bare: boolean): Typed<AskedWhere> {
  const scheme = text.slice(0, text.indexOf(':')).toLowerCase();
  const rest = text.slice(text.indexOf(':') + 1);
  if (scheme !== 'https' && scheme !== 'http')
    return refuse(
      `I can only look at http and https addresses, not ${quoted(`${scheme}://`)}.`,
      nearestUrl(`https:${rest}`),
    );
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.hostname === '')
    return refuse(`${quoted(asked)} is not a complete address.`, nearestUrl(text));
  if (url.username !== '' || url.password !== '')
    return refuse(
      'An address must not carry a user name or password.',
      `${url.protocol}//${url.host}${url.pathname}`,
    );
  url.hash = '';
  const path = /^[^:]+:[/\\]*[^/\\?#]*([^?#]*)/.exec(text)?.[1];
  return { ok: true, value: { kind: 'url', url, path: path || '/', bare, asked } };
}

/** The https address in a text, without credentials, query and fragment. */
function nearestUrl(text: string): string {
  const whole = /^https?:\/\//i.test(text)
    ? text
    : `https://${text.replace(/^(?:[a-z][a-z0-9+.-]*:\/+|\/+)/i, '')}`;
  const tried = URL.canParse(whole) ? whole : undefined;
  if (tried === undefined) return EXAMPLE;
  const url = new URL(tried);
  const bare = url.pathname === '/' || url.hostname.endsWith('googleapis.com');
  const plain = `${url.protocol}//${url.host}${bare ? '' : url.pathname}`;
  return url.hostname !== '' && bareWord(plain) === plain && !/\s/.test(plain) ? plain : EXAMPLE;
}

/** The first word of a text that could be a service name, or its host in ASCII. */
function firstName(text: string): string {
  if (/^[^\s/@:]+\.[^\s/@:]+$/u.test(text) && /[^\x20-\x7E]/.test(text)) return nearestUrl(text);
  const words = text.split(/[^A-Za-z0-9._-]+/).map(bareWord);
  return words.find((word) => word.length > 1 && SERVICE_NAME.test(word)) ?? EXAMPLE;
}

/** Google's other names for the same things: audiences of IAP's assertion, Compute links, the hyphen in `cloud-run`. */
const OTHER_NAMES: readonly (readonly [RegExp, string])[] = [
  [/projects\/([^/]+)\/global\/backendServices\/([^/]+)/, 'projects/$1/iap_web/compute/services/$2'],
  [
    /projects\/([^/]+)\/regions\/([^/]+)\/backendServices\/([^/]+)/,
    'projects/$1/iap_web/compute-$2/services/$3',
  ],
  [
    /projects\/([^/]+)\/locations\/([^/]+)\/services\/([^/]+)/,
    'projects/$1/iap_web/cloud_run-$2/services/$3',
  ],
  [/projects\/([^/]+)\/apps\/([^/]+)/, 'projects/$1/iap_web/appengine-$2'],
  [/projects\/([^/]+)\/iap_web\/cloud-run-(.+)/, 'projects/$1/iap_web/cloud_run-$2'],
  [/projects\/([^/]+)\/(iap_(?:web|tunnel))\b.*/, 'projects/$1/$2'],
];

function refuseResource(word: string): Typed<AskedWhere> {
  for (const [pattern, form] of OTHER_NAMES) {
    const match = pattern.exec(word);
    const resource = match && parseIapResource(match[0].replace(pattern, form));
    if (resource)
      return refuse(`${quoted(word)} is not the name IAP uses for its policies.`, iapName(resource));
  }
  return refuse(
    `${quoted(word)} is not an IAP resource name: those look like ${quoted('projects/NUMBER/iap_web/compute/services/ID')}.`,
    'projects/123456789012/iap_web/compute/services/1234567890123456789',
  );
}
