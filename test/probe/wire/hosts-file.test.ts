/** The hosts file is read as the system reads it. */
import { describe, expect, it } from 'vitest';
import { addressesIn } from '../../../src/probe/wire/hosts-file.js';
import { resolveHost } from '../../../src/probe/wire/resolve.js';

const FILE = `# the usual
127.0.0.1\tlocalhost
10.0.0.1  Dash.acme.test dash   # a comment, shop.acme.test
::1 localhost ip6-localhost
fd00::1\tdash.acme.test.
not-an-address shop.acme.test
fe80::1%eth0 link.acme.test
10.0.0.1 dash.acme.test
`;

describe('the hosts file', () => {
  it.each([
    ['dash.acme.test', ['10.0.0.1', 'fd00::1']],
    ['dash', ['10.0.0.1']],
    ['localhost', ['127.0.0.1', '::1']],
    ['shop.acme.test', []],
    ['link.acme.test', []],
    ['acme.test', []],
    ['127.0.0.1', []],
  ])('gives %s the addresses %j', (host, addresses) => {
    expect(addressesIn(FILE, host)).toEqual(addresses);
    expect(addressesIn(FILE.replaceAll('\n', '\r\n'), host.toUpperCase())).toEqual(addresses);
  });

  it('comes before the name servers', async () => {
    // Every computer the tests run on has this line.
    const found = await resolveHost('localhost', AbortSignal.timeout(5_000));
    expect(found).toMatchObject({ ok: true, from: 'hosts file' });
  });
});
