/** Puts a TLS error into words: by the alert of the other side, or by what the library stumbled over. */
import type { Cleared } from '../guard/cleared.js';
import { halted } from './recorder.js';

/** What a failed handshake was, by the alert or the library's own error. */
function broken(pass: Cleared, errno: string | undefined, message: string): string {
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|RECORD_LAYER/.test(errno ?? ''))
    return `port ${pass.port} of ${pass.host} does not speak TLS`;
  if (/CERTIFICATE_REQUIRED|BAD_CERTIFICATE|HANDSHAKE_FAILURE/.test(errno ?? ''))
    return `${pass.host} refused the handshake (${alertOf(errno)}); it may ask for a client certificate`;
  return `${pass.host} and this program could not agree on TLS (${errno ? alertOf(errno) : message})`;
}

const alertOf = (errno: string | undefined): string =>
  (errno ?? '')
    .replace(/^ERR_SSL_/, '')
    .replace(/^(?:TLSV1|SSLV3|TLSV13)_/, '')
    .toLowerCase()
    .replaceAll('_', ' ');

/** The halt for a TLS error, also one that shows only after the handshake (a client certificate that is missing). */
export const tlsBroken = (pass: Cleared, errno: string | undefined, message: string, facts = {}) =>
  /NO_APPLICATION_PROTOCOL/.test(errno ?? '')
    ? halted('alpn', 'alpn-no-h2', `${pass.host} takes neither h2 nor http/1.1 inside TLS`, errno, facts)
    : halted('tls', 'tls-handshake', broken(pass, errno, message), errno, facts);
