/** The assertion IAP hands to the app, right or deliberately wrong, and the keys to check it with. */
import { createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { Clock } from '../../store/ports.js';
import type { Caller } from './credential.js';
import type { Place } from './places.js';

/** `SECURE_TOKEN_TEST` (IAP, "Query parameters and headers"): which assertion the app is to be given. */
export const TOKEN_TESTS = [
  'NOT_SET',
  'FUTURE_ISSUE',
  'PAST_EXPIRATION',
  'ISSUER',
  'AUDIENCE',
  'SIGNATURE',
] as const;
export type TokenTest = (typeof TOKEN_TESTS)[number];

export const ASSERTION_ISSUER = 'https://cloud.google.com/iap';
const LIFETIME_SECONDS = 600;

export interface AssertionKeys {
  /** As `https://www.gstatic.com/iap/verify/public_key-jwk`. */
  readonly jwks: { readonly keys: readonly Readonly<Record<string, unknown>>[] };
  /** As `https://www.gstatic.com/iap/verify/public_key`: PEM by key id. */
  readonly pems: Readonly<Record<string, string>>;
}

export interface AssertionSigner {
  readonly keys: AssertionKeys;
  /** `caller` undefined: nobody signed in, because the place is public. */
  assert(place: Place, caller: Caller | undefined, levels: readonly string[], test?: TokenTest): string;
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function claimsOf(
  place: Place,
  caller: Caller | undefined,
  levels: readonly string[],
): Record<string, unknown> {
  const { audience } = place;
  const who = caller && {
    email: caller.email,
    sub: caller.gcip === undefined ? `accounts.google.com:${caller.id}` : caller.id,
    ...(caller.hostedDomain === undefined ? {} : { hd: caller.hostedDomain }),
    ...(caller.gcip === undefined ? { identity_source: 'GOOGLE' } : { gcip: caller.gcip }),
  };
  return {
    aud: audience,
    azp: audience,
    iss: ASSERTION_ISSUER,
    ...who,
    ...(levels.length > 0 ? { google: { access_levels: levels } } : {}),
  };
}

export function createAssertionSigner(clock: Clock): AssertionSigner {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = createPublicKey(privateKey);
  const kid = randomBytes(3).toString('base64url');
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' };

  return {
    keys: {
      jwks: { keys: [jwk] },
      pems: { [kid]: publicKey.export({ format: 'pem', type: 'spki' }).toString() },
    },
    assert(place, caller, levels, test = 'NOT_SET') {
      const now = Math.floor(clock.now() / 1000);
      const shift = test === 'FUTURE_ISSUE' ? 86_400 : test === 'PAST_EXPIRATION' ? -86_400 : 0;
      const claims = {
        ...claimsOf(place, caller, levels),
        iat: now + shift,
        exp: now + shift + LIFETIME_SECONDS,
        ...(test === 'ISSUER' ? { iss: 'https://cloud.google.com/not-iap' } : {}),
        ...(test === 'AUDIENCE' ? { aud: '/projects/0/global/backendServices/0' } : {}),
      };
      const head = `${part({ alg: 'ES256', typ: 'JWT', kid })}.${part(claims)}`;
      const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
      const signature = sign('SHA256', Buffer.from(head), key);
      if (test === 'SIGNATURE') signature.writeUInt8(signature.readUInt8(10) ^ 0xff, 10);
      return `${head}.${signature.toString('base64url')}`;
    },
  };
}
