/** Whether an address lies in one of several subnetworks, IPv4 and IPv6. */
import ipaddr from 'ipaddr.js';

/** `undefined` when the address, or every subnetwork that could have matched, cannot be read. */
export function inSubnetworks(address: string, subnetworks: readonly string[]): boolean | undefined {
  const ip = readAddress(address);
  if (!ip) return undefined;
  let unreadable = false;
  for (const subnetwork of subnetworks) {
    const range = readRange(subnetwork);
    if (!range) unreadable = true;
    else if (ip.kind() === range[0].kind() && ip.match(range)) return true;
  }
  return unreadable ? undefined : false;
}

/** Whether a text is an IPv4 or IPv6 address. */
export function isAddress(text: string): boolean {
  return readAddress(text) !== undefined;
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

function readAddress(text: string): Address | undefined {
  const bare = text.trim().replace(/%.*$/, '');
  const four = ipaddr.IPv4.isValidFourPartDecimal(bare);
  if (!four && !ipaddr.IPv6.isValid(bare)) return undefined;
  return ipaddr.process(bare);
}

/** A lone address is a range of its own; IPv4 written inside IPv6 is IPv4, as it is for the caller's address. */
function readRange(text: string): [Address, number] | undefined {
  const [address = '', bits, ...more] = text.trim().split('/');
  const ip = readAddress(address);
  if (!ip || more.length > 0) return undefined;
  const most = ip.kind() === 'ipv4' ? 32 : 128;
  if (bits === undefined) return [ip, most];
  if (!/^\d{1,3}$/.test(bits)) return undefined;
  const mapped = ip.kind() === 'ipv4' && address.includes(':');
  const length = Number(bits) - (mapped ? 96 : 0);
  return length < 0 || length > most ? undefined : [ip, length];
}
