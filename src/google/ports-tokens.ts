/** Tokens: minting them for a service account, and asking Google what an access token is good for. */
import type { Email } from '../names/index.js';
import type { CallContext, Look } from './ports-look.js';
import type { Secret } from './ports-secret.js';

/** The claims of a JWT that a service account signs for itself. Times are epoch seconds. */
export interface SelfSignedClaims {
  readonly iss: Email;
  readonly sub: Email;
  readonly aud: string;
  readonly iat: number;
  readonly exp: number;
}

/** What Google says of an access token. */
export interface AccessTokenInfo {
  readonly scopes: string[];
  /** The client it was given to. */
  readonly audience: string | undefined;
  readonly email: string | undefined;
  /** Seconds until it expires. */
  readonly expiresIn: number | undefined;
}

export interface TokenPort {
  /** `POST v1/projects/-/serviceAccounts/{email}:generateIdToken` with `includeEmail`: IAP refuses tokens without. */
  idToken(account: Email, audience: string, call: CallContext): Promise<Look<Secret>>;
  /** `POST v1/projects/-/serviceAccounts/{email}:signJwt`. */
  signJwt(account: Email, claims: SelfSignedClaims, call: CallContext): Promise<Look<Secret>>;
  /** `POST oauth2.googleapis.com/tokeninfo`; `invalid` when Google no longer knows the token. For Google's own only. */
  describe(accessToken: Secret, call: CallContext): Promise<Look<AccessTokenInfo>>;
}
