/** Stage tls: the handshake and the verification. Nothing is ever sent over a connection that was not verified. */
import type { Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { Cleared } from '../guard/cleared.js';
import { type CertificateFacts, certificateOf, codeOfVerifier } from '../wire/certificate.js';
import type { Deadline } from '../wire/deadline.js';
import { errnoOf, halted, lasted, type StageResult } from '../wire/recorder.js';
import { tlsBroken } from '../wire/tls-broken.js';
import { trustContext } from '../wire/tls-trust.js';

export interface TlsOptions {
  readonly alpn: readonly string[];
  readonly trust: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
}

type Outcome =
  | { readonly kind: 'secure' }
  | { readonly kind: 'late' }
  | { readonly kind: 'closed'; readonly error: Error | undefined };

/** Waits for the end of the handshake, whichever way it ends. */
function handshake(tls: TLSSocket, raw: Socket, signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve) => {
    let error: Error | undefined;
    const late = (): void => settle({ kind: 'late' });
    const settle = (outcome: Outcome): void => {
      signal.removeEventListener('abort', late);
      resolve(outcome);
    };
    tls.once('secureConnect', () => settle({ kind: 'secure' }));
    // Stays for the life of the socket: an error nobody listens to would end the process.
    tls.on('error', (given) => {
      error ??= given;
    });
    const closed = (): void => settle({ kind: 'closed', error });
    tls.once('close', closed);
    raw.once('close', () => setImmediate(closed));
    signal.addEventListener('abort', late, { once: true });
    if (signal.aborted) late();
  });
}

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

function sentence(
  [code, errno]: readonly [string, string],
  host: string,
  seen: CertificateFacts | undefined,
): string {
  if (!seen) return `the certificate of ${host} cannot be verified`;
  const names = seen.names.length > 0 ? seen.names.slice(0, 5).join(', ') : 'no name at all';
  switch (code) {
    case 'tls-expired':
      return seen.staleIssuer === undefined
        ? `the certificate of ${host} expired on ${day(seen.validTo)}`
        : `${seen.staleIssuer} above the certificate of ${host} has expired`;
    case 'tls-not-yet-valid':
      return `the certificate of ${host} is valid only from ${day(seen.validFrom)}`;
    case 'tls-self-signed':
      return `the certificate of ${host} signed itself`;
    case 'tls-hostname':
      return `the certificate is for ${names}, not for ${host}`;
    default: {
      const issuer = seen.issuer || 'an unnamed authority';
      // A public authority that is left out of the chain looks the same as one nobody knows.
      return /UNABLE_TO_/.test(errno)
        ? `the certificate of ${host} was issued by ${issuer}, which is neither sent along nor trusted here`
        : `the certificate of ${host} comes from ${issuer}, which is not trusted here`;
    }
  }
}

export async function tlsStage(
  raw: Socket,
  pass: Cleared,
  options: TlsOptions,
  deadline: Deadline,
): Promise<StageResult<TLSSocket>> {
  const begun = performance.now();
  const tls = connect({
    socket: raw,
    host: pass.host,
    servername: pass.servername ?? '',
    ALPNProtocols: [...options.alpn],
    // The verdict is read below, so that the certificate can be shown; until then nothing is sent.
    rejectUnauthorized: false,
    secureContext: trustContext(options.trust),
  });
  const outcome = await handshake(tls, raw, deadline.signal);
  const asked = { servername: pass.servername ?? null, alpnOffered: options.alpn };
  if (outcome.kind !== 'secure') {
    tls.destroy();
    raw.destroy();
    if (outcome.kind === 'late')
      return halted(
        'tls',
        'tls-timeout',
        `${pass.host} did not end the TLS handshake within ${lasted(performance.now() - begun)}`,
        undefined,
        asked,
      );
    const errno = errnoOf(outcome.error);
    return raw.bytesRead === 0
      ? halted(
          'tcp',
          'tcp-reset',
          `${pass.host} closed the connection before TLS began`,
          errno ?? 'ECONNRESET',
          asked,
        )
      : tlsBroken(pass, errno, outcome.error?.message ?? 'closed during the handshake', asked);
  }
  const seen = certificateOf(tls, options.now);
  const facts = {
    ...asked,
    protocol: tls.getProtocol(),
    cipher: tls.getCipher().name,
    alpn: tls.alpnProtocol || null,
    ...seen?.facts,
    verified: tls.authorized,
  };
  if (tls.authorized) return { ok: true, value: tls, facts };
  tls.destroy();
  const reason: unknown = tls.authorizationError;
  const errno = typeof reason === 'string' ? reason : (errnoOf(reason) ?? 'UNVERIFIED');
  const code = codeOfVerifier(errno);
  return halted('tls', code, sentence([code, errno], pass.host, seen), errno, {
    ...facts,
    verifyError: errno,
  });
}
