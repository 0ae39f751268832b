/** E-mail addresses and DNS domains as IAM sees them: lower case, ASCII domain, nothing else around. */
import type { Brand } from './brand.js';

/** A lower-case e-mail address such as `alice@acme.test`. */
export type Email = Brand<string, 'Email'>;
/** A lower-case DNS domain such as `acme.test`. */
export type DomainName = Brand<string, 'DomainName'>;

/** Lower case of plain ASCII only: `toLowerCase` alone would turn the Kelvin sign into `k`, another address. */
function foldAscii(text: string): string | undefined {
  return /^[\x21-\x7E]*$/.test(text) ? text.toLowerCase() : undefined;
}

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const DOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})+$`);
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

/** Reads a domain name; nothing when it is not one. Case is folded, a trailing dot dropped. */
export function parseDomain(text: string): DomainName | undefined {
  const lower = foldAscii(text.trim())?.replace(/\.$/, '');
  return lower !== undefined && lower.length <= 253 && DOMAIN.test(lower) ? (lower as DomainName) : undefined;
}

/**
 * Reads an e-mail address; nothing when it is not one.
 * IAM ignores the case of user, group and service account addresses, so the whole address is folded.
 */
export function parseEmail(text: string): Email | undefined {
  const lower = foldAscii(text.trim());
  if (lower === undefined) return undefined;
  const at = lower.lastIndexOf('@');
  if (at < 1 || at > 64) return undefined;
  const domain = parseDomain(lower.slice(at + 1));
  const local = lower.slice(0, at);
  return domain && LOCAL.test(local) ? (`${local}@${domain}` as Email) : undefined;
}

/** The domain part of an address. */
export function domainOf(email: Email): DomainName {
  return email.slice(email.lastIndexOf('@') + 1) as DomainName;
}

/** Whether the address is one of Google's service accounts (user-made, App Engine, Compute default or service agent). */
export function isServiceAccountEmail(email: Email): boolean {
  return email.endsWith('.gserviceaccount.com');
}
