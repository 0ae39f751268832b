/** Reads header and claims of a JWT as far as they may be told: bounded, of the right type, and never the signature. Pure. */
import { decodeJwt, decodeProtectedHeader } from 'jose';

/** The two readable parts of a JWT as objects, unchecked. */
export interface Parts {
  readonly header: Readonly<Record<string, unknown>>;
  /** Undefined where the claims cannot be read: cut off, or encrypted. */
  readonly claims: Readonly<Record<string, unknown>> | undefined;
}

/** Nothing where the text does not even begin like a JWT. The signature is not checked: that is for IAP to do. */
export function partsOf(core: string): Parts | undefined {
  const header = attempt(() => decodeProtectedHeader(core));
  if (header === undefined || typeof header.alg !== 'string') return undefined;
  return { header: { ...header }, claims: attempt(() => ({ ...decodeJwt(core) })) };
}

function attempt<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}

const LONGEST = 300;
const MOST = 10;
/** What could be used as a credential itself, wherever it stands. */
const CREDENTIAL = /eyJ[\w-]{5,}(?:\.[\w-]*)*|ya29\.[\w.-]+|1\/\/[\w-]{10,}|GOCSPX-[\w-]+|AIza[\w-]{20,}/g;
/** The longest piece of the given text that may show by accident. */
const WINDOW = 12;

/**
 * Makes a claim fit to be told: one line, at most 300 characters, without anything that is a credential, and without any
 * piece of the credential's own text (a claim that repeats the signature is a trick).
 */
export function tellable(core: string): (value: unknown) => string | undefined {
  return (value) => {
    if (typeof value !== 'string' || value === '') return undefined;
    const line = value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
    const clean = line.slice(0, LONGEST * 4).replace(CREDENTIAL, '[removed]');
    const short = clean.length > LONGEST ? `${clean.slice(0, LONGEST - 1)}\u2026` : clean;
    for (let at = 0; at + WINDOW <= short.length; at += 1)
      if (core.includes(short.slice(at, at + WINDOW))) return '[removed]';
    return short;
  };
}

/** A claim that is a text or a list of texts; others of the list are left out. */
export function textsOf(value: unknown, tell: (value: unknown) => string | undefined): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.slice(0, MOST).flatMap((one) => tell(one) ?? []);
}

/** The furthest a date reaches in JavaScript, milliseconds. */
const END_OF_TIME = 8.64e15;

/** A NumericDate (RFC 7519, seconds) in milliseconds since the epoch. */
export function millisecondsOf(value: unknown): number | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const ms = Math.round(value * 1000);
  return Math.abs(ms) <= END_OF_TIME ? ms : undefined;
}
