/** How people, places, members and roles are called in a `why` answer. */
import { everyPlace, type WhyReport } from '../../diagnosis/report.js';
import type { Span, View } from '../outline-types.js';
import { bold, code, plain } from '../spans.js';
import { firstName, shortAddress } from '../words.js';

/** The words for whoever the answer is about: `you`, `they`, or `it` for a service account. */
export interface Voice {
  readonly subject: 'you' | 'they' | 'it';
  readonly object: 'you' | 'them' | 'it';
  readonly are: string;
  readonly have: string;
  readonly do: string;
  readonly your: 'your' | 'their' | 'its';
}

const YOU: Voice = {
  subject: 'you',
  object: 'you',
  are: 'you are',
  have: 'you have',
  do: 'you do',
  your: 'your',
};
const THEY: Voice = {
  subject: 'they',
  object: 'them',
  are: 'they are',
  have: 'they have',
  do: 'they do',
  your: 'their',
};
const IT: Voice = {
  subject: 'it',
  object: 'it',
  are: 'it is',
  have: 'it has',
  do: 'it does',
  your: 'its',
};

export function voiceFor(who: WhyReport['who'], about: View['about']): Voice {
  if (about === 'self') return YOU;
  return who.kind === 'serviceAccount' ? IT : THEY;
}

/** `you`; `Maya`; `the service account ci-deployer`; or the whole address where no name can be read off it. */
export function personName(who: WhyReport['who'], about: View['about']): string {
  if (about === 'self') return 'you';
  const address = who.email ?? who.asked;
  switch (who.kind) {
    case 'serviceAccount':
      return `the service account ${address.slice(0, address.indexOf('@') + 1) || address}`.replace(/@$/, '');
    case 'user':
    case 'unknown':
      return firstName(address) ?? address;
    case 'federated':
      return /\/subject\/([^/]+)$/.exec(address)?.[1] ?? address;
  }
}

/** The whole address, for the line that says whom the answer is about. */
export function personAddress(who: WhyReport['who']): string {
  return who.email ?? who.asked;
}

/** Whether the answer is about one place at all: without one, only the list of services says something. */
export const hasPlace = ({ name, resource, url }: WhyReport['where']): boolean =>
  resource !== '' || url !== null || (name !== '' && name !== everyPlace);

/** The place as people call it: its name, else the host, else Google's name. Empty when no place was found. */
export function placeName(where: WhyReport['where']): string {
  if (!hasPlace(where)) return '';
  if (where.name !== '') return where.name;
  if (where.url !== null && URL.canParse(where.url)) return new URL(where.url).host;
  return where.resource;
}

export function homeDomain(who: WhyReport['who']): string | undefined {
  const address = personAddress(who);
  const at = address.lastIndexOf('@');
  return at < 0 ? undefined : address.slice(at + 1);
}

/** A member of a policy in short: `eng@`, `everybody at acme.test`, `everybody on the internet`. */
export function memberName(member: string, home: string | undefined): Span {
  if (member === 'allUsers') return plain('everybody on the internet (allUsers)');
  if (member === 'allAuthenticatedUsers')
    return plain('everybody with a Google account (allAuthenticatedUsers)');
  if (member.startsWith('domain:')) return plain(`everybody at ${member.slice('domain:'.length)}`);
  const address = /^(?:user|group|serviceAccount):(.+@.+)$/.exec(member)?.[1];
  return code(address === undefined ? member : shortAddress(address, home));
}

/** Titles as the Google Cloud console shows them (IAM roles reference). */
const ROLE_TITLES: ReadonlyMap<string, string> = new Map([
  ['roles/iap.httpsResourceAccessor', 'IAP-secured Web App User'],
  ['roles/iap.tunnelResourceAccessor', 'IAP-secured Tunnel User'],
  ['roles/owner', 'Owner'],
]);

export function roleName(role: string): Span {
  const title = ROLE_TITLES.get(role);
  return title === undefined ? code(role) : bold(title);
}

/** Where a binding stands, seen from the place asked about. */
export function nodeName(node: string, where: WhyReport['where']): string {
  if (node === where.resource) return 'on the service';
  const type = /\/iap_(web|tunnel)(?:\/([^/]+))?$/.exec(node);
  if (type) return type[2] === undefined ? 'on everything behind IAP in the project' : `on all of ${type[2]}`;
  if (/^projects\/[^/]+$/.test(node)) return 'on the whole project';
  if (/^folders\/[^/]+$/.test(node)) return `on the folder ${node.slice('folders/'.length)}`;
  if (/^organizations\/[^/]+$/.test(node)) return 'on the whole organisation';
  return `on ${node}`;
}
