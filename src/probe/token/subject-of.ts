/** Whom a credential stands for, in the words `why` understands. Pure. */
import { parseEmail } from '../../names/index.js';
import type { CredentialFacts } from '../observation.js';

/** `serviceAccount:…` or `user:…`; undefined where the credential names nobody. Only IAP can tell whether it is genuine. */
export function subjectOf({ email }: Pick<CredentialFacts, 'email'>): string | undefined {
  const address = parseEmail(email ?? '');
  if (address === undefined) return undefined;
  return /\.gserviceaccount\.com$/.test(address) ? `serviceAccount:${address}` : `user:${address}`;
}
