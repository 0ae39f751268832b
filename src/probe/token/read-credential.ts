/** Reads what may be told of a credential: its kind, its claims, and what is odd about it. Never the signature. Pure. */
import type { CredentialFacts } from '../observation.js';
import { millisecondsOf, type Parts, partsOf, tellable, textsOf } from './claims.js';
import { takeApart } from './take-apart.js';

export type CredentialHeader = 'authorization' | 'proxy-authorization';

/** Where a credential came from and where it goes. */
export interface Provenance {
  readonly origin?: string;
  readonly header?: CredentialHeader;
}

/** What is told where nothing is sent. */
export const noCredential: CredentialFacts = {
  kind: 'none',
  origin: 'no credential',
  header: undefined,
  aud: [],
  iss: undefined,
  email: undefined,
  sub: undefined,
  alg: undefined,
  kid: undefined,
  issuedAt: undefined,
  expiresAt: undefined,
  scopes: [],
  oddities: [],
};

/** "Token types" (Google Cloud): both spellings are in use. */
const GOOGLE = new Set(['https://accounts.google.com', 'accounts.google.com']);
const SERVICE_ACCOUNT = /^[^@\s]+@[a-z0-9.-]+\.gserviceaccount\.com$/i;

/**
 * What `text` is, as somebody would put it behind `Authorization:` or into a file. Oddities beside those of
 * {@link takeApart}: `truncated`, `unsigned`, `signature-removed`, `signature-length`, `encrypted`, `not-a-jwt`, `refresh-token`,
 * `client-secret`, `api-key`, `private-key`, `empty`. No piece of the text of 12 characters or more is in the result.
 */
export function readCredential(text: string, { origin, header }: Provenance = {}): CredentialFacts {
  const { core, oddities } = takeApart(text);
  const base = { ...noCredential, origin: origin ?? 'a credential', header };
  const parts = partsOf(core);
  if (!parts) return { ...base, ...opaque(core, oddities) };
  return { ...base, ...ofJwt(core, parts, oddities) };
}

type Told = Partial<CredentialFacts> & Pick<CredentialFacts, 'kind' | 'oddities'>;

function ofJwt(core: string, { header, claims }: Parts, odd: readonly string[]): Told {
  const tell = tellable(core);
  const oddities = [...odd, ...signatureOddities(core, header)];
  const signed = { alg: tell(header.alg), kid: tell(header.kid) };
  if (typeof header.enc === 'string') return { ...signed, kind: 'jwt', oddities: [...odd, 'encrypted'] };
  if (!claims) return { ...signed, kind: 'unreadable', oddities: [...odd, 'truncated'] };
  const iss = tell(claims.iss);
  const sub = tell(claims.sub);
  const itself = iss !== undefined && iss === sub && SERVICE_ACCOUNT.test(iss);
  return {
    ...signed,
    kind: itself ? 'self-signed-jwt' : GOOGLE.has(iss ?? '') ? 'id-token' : 'jwt',
    aud: textsOf(claims.aud, tell),
    iss,
    sub,
    // A JWT that a service account signs for itself has no other address than its issuer.
    email: itself ? iss : tell(claims.email),
    issuedAt: millisecondsOf(claims.iat),
    expiresAt: millisecondsOf(claims.exp),
    scopes: typeof claims.scope === 'string' ? textsOf(claims.scope.split(/\s+/), tell) : [],
    oddities,
  };
}

/** Bytes of a signature by the first letters of its algorithm (RFC 7518); RSA's are those of its key. */
const LENGTHS: Readonly<Record<string, readonly number[]>> = {
  RS: [128, 256, 384, 512],
  PS: [128, 256, 384, 512],
  ES: [64, 96, 132],
};

function signatureOddities(core: string, header: Parts['header']): string[] {
  const [, , signature = ''] = core.split('.');
  const alg = typeof header.alg === 'string' ? header.alg : '';
  if (signature === '') return [/^none$/i.test(alg) ? 'unsigned' : 'truncated'];
  if (/^SIGNATURE_REMOVED/.test(signature)) return ['signature-removed'];
  // Base64 of whole bytes never leaves a single character over.
  if (signature.replace(/=+$/, '').length % 4 === 1) return ['truncated'];
  const lengths = LENGTHS[alg.slice(0, 2)];
  const bytes = Buffer.from(signature, 'base64url').length;
  return lengths && !lengths.includes(bytes) ? ['signature-length'] : [];
}

/** Forms of things that are no tokens for IAP, and mostly ones that must never be sent anywhere. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/PRIVATE\s?KEY/, 'private-key'],
  [/^1\/\/[\w-]{10,}/, 'refresh-token'],
  [/^GOCSPX-/, 'client-secret'],
  [/^AIza[\w-]{20,}/, 'api-key'],
];
/** RFC 6750: what may stand behind the word Bearer. */
const TOKEN68 = /^[\w.~+/-]+=*$/;
/** Shorter ones are words. */
const SHORTEST = 16;

function opaque(core: string, odd: readonly string[]): Told {
  if (core === '') return { kind: 'unreadable', oddities: [...odd, 'empty'] };
  const form = FORMS.find(([pattern]) => pattern.test(core))?.[1];
  if (form !== undefined) return { kind: 'unreadable', oddities: [...odd, 'not-a-jwt', form] };
  if (/^ya29\./.test(core)) return { kind: 'access-token', oddities: [...odd] };
  // The beginning of a JWT's header; what follows it is lost.
  if (/^eyJ/.test(core)) return { kind: 'unreadable', oddities: [...odd, 'truncated'] };
  const likely = core.length >= SHORTEST && TOKEN68.test(core);
  return { kind: likely ? 'access-token' : 'unreadable', oddities: [...odd, 'not-a-jwt'] };
}
