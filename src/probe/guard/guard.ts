/** Decides whether a probe may connect somewhere, first by the name alone and then by the addresses it stands for. */
import ipaddr from 'ipaddr.js';
import { type Address, isLoopback, kindOf, readAddress } from './address.js';
import { type Cleared, writePass } from './cleared.js';
import type { Refusal } from './refusal.js';
import { type GuardRules, openRulebook, type Rulebook } from './rules.js';
import { type GuardTarget, readTarget } from './target.js';

/** What the name alone says. */
export type NameDecision =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Nothing has to be resolved. `by`: an address was typed, the configuration says where, or the name is this computer's. */
  | { readonly kind: 'cleared'; readonly pass: Cleared; readonly by: 'literal' | 'connect-to' | 'localhost' }
  /** The name may be resolved, once; what it stands for is still to be judged. */
  | {
      readonly kind: 'resolve';
      readonly host: string;
      readonly judge: (addresses: readonly string[]) => AddressDecision;
    };

export type AddressDecision =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'cleared'; readonly pass: Cleared };

interface Candidate {
  readonly address: Address;
  readonly port: number;
}

const METADATA_NAME =
  /^(?:(?:.+\.)?metadata(?:\.google\.internal|\.goog)?|instance-data(?:\.ec2\.internal)?)$/;

const refused = (reason: Refusal['reason'], detail: string) =>
  ({ kind: 'refused', refusal: { reason, detail } }) as const;

function passFor(target: GuardTarget, candidates: readonly Candidate[]): Cleared {
  return writePass({
    url: target.url.href,
    secure: target.secure,
    host: target.host,
    port: target.port,
    authority: target.url.host.replace(/\.+(?=:|$)/, ''),
    servername: target.literal ? undefined : target.host,
    addresses: candidates.map(({ address, port }) => ({
      address: address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString(),
      family: address.kind() === 'ipv4' ? 4 : 6,
      port,
    })),
  });
}

/**
 * Judges all addresses of a target together. One that must not be reached refuses the whole: an answer that mixes
 * public and private addresses is an attack, or a mistake nobody should build on. Only where every address is this
 * computer's own (`localhost` has two) the allowed ones are taken.
 */
function judge(
  target: GuardTarget,
  book: Rulebook,
  named: boolean,
  candidates: readonly Candidate[],
): AddressDecision {
  const shown = (address: Address): string => (target.literal ? '' : ` (${address.toString()})`);
  const metadata = candidates.find(({ address }) => kindOf(address).kind === 'metadata');
  if (metadata)
    return refused(
      'metadata',
      `${target.host} is ${kindOf(metadata.address).what}${shown(metadata.address)}`,
    );
  const oddPort = !target.literal && !book.knowsPort(target.host, target.port);
  const may = ({ address, port }: Candidate): boolean =>
    named || book.holds(address, port) || (kindOf(address).kind === 'public' && !oddPort);
  const open = candidates.filter(may);
  const closed = candidates.find((candidate) => !may(candidate));
  const allOwn = candidates.every(({ address }) => isLoopback(address));
  if (open.length > 0 && (!closed || allOwn)) return { kind: 'cleared', pass: passFor(target, open) };
  if (!closed) return refused('unreadable', `${target.host} stands for no address`);
  const { kind, what } = kindOf(closed.address);
  return kind === 'public'
    ? refused('port', `no known service has port ${target.port} of ${target.host}`)
    : refused('private-address', `${target.host} is ${what}${shown(closed.address)}`);
}

/**
 * Decides by the name: may this target be probed at all, and does anything have to be resolved first? Pure; nothing is
 * sent. `text` is the address as it was asked for.
 *
 * A host has to be a known service's or be allowed by name. An address typed as such has to be known or in an allowed
 * range. A private address is reached only by an allowed name or an allowed range; a metadata address never.
 */
export function guardName(text: string, rules: GuardRules): NameDecision {
  const target = readTarget(text);
  if ('refusal' in target) return { kind: 'refused', refusal: target.refusal };
  const { host, port, literal } = target;
  const book = openRulebook(rules);
  if (METADATA_NAME.test(host))
    return refused('metadata', `${host} is the name of a cloud's instance metadata`);
  const named = book.names(host, port);
  const ready = (
    by: 'literal' | 'connect-to' | 'localhost',
    candidates: readonly Candidate[],
  ): NameDecision => {
    const decision = judge(target, book, named, candidates);
    return decision.kind === 'refused' ? decision : { ...decision, by };
  };
  if (literal) {
    const verdict = ready('literal', [{ address: literal, port }]);
    const known = book.knowsPort(host, port) || book.holds(literal, port);
    return verdict.kind === 'cleared' && !known
      ? refused('unknown-host', `${host} is no known service's host`)
      : verdict;
  }
  if (!named && !book.knows(host)) return refused('unknown-host', `${host} is no known service's host`);
  const detour = book.connectTo(host, port);
  if (detour) return ready('connect-to', [detour]);
  if (/^(?:.+\.)?localhost$/.test(host))
    return ready(
      'localhost',
      ['127.0.0.1', '::1'].map((text) => ({ address: ipaddr.parse(text), port })),
    );
  if (!named && !book.knowsPort(host, port) && !book.hasRanges)
    return refused('port', `no known service has port ${port} of ${host}`);
  return {
    kind: 'resolve',
    host,
    judge(addresses) {
      const read = addresses.map(readAddress);
      const whole = read.filter((address) => address !== undefined);
      return whole.length === read.length
        ? judge(
            target,
            book,
            named,
            whole.map((address) => ({ address, port })),
          )
        : refused('unreadable', `${host} stands for something that is no address`);
    },
  };
}
