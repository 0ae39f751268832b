/** Certificates made at start, in memory: an authority of the sandbox's own, and sound or flawed leaves of it. */
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  type JsonGeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** What is wrong with a leaf; `unknown-ca`: signed by an authority that nobody was told of. */
export type CertificateFlaw = 'expired' | 'not-yet-valid' | 'wrong-host' | 'self-signed' | 'unknown-ca';

export interface LeafOptions {
  /** DNS names (`*.apps.acme.test` too) and IP addresses. */
  readonly hosts: readonly string[];
  readonly flaw?: CertificateFlaw | undefined;
  /** How long it is good from now on, milliseconds; 90 days when absent. */
  readonly lifetimeMs?: number | undefined;
}

/** A certificate with its key, both PEM; what `tls.createServer` and the configurations of other servers take. */
export interface Leaf {
  readonly cert: string;
  readonly key: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

export interface Authority {
  /** The root, PEM: what a client has to be told to trust. */
  readonly caPem: string;
  issue(options: LeafOptions): Promise<Leaf>;
}

const DAY = 86_400_000;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

interface Signer {
  readonly name: string;
  readonly keys: webcrypto.CryptoKeyPair;
  readonly cert: X509Certificate;
}

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

/** Positive, and never the same twice: clients refuse two certificates of one issuer with one number. */
const serial = (): string => `01${randomBytes(15).toString('hex')}`;

async function makeRoot(name: string, now: number): Promise<Signer> {
  const keys = await newKeys();
  const cert = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name,
    notBefore: new Date(now - DAY),
    notAfter: new Date(now + 365 * DAY),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 1, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { name, keys, cert };
}

/** From when to when a leaf is good; an expired one has ended an hour ago, one that is not yet valid begins in a day. */
function span(options: LeafOptions, now: number): { readonly notBefore: Date; readonly notAfter: Date } {
  const at = (offset: number): Date => new Date(now + offset);
  if (options.flaw === 'expired') return { notBefore: at(-30 * DAY), notAfter: at(-DAY / 24) };
  if (options.flaw === 'not-yet-valid') return { notBefore: at(DAY), notAfter: at(30 * DAY) };
  return { notBefore: at(-DAY), notAfter: at(options.lifetimeMs ?? 90 * DAY) };
}

function leafExtensions(hosts: readonly string[]): Extension[] {
  const names = hosts.map((host): JsonGeneralName => ({ type: isIP(host) ? 'ip' : 'dns', value: host }));
  return [
    new BasicConstraintsExtension(false),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension(names),
  ];
}

async function makeLeaf(signer: Signer | undefined, options: LeafOptions, now: number): Promise<Leaf> {
  const keys = await newKeys();
  const hosts = options.flaw === 'wrong-host' ? ['elsewhere.acme.test'] : options.hosts;
  const name = `CN=${(hosts[0] ?? 'acme.test').replace(/[^A-Za-z0-9.*-]/g, '-')}`;
  const { notBefore, notAfter } = span(options, now);
  const cert = await X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: name,
    issuer: signer?.name ?? name,
    notBefore,
    notAfter,
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: (signer?.keys ?? keys).privateKey,
    extensions: leafExtensions(hosts),
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    cert: `${cert.toString('pem')}\n`,
    key: `${PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`,
    validFrom: notBefore,
    validTo: notAfter,
  };
}

/** Makes a root that exists only in this process. `now`: epoch milliseconds, the computer's clock when absent. */
export async function createAuthority(now: () => number = Date.now): Promise<Authority> {
  const root = await makeRoot('CN=acme.test sandbox root', now());
  const stranger = await makeRoot('CN=Nobody knows this root', now());
  return {
    caPem: `${root.cert.toString('pem')}\n`,
    issue(options) {
      const { flaw } = options;
      const signer = flaw === 'self-signed' ? undefined : flaw === 'unknown-ca' ? stranger : root;
      return makeLeaf(signer, options, now());
    },
  };
}
