/** Reads what is to be connected to, the way every other program reads an address, before anybody judges it. */
import { type Address, readAddress } from './address.js';
import type { Refusal } from './refusal.js';

export interface GuardTarget {
  readonly url: URL;
  readonly secure: boolean;
  /** ASCII, lower case, no brackets, no final dot. */
  readonly host: string;
  readonly port: number;
  /** When the host is an address and not a name. */
  readonly literal: Address | undefined;
}

const refuse = (reason: Refusal['reason'], detail: string): { readonly refusal: Refusal } => ({
  refusal: { reason, detail },
});

/** A host in its normal form: lower case, IDNA in ASCII, numbers of any spelling as an address; undefined if it is none. */
export function normalHost(host: string): string | undefined {
  const bare = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  if (/[/\\?#@\s]/.test(bare) || !URL.canParse(`http://${bare}/`)) return undefined;
  return hostOf(new URL(`http://${bare}/`));
}

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');

/**
 * Reads a target. The WHATWG parser resolves every spelling (octal, hex, short forms, percent-encoding, full-width
 * digits, ideographic dots) before anything is compared, and the result is what is connected to: there is no second
 * reading that could see something else.
 */
export function readTarget(text: string): GuardTarget | { readonly refusal: Refusal } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return refuse('unreadable', 'this is not an address');
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return refuse('scheme', `only http and https are probed, not ${url.protocol.slice(0, -1)}`);
  if (url.username !== '' || url.password !== '')
    return refuse('userinfo', 'the address carries a user name or password');
  const host = hostOf(url);
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  if (host === '') return refuse('unreadable', 'this address has no host');
  if (port === 0) return refuse('port', 'nothing can listen on port 0');
  url.hash = '';
  return { url, secure, host, port, literal: readAddress(host) };
}
