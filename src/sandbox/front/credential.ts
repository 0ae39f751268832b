/** Reads one credential as IAP does: who it stands for, or in IAP's words why it is not good enough. */
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { findUser, type World } from '../google/model.js';
import type { TokenMint } from '../google/tokens.js';
import { CREDENTIAL } from './iap-words.js';

export interface Caller {
  readonly email: string;
  /** Google's number of the account, or for Identity Platform the whole prefixed subject. */
  readonly id: string;
  readonly kind: 'user' | 'service-account';
  readonly via: 'session' | 'id-token' | 'self-signed-jwt' | 'access-token' | 'gcip';
  readonly hostedDomain: string | undefined;
  /** The `gcip` claim of an external identity. */
  readonly gcip: Readonly<Record<string, unknown>> | undefined;
}

/** `reason` is what follows the family's prefix; `code` stands alone, without a sentence. */
export type Examined =
  | { readonly ok: true; readonly caller: Caller }
  | { readonly ok: false; readonly reason: string }
  | { readonly ok: false; readonly code: number };

/** What a place takes. */
export interface Expectation {
  /** The client of the place; undefined: Google manages it and no ID token can be for it. */
  readonly clientId: string | undefined;
  readonly programmaticClients: readonly string[];
  /** Where the request goes, without query: what a self-signed JWT has to be for. */
  readonly url: URL;
  readonly gcip: boolean;
  readonly wording: 'newest' | 'newer';
}

export interface Checker {
  readonly world: World;
  readonly tokens: TokenMint;
}

const bad = (reason: string): Examined => ({ ok: false, reason });

/** Who an address is to Google. */
export function callerOf(world: World, address: string, via: Caller['via'], id?: string): Caller {
  const email = address.toLowerCase();
  const account = world.serviceAccounts.find((one) => one.email === email);
  if (account || email.endsWith('.gserviceaccount.com'))
    return {
      email,
      id: account?.uniqueId ?? id ?? '0',
      kind: 'service-account',
      via,
      hostedDomain: undefined,
      gcip: undefined,
    };
  const user = findUser(world, email);
  const hostedDomain = user && world.customers.find((one) => one.id === user.customerId)?.primaryDomain;
  return {
    email: user?.primaryEmail ?? email,
    id: user?.id ?? id ?? '0',
    kind: 'user',
    via,
    hostedDomain,
    gcip: undefined,
  };
}

function decode(part: string | undefined): { readonly text: string; readonly value: unknown } | undefined {
  if (part === undefined || !/^[A-Za-z0-9_-]+$/.test(part)) return undefined;
  const text = Buffer.from(part, 'base64url').toString('utf8');
  try {
    return { text, value: JSON.parse(text) };
  } catch {
    return { text, value: undefined };
  }
}

/** Access tokens count with the scopes of Google's documentation; a person's not where Google manages the client. */
function examineAccessToken(checker: Checker, token: string, expected: Expectation): Examined {
  const known = checker.tokens.readAccessToken(token);
  if (!known) return { ok: false, code: 900 };
  const caller = callerOf(checker.world, known.email, 'access-token');
  const scoped = ['openid', 'https://www.googleapis.com/auth/userinfo.email'].every((scope) =>
    known.scopes.includes(scope),
  );
  const managed = expected.clientId === undefined && caller.kind === 'user';
  return scoped && !managed ? { ok: true, caller } : { ok: false, code: 900 };
}

async function verified(
  checker: Checker,
  token: string,
  keys: ReturnType<TokenMint['publicKeys']>,
): Promise<{ readonly claims: JWTPayload } | { readonly refused: Examined }> {
  try {
    const set = createLocalJWKSet(keys as unknown as JSONWebKeySet);
    const currentDate = new Date(checker.world.clock.now());
    const { payload } = await jwtVerify(token, set, { currentDate, algorithms: ['RS256'] });
    return { claims: payload };
  } catch (error) {
    return { refused: bad(error instanceof errors.JWTExpired ? CREDENTIAL.expired : CREDENTIAL.signature) };
  }
}

function examineIdToken(checker: Checker, claims: JWTPayload, expected: Expectation): Examined {
  const given = typeof claims.aud === 'string' ? claims.aud : (claims.aud?.[0] ?? '');
  const { clientId, programmaticClients, wording } = expected;
  if (given !== clientId && !programmaticClients.includes(given))
    return bad(clientId === undefined ? CREDENTIAL.unlisted[wording] : CREDENTIAL.audience(given, clientId));
  if (typeof claims.email !== 'string') return bad(CREDENTIAL.email);
  return { ok: true, caller: callerOf(checker.world, claims.email, 'id-token', claims.sub) };
}

/** `aud` is the URL, or everything on the host as `https://host/*`; no longer than an hour. */
function examineSelfSigned(checker: Checker, claims: JWTPayload, expected: Expectation): Examined {
  const { origin, pathname } = expected.url;
  const audience = typeof claims.aud === 'string' ? claims.aud : '';
  const fits = audience.endsWith('/*')
    ? `${origin}${pathname}`.startsWith(audience.slice(0, -1))
    : audience.replace(/\/$/, '') === `${origin}${pathname}`.replace(/\/$/, '');
  const brief = (claims.exp ?? Infinity) - (claims.iat ?? 0) <= 3600;
  if (!fits || !brief || claims.iss !== claims.sub) return bad(CREDENTIAL.unlisted[expected.wording]);
  return { ok: true, caller: callerOf(checker.world, claims.iss ?? '', 'self-signed-jwt') };
}

function examineGcip(claims: JWTPayload): Examined {
  const email = typeof claims.email === 'string' ? claims.email : '';
  const project = (claims.iss ?? '').split('/').at(-1) ?? '';
  const id = `securetoken.google.com/${project}:${claims.sub ?? ''}`;
  const caller = {
    email,
    id,
    kind: 'user',
    via: 'gcip',
    hostedDomain: undefined,
    gcip: { ...claims },
  } as const;
  return { ok: true, caller };
}

/** Examines what stood after `Bearer`. */
export async function examine(checker: Checker, token: string, expected: Expectation): Promise<Examined> {
  if (token === '') return bad(CREDENTIAL.empty);
  if (token.startsWith('ya29.') && !expected.gcip) return examineAccessToken(checker, token, expected);
  const [header, body, signature, ...more] = token.split('.');
  const [head, payload] = [decode(header), decode(body)];
  if (signature === undefined || more.length > 0 || head?.value === undefined || !payload)
    return bad(CREDENTIAL.unparsable);
  if (payload.value === undefined) return bad(CREDENTIAL.foreign(payload.text.slice(0, 200)));
  const iss = issuerOf(payload.value);
  const google = ['https://accounts.google.com', 'accounts.google.com'].includes(iss);
  const external = iss.startsWith('https://securetoken.google.com/');
  const account = iss.endsWith('.gserviceaccount.com') ? iss : undefined;
  const wanted = expected.gcip ? external : google || account !== undefined;
  if (!wanted) return bad(CREDENTIAL.signature);
  const read = await verified(checker, token, checker.tokens.publicKeys(account));
  if ('refused' in read) return read.refused;
  if (expected.gcip) return examineGcip(read.claims);
  return google
    ? examineIdToken(checker, read.claims, expected)
    : examineSelfSigned(checker, read.claims, expected);
}

function issuerOf(payload: unknown): string {
  const { iss } = typeof payload === 'object' && payload !== null ? (payload as { iss?: unknown }) : {};
  return typeof iss === 'string' ? iss : '';
}
