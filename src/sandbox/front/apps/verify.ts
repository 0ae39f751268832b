/** How an app should check IAP's assertion (IAP, "Securing your app with signed headers"). */
import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import type { Clock } from '../../../store/ports.js';
import { ASSERTION_ISSUER, type AssertionKeys } from '../assertion.js';

export type Verified =
  | { readonly ok: true; readonly claims: JWTPayload }
  | { readonly ok: false; readonly why: string };

export interface Verifier {
  /** `audience`: what this app is called in assertions. */
  verify(assertion: string | undefined, audience: string): Promise<Verified>;
}

/** Signature, algorithm, issuer, audience, and both times with 30 seconds for clocks that differ. */
export function createVerifier(keys: AssertionKeys, clock: Clock): Verifier {
  const set = createLocalJWKSet(keys.jwks as unknown as JSONWebKeySet);
  return {
    async verify(assertion, audience) {
      if (assertion === undefined) return { ok: false, why: 'there is no assertion' };
      try {
        const now = clock.now();
        const { payload } = await jwtVerify(assertion, set, {
          algorithms: ['ES256'],
          issuer: ASSERTION_ISSUER,
          audience,
          clockTolerance: 30,
          currentDate: new Date(now),
          requiredClaims: ['iat', 'exp'],
        });
        if ((payload.iat ?? 0) > now / 1000 + 30) return { ok: false, why: 'issued in the future' };
        return { ok: true, claims: payload };
      } catch (error) {
        return { ok: false, why: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}
