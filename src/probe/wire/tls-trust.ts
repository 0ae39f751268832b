/** Which authorities a certificate may come from: the public ones, `NODE_EXTRA_CA_CERTS`, and those of `probe.ca`. */
import { readFileSync } from 'node:fs';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';

const prepared = new Map<string, SecureContext>();

/** Node reads it only for its own default list, which is gone as soon as a list is given. */
function extraOfTheEnvironment(): readonly string[] {
  const path = process.env.NODE_EXTRA_CA_CERTS;
  try {
    return path ? [readFileSync(path, 'utf8')] : [];
  } catch {
    return [];
  }
}

/**
 * A context that trusts the public authorities and the given ones. Prepared once for each list: reading all the roots
 * takes longer than a handshake, so it is to be asked for before anything is timed.
 */
export function trustContext(trust: readonly string[]): SecureContext {
  const key = trust.join('\n');
  const known = prepared.get(key);
  if (known) return known;
  const context =
    trust.length === 0
      ? createSecureContext()
      : createSecureContext({ ca: [...rootCertificates, ...extraOfTheEnvironment(), ...trust] });
  prepared.set(key, context);
  return context;
}
