/** Tokens for tests: the right form, a signature nobody can check. */
import { randomBytes } from 'node:crypto';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWT of these claims. */
export function jwtOf(
  claims: unknown,
  header: object = { alg: 'RS256', kid: 'k1', typ: 'JWT' },
  signature: string = randomBytes(256).toString('base64url'),
): string {
  return `${part(header)}.${part(claims)}.${signature}`;
}

export const NOW = Date.UTC(2026, 10, 22, 9, 0, 0);
export const SA = 'probe@acme-prod.iam.gserviceaccount.com';
export const CLIENT = '123-abc.apps.googleusercontent.com';

export const idClaims = {
  iss: 'https://accounts.google.com',
  aud: CLIENT,
  azp: '104',
  sub: '104',
  email: SA,
  email_verified: true,
  iat: NOW / 1000 - 60,
  exp: NOW / 1000 + 3540,
};

export const ownClaims = {
  iss: SA,
  sub: SA,
  aud: 'https://dash.acme.test/*',
  iat: NOW / 1000,
  exp: NOW / 1000 + 3600,
};
