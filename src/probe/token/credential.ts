/** A credential on its way to the target: the field it travels in and its value, opened only where the field is written. */
import { Secret } from '../../google/ports-secret.js';
import type { CredentialHeader } from './read-credential.js';
import { takeApart } from './take-apart.js';

export interface Credential {
  readonly header: CredentialHeader;
  /** The whole value, `Bearer` included. */
  readonly value: Secret;
}

/** The one place where a credential is opened: for the header fields of a request. */
export function headersOf(credential: Credential | undefined): Readonly<Record<string, string>> {
  return credential ? { [credential.header]: credential.value.reveal() } : {};
}

/** What a header field may hold (RFC 9110 §5.5, without the obsolete bytes). */
const FIELD = /^[\t\x20-\x7e]+$/;

/** The text as a client would send it; else one sentence on why no client can. */
export function credentialOf(
  text: Secret,
  header: CredentialHeader,
):
  | { readonly ok: true; readonly credential: Credential }
  | { readonly ok: false; readonly sentence: string } {
  const { value } = takeApart(text.reveal());
  if (FIELD.test(value)) return { ok: true, credential: { header, value: new Secret(value) } };
  const odd = [...value].find((character) => !FIELD.test(character)) ?? '';
  const point = (odd.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return { ok: false, sentence: `holds a character that no header can carry (U+${point})` };
}
