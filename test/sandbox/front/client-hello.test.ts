/** The host name in a client's first bytes: found in what real clients send, and nowhere else. */

import { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHello } from '../../../src/sandbox/front/client-hello.js';

/** What a TLS client says first, without a server. */
function firstWords(servername: string, ALPNProtocols?: string[]): Promise<Buffer> {
  return new Promise((resolve) => {
    const socket = new Duplex({
      read: () => undefined,
      write: (chunk: Buffer, _encoding, done) => {
        resolve(chunk);
        done();
      },
    });
    const client = connect({ socket, servername, ...(ALPNProtocols ? { ALPNProtocols } : {}) });
    client.on('error', () => undefined);
  });
}

describe('the first bytes of a connection', () => {
  it('name the host, with and without other extensions, in lower case', async () => {
    for (const alpn of [undefined, ['h2'], ['h2', 'http/1.1']]) {
      const bytes = await firstWords('Dash.acme.test', alpn);
      expect(readHello(bytes)).toEqual({ kind: 'hello', host: 'dash.acme.test' });
    }
    expect(readHello(await firstWords(''))).toEqual({ kind: 'hello', host: undefined });
  });

  it('are waited for, however they are cut', async () => {
    const bytes = await firstWords('dash.acme.test');
    for (let length = 0; length < bytes.length; length += 1)
      expect(readHello(bytes.subarray(0, length))).toEqual({ kind: 'more' });
    const more = Buffer.concat([bytes, Buffer.from('more')]);
    expect(readHello(more)).toEqual({ kind: 'hello', host: 'dash.acme.test' });
  });

  it('are told from plain text', () => {
    expect(readHello(Buffer.from('GET / HTTP/1.1\r\n'))).toEqual({ kind: 'not-tls' });
    expect(readHello(Buffer.from('PRI * HTTP/2.0\r\n'))).toEqual({ kind: 'not-tls' });
  });

  it('never break the reader, whatever they are', async () => {
    const real = await firstWords('dash.acme.test', ['h2']);
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.boolean(),
        fc.nat(real.length - 1),
        (bytes, tls, at) => {
          const mixed = tls
            ? Buffer.concat([real.subarray(0, at), bytes, real.subarray(at)])
            : Buffer.from(bytes);
          expect(['more', 'not-tls', 'hello']).toContain(readHello(mixed).kind);
        },
      ),
    );
  });
});
