/** Tells addresses of the public internet from all others, whatever an IPv6 form may hide. */
import { isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** `metadata` is where clouds hand out credentials: never connected to, whatever the configuration says. */
export interface AddressKind {
  readonly kind: 'public' | 'private' | 'metadata';
  /** In words, for the refusal. */
  readonly what: string;
}

/** Reads an address in its plain form, without zone; IPv4 inside `::ffff:0:0/96` is IPv4. */
export function readAddress(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  // The library takes `::8.8.8.8` for `::ffff:8.8.8.8`; in hexadecimal there is only one reading.
  const six = isIPv6(text) && !text.includes('%') ? new URL(`http://[${text}]/`).hostname : undefined;
  return six === undefined ? undefined : ipaddr.process(six.slice(1, -1));
}

// Google (and most others), AWS resolver, ECS and EKS, Azure, Alibaba, Oracle; then AWS twice and Google over IPv6.
const METADATA: ReadonlySet<string> = new Set(
  [
    '169.254.169.254',
    '169.254.169.253',
    '169.254.170.2',
    '169.254.170.23',
    '168.63.129.16',
    '100.100.100.200',
    '192.0.0.192',
    'fd00:ec2::254',
    'fd00:ec2::23',
    'fd20:ce::254',
  ].map((text) => ipaddr.parse(text).toNormalizedString()),
);

const WORDS: Readonly<Record<string, string>> = {
  unspecified: 'the unspecified address',
  broadcast: 'a broadcast address',
  multicast: 'a multicast address',
  linkLocal: 'a link-local address',
  loopback: 'an address of this computer',
  carrierGradeNat: "a carrier's shared address",
  private: 'a private address',
  uniqueLocal: 'a private address',
  deprecatedSiteLocal: 'a private address',
};
const GLOBAL_UNICAST = ipaddr.IPv6.parse('2000::');

const fourFrom = (bytes: readonly number[], at: number, flip = 0): ipaddr.IPv4 =>
  new ipaddr.IPv4(bytes.slice(at, at + 4).map((byte) => byte ^ flip));

/** The IPv4 addresses an IPv6 address may stand for: translated, tunnelled, compatible (RFC 4291, 6052, 3056, 4380, 5214). */
function hidden(address: ipaddr.IPv6): readonly ipaddr.IPv4[] {
  const bytes = address.toByteArray();
  const last = fourFrom(bytes, 12);
  switch (address.range()) {
    case 'rfc6052':
    case 'rfc6145':
    case 'ipv4Mapped':
      return [last];
    case '6to4':
      return [fourFrom(bytes, 2)];
    case 'teredo':
      return [fourFrom(bytes, 4), fourFrom(bytes, 12, 0xff)];
    default: {
      const compatible = address.range() === 'unicast' && bytes.slice(0, 12).every((byte) => byte === 0);
      const isatap =
        ((bytes[8] ?? 0) & 0xfd) === 0 && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe;
      return compatible || isatap ? [last] : [];
    }
  }
}

/**
 * What kind of address this is. Public means: of the range the world routes to single machines, and not a way to
 * write an IPv4 address that is not. Of the translating forms only NAT64's well-known prefix is in real use.
 */
export function kindOf(address: Address): AddressKind {
  if (METADATA.has(address.toNormalizedString()))
    return { kind: 'metadata', what: "the address of a cloud's instance metadata" };
  const range: string = address.range();
  if (!(address instanceof ipaddr.IPv6))
    return range === 'unicast'
      ? { kind: 'public', what: 'a public address' }
      : { kind: 'private', what: WORDS[range] ?? 'a reserved address' };
  const inside = hidden(address).map(kindOf);
  const worst =
    inside.find(({ kind }) => kind === 'metadata') ?? inside.find(({ kind }) => kind === 'private');
  if (worst) return { kind: worst.kind, what: `${worst.what} in an IPv6 form` };
  const nat64 = address.match(ipaddr.IPv6.parse('64:ff9b::'), 96);
  const global = range === 'unicast' && address.match(GLOBAL_UNICAST, 3);
  return nat64 || global
    ? { kind: 'public', what: 'a public address' }
    : { kind: 'private', what: WORDS[range] ?? 'a reserved address' };
}

/** Whether the address is this computer's own. */
export const isLoopback = (address: Address): boolean => address.range() === 'loopback';
