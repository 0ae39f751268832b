/** Reads the host name out of the first bytes of a TLS connection, so that each host can misbehave in its own way. */

export type Hello =
  /** Not enough bytes yet. */
  | { readonly kind: 'more' }
  | { readonly kind: 'not-tls' }
  | { readonly kind: 'hello'; readonly host: string | undefined };

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const RECORD_HEADER = 5;

/** Walks over length-prefixed fields; reading past the end throws, which means: no such thing in here. */
function reader(bytes: Buffer) {
  let at = 0;
  return {
    skip: (count: number) => {
      at += count;
    },
    number: (size: number) => {
      const value = bytes.readUIntBE(at, size);
      at += size;
      return value;
    },
    take: (count: number) => {
      const part = bytes.subarray(at, at + count);
      at += count;
      return part;
    },
    left: () => bytes.length - at,
  };
}

/** `server_name` (RFC 6066) of a ClientHello's body (RFC 8446, 4.1.2). */
function serverName(body: Buffer): string | undefined {
  const hello = reader(body);
  hello.skip(2 + 32);
  hello.skip(hello.number(1));
  hello.skip(hello.number(2));
  hello.skip(hello.number(1));
  const extensions = reader(hello.take(hello.number(2)));
  while (extensions.left() >= 4) {
    const type = extensions.number(2);
    const extension = extensions.take(extensions.number(2));
    // A list of names, of which only the first, of type host_name, is in use.
    if (type === 0 && extension.length > 5) return extension.subarray(5).toString('latin1').toLowerCase();
  }
  return undefined;
}

/** What the first bytes of a connection are. */
export function readHello(bytes: Buffer): Hello {
  if (bytes.length === 0) return { kind: 'more' };
  if (bytes[0] !== HANDSHAKE) return { kind: 'not-tls' };
  if (bytes.length < RECORD_HEADER) return { kind: 'more' };
  const end = RECORD_HEADER + bytes.readUInt16BE(3);
  if (bytes.length < end) return { kind: 'more' };
  if (bytes[RECORD_HEADER] !== CLIENT_HELLO) return { kind: 'not-tls' };
  try {
    return { kind: 'hello', host: serverName(bytes.subarray(RECORD_HEADER + 4, end)) };
  } catch {
    // Cut over several records, or nonsense: served like a client that names no host.
    return { kind: 'hello', host: undefined };
  }
}
