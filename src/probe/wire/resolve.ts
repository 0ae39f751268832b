/**
 * Finds the addresses of a name as other programs do, but so that it can be given up at any moment and tells "does not
 * exist" from "nobody answered".
 *
 * `getaddrinfo` alone can do neither: it has one error for both, and a call that hangs keeps the whole process from
 * ending. So the hosts file and the name servers are asked here, and `getaddrinfo` only after a name server has said
 * quickly that it does not know: then a search domain, mDNS or a VPN's resolver may still know the name.
 */
import { lookup, Resolver } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { withinSignal } from './deadline.js';
import { addressesInHostsFile } from './hosts-file.js';
import { errnoOf } from './recorder.js';

export type Resolved =
  | {
      readonly ok: true;
      readonly addresses: readonly string[];
      readonly from: 'hosts file' | 'name server' | 'system';
    }
  | {
      readonly ok: false;
      readonly code: 'dns-not-found' | 'dns-timeout' | 'dns-failed';
      readonly errno: string | undefined;
      readonly nameServers: readonly string[];
    };

/** A server that is silent is given this long, milliseconds, before the next one is asked. */
const PATIENCE_MS = 1_500;
/** How long the other family may be late once one has answered, milliseconds (RFC 8305 speaks of 50). */
const GRACE_MS = 200;

/** Names that exist nowhere, by agreement: nobody is to be asked for them (RFC 6761 §6.4, RFC 7686). */
const NEVER = /(?:^|\.)(?:invalid|onion)$/i;

type Answer = { readonly addresses: readonly string[] } | { readonly errno: string };

const asked = (query: Promise<string[]>): Promise<Answer> =>
  query.then(
    (addresses) => ({ addresses }),
    (error: unknown) => ({ errno: errnoOf(error) ?? 'EUNKNOWN' }),
  );

const found = (answer: Answer | undefined): readonly string[] =>
  answer !== undefined && 'addresses' in answer ? answer.addresses : [];

/** IPv6 first only where this computer has an address of its own that the world can answer to. */
function prefersSix(): boolean {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .some((one) => one.family === 'IPv6' && !one.internal && /^[23]/.test(one.address));
}

/** By turns, beginning with the family that is preferred. */
function interleave(first: readonly string[], second: readonly string[]): readonly string[] {
  const longest = Math.max(first.length, second.length);
  return Array.from({ length: longest }, (_, i) => [first[i], second[i]])
    .flat()
    .filter((address) => address !== undefined);
}

/** Both families at once. When one has addresses, the other may be late by the grace and no more. */
async function bothFamilies(resolver: Resolver, host: string, signal: AbortSignal) {
  const four = asked(resolver.resolve4(host));
  const six = asked(resolver.resolve6(host));
  const first = await withinSignal(Promise.race([four, six]), signal);
  const bound = found(first).length > 0 ? AbortSignal.any([signal, AbortSignal.timeout(GRACE_MS)]) : signal;
  return Promise.all([withinSignal(four, bound), withinSignal(six, bound)]);
}

const NOT_THERE: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA', 'ENONAME']);
const SILENT: ReadonlySet<string> = new Set(['ETIMEOUT', 'ECANCELLED']);

/** The worse of two answers decides: silence before an error before "does not exist". */
function failure(answers: readonly (Answer | undefined)[], nameServers: readonly string[]): Resolved {
  const errnos = answers.flatMap((answer) => (answer && 'errno' in answer ? [answer.errno] : []));
  const late = answers.includes(undefined) ? 'ETIMEOUT' : errnos.find((errno) => SILENT.has(errno));
  if (late !== undefined) return { ok: false, code: 'dns-timeout', errno: late, nameServers };
  const broken = errnos.find((errno) => !NOT_THERE.has(errno));
  if (broken !== undefined) return { ok: false, code: 'dns-failed', errno: broken, nameServers };
  // One family may say "no such data" where the name exists; only together they say "no such name".
  const errno = errnos.includes('ENODATA') ? 'ENODATA' : errnos[0];
  return { ok: false, code: 'dns-not-found', errno, nameServers };
}

/**
 * All addresses of a host name, each once, in the order in which they should be tried. Never rejects, and ends when the
 * signal fires.
 * @param nameServers instead of the system's, `address:port`; then neither hosts file nor `getaddrinfo` are asked
 */
export async function resolveHost(
  host: string,
  signal: AbortSignal,
  nameServers?: readonly string[],
): Promise<Resolved> {
  if (NEVER.test(host)) return { ok: false, code: 'dns-not-found', errno: 'ENOTFOUND', nameServers: [] };
  if (!nameServers) {
    const local = await addressesInHostsFile(host);
    if (local.length > 0) return { ok: true, addresses: local, from: 'hosts file' };
  }
  const resolver = new Resolver({ timeout: PATIENCE_MS, tries: 3 });
  if (nameServers) resolver.setServers([...nameServers]);
  try {
    const [four, six] = await bothFamilies(resolver, host, signal);
    const byFamily = [found(four), found(six)] as const;
    const addresses = prefersSix()
      ? interleave(byFamily[1], byFamily[0])
      : interleave(byFamily[0], byFamily[1]);
    if (addresses.length > 0) return { ok: true, addresses: [...new Set(addresses)], from: 'name server' };
    const failed = failure([four, six], resolver.getServers());
    if (nameServers || (!failed.ok && failed.code === 'dns-timeout')) return failed;
    const known = await withinSignal(
      lookup(host, { all: true, verbatim: true }).catch(() => []),
      signal,
    );
    const others = (known ?? []).map(({ address }) => address.replace(/%.*$/, ''));
    return others.length > 0 ? { ok: true, addresses: [...new Set(others)], from: 'system' } : failed;
  } finally {
    resolver.cancel();
  }
}
