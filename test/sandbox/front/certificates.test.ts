/** The sandbox's certificates, seen by Node's own verifier, and by openssl's and curl's where present. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { type CertificateFlaw, createAuthority, type Leaf } from '../../../src/sandbox/front/certificates.js';

/** Shakes hands for a host name with a server that shows the leaf: `ok`, or the verifier's code. */
async function handshake(leaf: Leaf, ca: string, servername: string): Promise<string> {
  const server = createServer({ cert: leaf.cert, key: leaf.key }, (socket) => socket.end());
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    return await new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.1', port, servername, ca });
      socket.once('secureConnect', () => resolve('ok'));
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      socket.once('close', () => socket.destroy());
    });
  } finally {
    server.close();
  }
}

describe('a leaf of the sandbox', () => {
  const shown = async (flaw?: CertificateFlaw, servername = 'dash.acme.test'): Promise<string> => {
    const authority = await createAuthority();
    const leaf = await authority.issue({ hosts: ['dash.acme.test', '*.apps.acme.test', '127.0.0.1'], flaw });
    return handshake(leaf, authority.caPem, servername);
  };

  it('is trusted by whoever trusts the root, under each of its names', async () => {
    expect(await shown()).toBe('ok');
    expect(await shown(undefined, 'lunch.apps.acme.test')).toBe('ok');
    expect(await shown(undefined, 'other.acme.test')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('is refused for exactly the flaw that was ordered', async () => {
    expect(await shown('expired')).toBe('CERT_HAS_EXPIRED');
    expect(await shown('not-yet-valid')).toBe('CERT_NOT_YET_VALID');
    expect(await shown('wrong-host')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(await shown('self-signed')).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(await shown('unknown-ca')).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it('lives as long as was asked for', async () => {
    const authority = await createAuthority(() => 1_800_000_000_000);
    const leaf = await authority.issue({ hosts: ['dash.acme.test'], lifetimeMs: 60_000 });
    expect(leaf.validTo).toEqual(new Date(1_800_000_060_000));
  });

  it('is of another root in every sandbox', async () => {
    const [one, other] = [await createAuthority(), await createAuthority()];
    const leaf = await one.issue({ hosts: ['dash.acme.test'] });
    expect(await handshake(leaf, other.caPem, 'dash.acme.test')).not.toBe('ok');
  });
});
