/** The header fields an app gets: what the client sent, without what IAP consumed, with what IAP and Google's front end add. */
import { randomBytes } from 'node:crypto';
import type { AssertionSigner, TokenTest } from './assertion.js';
import type { Caller } from './credential.js';
import { type Exchange, field, type Headers, without } from './exchange.js';
import type { Place } from './places.js';

export interface Pass {
  readonly place: Place;
  /** Undefined: the place is public, or IAP let an OPTIONS request through unread. */
  readonly caller: Caller | undefined;
  readonly levels: readonly string[];
  /** The header field IAP took the credential from, and takes away. */
  readonly consumed: 'authorization' | 'proxy-authorization' | undefined;
  readonly test: TokenTest | undefined;
}

function frontEnd(exchange: Exchange, ip: string): Headers {
  const given = field(exchange.headers, 'x-forwarded-for');
  return {
    via: '1.1 google',
    'x-cloud-trace-context': `${randomBytes(16).toString('hex')}/${randomBytes(4).readUInt32BE()}`,
    'x-forwarded-for': `${given === undefined ? '' : `${given}, `}${ip},192.0.2.10`,
    'x-forwarded-proto': 'https',
  };
}

/** Without IAP nothing is taken away. */
export function openHeaders(exchange: Exchange, ip: string): Headers {
  return { ...exchange.headers, ...frontEnd(exchange, ip) };
}

/** IAP's account as Cloud Run shows it to the app: a token whose signature was taken off. */
function serverlessAuthorization(place: Place): Headers {
  if (!place.run) return {};
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const email = `service-${place.project}@gcp-sa-iap.iam.gserviceaccount.com`;
  const token = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ email, aud: place.run.urls[0] })}`;
  return { 'x-serverless-authorization': `bearer ${token}.SIGNATURE_REMOVED_BY_GOOGLE` };
}

/** After IAP: `x-goog-*` of the client is gone, and the assertion with the identity is there. */
export function passedHeaders(exchange: Exchange, ip: string, signer: AssertionSigner, pass: Pass): Headers {
  const { caller, consumed, place } = pass;
  const kept = without(
    exchange.headers,
    (name) =>
      name.startsWith('x-goog-') ||
      name === 'x-serverless-authorization' ||
      name === 'proxy-authorization' ||
      name === consumed,
  );
  const prefix = caller?.gcip === undefined ? 'accounts.google.com:' : '';
  return {
    ...kept,
    ...frontEnd(exchange, ip),
    ...serverlessAuthorization(place),
    'x-goog-iap-jwt-assertion': signer.assert(place, caller, pass.levels, pass.test),
    ...(caller === undefined
      ? {}
      : {
          'x-goog-authenticated-user-email': `accounts.google.com:${caller.email}`,
          'x-goog-authenticated-user-id': `${prefix}${caller.id}`,
        }),
  };
}
