/** The tokens of the emulated Google: who signs them, with which keys, and how an access token is looked up again. */
import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { Clock } from '../../store/ports.js';

export type Claims = Readonly<Record<string, unknown>>;

/** What an access token stands for. Real ones are opaque, and so are these. */
export interface AccessToken {
  readonly email: string;
  readonly scopes: readonly string[];
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export interface TokenMint {
  /** RS256 with Google's own key, as ID tokens are. */
  signIdToken(claims: Claims): string;
  /** RS256 with the key that Google keeps for a service account, as `signJwt` does. `payload` is signed as it stands. */
  signJwt(account: string, payload: string): { readonly keyId: string; readonly signedJwt: string };
  /** Makes an access token for a user or service account. */
  accessToken(email: string, scopes: readonly string[], lifetimeSeconds?: number): string;
  /** What an access token stands for; undefined when it was not made here or is over. */
  readAccessToken(token: string): AccessToken | undefined;
  /** Public keys, as Google's `oauth2/v3/certs` (no account) or `service_accounts/v1/jwk/ACCOUNT` lists them. */
  publicKeys(account?: string): { readonly keys: readonly JsonWebKey[] };
}

interface JsonWebKey {
  readonly kid: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
  readonly [field: string]: unknown;
}

interface Key {
  readonly id: string;
  readonly key: KeyObject;
}

const GOOGLE = '';

const part = (value: string): string => Buffer.from(value).toString('base64url');

/** Keys are made when they are first needed: they take a tenth of a second, and most questions need none. */
export function createTokenMint(clock: Clock): TokenMint {
  const keys = new Map<string, Key>();
  const tokens = new Map<string, AccessToken>();

  const keyOf = (owner: string): Key => {
    const known = keys.get(owner);
    if (known) return known;
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const made = { id: randomBytes(20).toString('hex'), key: privateKey };
    keys.set(owner, made);
    return made;
  };

  const signed = (owner: string, payload: string): { keyId: string; signedJwt: string } => {
    const { id, key } = keyOf(owner);
    const head = `${part(JSON.stringify({ alg: 'RS256', kid: id, typ: 'JWT' }))}.${part(payload)}`;
    const signature = sign('RSA-SHA256', Buffer.from(head), key).toString('base64url');
    return { keyId: id, signedJwt: `${head}.${signature}` };
  };

  return {
    signIdToken: (claims) => signed(GOOGLE, JSON.stringify(claims)).signedJwt,
    signJwt: (account, payload) => signed(account.toLowerCase(), payload),
    accessToken(email, scopes, lifetimeSeconds = 3600) {
      const token = `ya29.c.c0${randomBytes(60).toString('base64url')}`;
      tokens.set(token, { email, scopes, expiresAt: clock.now() + lifetimeSeconds * 1000 });
      return token;
    },
    readAccessToken(token) {
      const found = tokens.get(token);
      return found && found.expiresAt > clock.now() ? found : undefined;
    },
    publicKeys(account = GOOGLE) {
      const owner = account.toLowerCase();
      if (owner !== GOOGLE && !keys.has(owner)) return { keys: [] };
      const { id, key } = keyOf(owner);
      const jwk = createPublicKey(key).export({ format: 'jwk' });
      return { keys: [{ ...jwk, kid: id, alg: 'RS256', use: 'sig' }] };
    },
  };
}
