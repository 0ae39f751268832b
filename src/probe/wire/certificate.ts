/** What a certificate says, as plain facts, and what the verifier has against it. */
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import type { StageFact } from '../observation.js';

const DAY = 86_400_000;
/** A chain longer than this is a mistake or an attack. */
const LONGEST_CHAIN = 10;

const one = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : value?.join(', ');

function nameOf(fields: DetailedPeerCertificate['subject'] | undefined): string {
  if (!fields) return '';
  const known = ['CN', 'O', 'C'] as const;
  return known
    .flatMap((key) => {
      const value = one(fields[key]);
      return value === undefined ? [] : [`${key}=${value}`];
    })
    .join(', ');
}

function chainOf(leaf: DetailedPeerCertificate): readonly DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = [];
  const seen = new Set<string>();
  for (let at: DetailedPeerCertificate | undefined = leaf; at && chain.length < LONGEST_CHAIN; ) {
    if (seen.has(at.fingerprint256)) break;
    seen.add(at.fingerprint256);
    chain.push(at);
    at = at.issuerCertificate;
  }
  return chain;
}

export interface CertificateFacts {
  readonly facts: Readonly<Record<string, StageFact>>;
  readonly names: readonly string[];
  readonly validFrom: number;
  readonly validTo: number;
  readonly issuer: string;
  /** A certificate of the chain other than the leaf that is out of its time, by name. */
  readonly staleIssuer: string | undefined;
}

/** Reads the peer's certificate; undefined where there is none. `now`: epoch milliseconds. */
export function certificateOf(socket: TLSSocket, now: number): CertificateFacts | undefined {
  const leaf = socket.getPeerCertificate(true);
  if (!leaf || Object.keys(leaf).length === 0) return undefined;
  const chain = chainOf(leaf);
  const validFrom = Date.parse(leaf.valid_from);
  const validTo = Date.parse(leaf.valid_to);
  const names = (leaf.subjectaltname ?? '')
    .split(', ')
    .filter((name) => name !== '')
    .map((name) => name.replace(/^(?:DNS|IP Address):/, ''));
  const stale = chain
    .slice(1)
    .find((above) => Date.parse(above.valid_to) < now || Date.parse(above.valid_from) > now);
  const issuer = nameOf(leaf.issuer);
  return {
    names,
    validFrom,
    validTo,
    issuer,
    staleIssuer: stale && nameOf(stale.subject),
    facts: {
      subject: nameOf(leaf.subject),
      names,
      issuer,
      chain: chain.map(({ subject }) => nameOf(subject)),
      validFrom: new Date(validFrom).toISOString(),
      validTo: new Date(validTo).toISOString(),
      daysLeft: Math.floor((validTo - now) / DAY),
      fingerprint256: leaf.fingerprint256,
    },
  };
}

const CODES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'tls-expired',
  CERT_NOT_YET_VALID: 'tls-not-yet-valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-self-signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-hostname',
  HOSTNAME_MISMATCH: 'tls-hostname',
};

/** The code for what the verifier said (X.509 error names of OpenSSL, as Node gives them); the rest is about trust. */
export const codeOfVerifier = (errno: string): string => CODES[errno] ?? 'tls-untrusted';
