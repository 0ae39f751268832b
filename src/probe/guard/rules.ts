/** What the guard may let through: as the caller gives it, and as it is compared. */
import ipaddr from 'ipaddr.js';
import { type Address, readAddress } from './address.js';
import { normalHost } from './target.js';

export interface GuardRules {
  /** Hosts of known services: URLs, `host`, or `host:port`, from the configuration and from discovery. */
  readonly known: readonly string[];
  /** `probe.allow`: host names, `host:port`, addresses, `address:port`, CIDR ranges. */
  readonly allow: readonly string[];
  /** `probe.connectTo`: `host` or `host:port` → `address:port`, instead of asking DNS. */
  readonly connectTo: Readonly<Record<string, string>>;
}

interface Range {
  readonly address: Address;
  readonly bits: number;
  readonly port: number | undefined;
}

/** The rules in the form in which they are asked. */
export interface Rulebook {
  /** A known service has this host, on whatever port. */
  knows(host: string): boolean;
  /** A known service has this host and port; 80 and 443 go with every known host. */
  knowsPort(host: string, port: number): boolean;
  /** `probe.allow` names this host itself. */
  names(host: string, port: number): boolean;
  /** `probe.allow` holds this address, alone or in a range. */
  holds(address: Address, port: number): boolean;
  /** Some address is allowed on this port: asking DNS may lead somewhere. */
  readonly hasRanges: boolean;
  connectTo(host: string, port: number): { readonly address: Address; readonly port: number } | undefined;
}

interface HostPort {
  readonly host: string;
  readonly port: number | undefined;
}

/** Reads `host`, `host:port`, `[v6]:port`, a bare IPv6 address or a URL. */
function readHostPort(text: string): HostPort | undefined {
  if (text.includes('://')) {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const host = url && normalHost(url.hostname);
    if (!url || !host) return undefined;
    return { host, port: url.port === '' ? undefined : Number(url.port) };
  }
  const bare = readAddress(text);
  const match = bare ? null : /^(.*?)(?::([0-9]{1,5}))?$/.exec(text);
  const host = normalHost(match?.[1] ?? text);
  if (!host) return undefined;
  return { host, port: match?.[2] === undefined ? undefined : Number(match[2]) };
}

function readRange(text: string): Range | undefined {
  const [address = '', bits] = text.split('/');
  const start = bits === undefined ? undefined : readAddress(address);
  if (start) {
    // `::ffff:10.0.0.0/104` was read as IPv4, whose length counts from there.
    const given = Number(bits) - (address.includes(':') && start.kind() === 'ipv4' ? 96 : 0);
    return given < 0 ? undefined : { address: start, bits: given, port: undefined };
  }
  const single = readHostPort(text);
  const alone = single && readAddress(single.host);
  return alone && { address: alone, bits: alone.kind() === 'ipv4' ? 32 : 128, port: single.port };
}

const inside = (address: Address, range: Range): boolean =>
  address instanceof ipaddr.IPv4
    ? range.address instanceof ipaddr.IPv4 && address.match(range.address, range.bits)
    : range.address instanceof ipaddr.IPv6 && address.match(range.address, range.bits);

const present = <T>(value: T | undefined): value is T => value !== undefined;

/** Prepares the rules. Entries that cannot be read allow nothing: the configuration has refused them already. */
export function openRulebook(rules: GuardRules): Rulebook {
  const known = rules.known.map(readHostPort).filter(present);
  const ranges = rules.allow.map(readRange).filter(present);
  const names = rules.allow
    .filter((entry) => !readRange(entry))
    .map(readHostPort)
    .filter(present);
  const detours = Object.entries(rules.connectTo).flatMap(([from, to]) => {
    const [key, value] = [readHostPort(from), readHostPort(to)];
    const address = value && readAddress(value.host);
    return key && address && value.port !== undefined ? [{ ...key, address, to: value.port }] : [];
  });
  return {
    knows: (host) => known.some((one) => one.host === host),
    knowsPort: (host, port) =>
      known.some((one) => one.host === host && (one.port === port || port === 443 || port === 80)),
    names: (host, port) => names.some((one) => one.host === host && (one.port ?? port) === port),
    holds: (address, port) => ranges.some((one) => (one.port ?? port) === port && inside(address, one)),
    hasRanges: ranges.length > 0,
    connectTo(host, port) {
      const fits = detours.filter((one) => one.host === host && (one.port ?? port) === port);
      const found = fits.find((one) => one.port === port) ?? fits[0];
      return found && { address: found.address, port: found.to };
    },
  };
}
