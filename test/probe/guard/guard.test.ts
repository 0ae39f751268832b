/** What the guard lets through, by name and by address, and with which pass. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardName, type NameDecision } from '../../../src/probe/guard/guard.js';
import type { GuardRules } from '../../../src/probe/guard/rules.js';

const KNOWN = [
  'https://dash.acme.test',
  'https://8.8.4.4',
  'shop.acme.test:8443',
  'https://xn--bcher-kva.acme.test',
];
const rules = (more: Partial<GuardRules> = {}): GuardRules => ({
  known: KNOWN,
  allow: [],
  connectTo: {},
  ...more,
});
const reason = (decision: Pick<NameDecision, 'kind'> | NameDecision): string =>
  'refusal' in decision ? decision.refusal.reason : decision.kind;
const byName = (url: string, more: Partial<GuardRules> = {}): string => reason(guardName(url, rules(more)));
/** What becomes of a name that resolves to these addresses. */
function resolved(url: string, addresses: readonly string[], more: Partial<GuardRules> = {}): string {
  const decision = guardName(url, rules(more));
  if (decision.kind !== 'resolve') return reason(decision);
  const verdict = decision.judge(addresses);
  return verdict.kind === 'refused'
    ? verdict.refusal.reason
    : verdict.pass.addresses.map(({ address, port }) => `${address} ${port}`).join(', ');
}

describe('a name', () => {
  it.each([
    ['https://dash.acme.test/path?x=1', 'resolve'],
    ['http://DASH.acme.test.', 'resolve'],
    ['https://dash.acme.test:443', 'resolve'],
    ['https://shop.acme.test:8443', 'resolve'],
    ['https://bücher.acme.test', 'resolve'],
    ['https://dash。acme。test', 'resolve'],
    ['https://dash.acme.test:22', 'port'],
    ['https://shop.acme.test:8444', 'port'],
    ['https://dash.acme.test:0', 'port'],
    ['https://dash.acme.test.evil.example', 'unknown-host'],
    ['https://evil-dash.acme.test', 'unknown-host'],
    ['https://sub.dash.acme.test', 'unknown-host'],
    ['https://dash.acme.test@evil.example', 'userinfo'],
    ['https://:secret@dash.acme.test', 'userinfo'],
    ['https://evil.example#@dash.acme.test', 'unknown-host'],
    ['https://evil.example\\@dash.acme.test', 'unknown-host'],
    ['ftp://dash.acme.test', 'scheme'],
    ['gopher://dash.acme.test', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['unix:/var/run/docker.sock', 'scheme'],
    ['dash.acme.test', 'unreadable'],
    ['https://', 'unreadable'],
    ['https://[fe80::1%25eth0]', 'unreadable'],
    ['', 'unreadable'],
  ])('%s: %s', (url, expected) => {
    expect(byName(url)).toBe(expected);
  });

  it.each([
    'http://metadata.google.internal/computeMetadata/v1/',
    'http://METADATA.google.internal./',
    'http://metadata/',
    'http://x.metadata.goog/',
    'http://instance-data.ec2.internal/',
  ])('%s is never asked for, allowed or not', (url) => {
    const host = new URL(url).hostname;
    expect(byName(url)).toBe('metadata');
    expect(byName(url, { allow: [host, '0.0.0.0/0', '::/0'], known: [url] })).toBe('metadata');
  });

  it('that is allowed is let through on its port only, if one is given', () => {
    expect(byName('https://vpn.acme.test:8443', { allow: ['vpn.acme.test'] })).toBe('resolve');
    expect(byName('https://vpn.acme.test:8443', { allow: ['VPN.acme.test:8443'] })).toBe('resolve');
    expect(byName('https://vpn.acme.test:9443', { allow: ['vpn.acme.test:8443'] })).toBe('unknown-host');
  });

  it('is not let through by a range: nobody knows yet what it stands for', () => {
    expect(byName('https://evil.example', { allow: ['0.0.0.0/0', '::/0'] })).toBe('unknown-host');
  });
});

describe('a name of this computer', () => {
  it.each(['http://localhost', 'http://LOCALHOST.', 'http://a.localhost', 'http://dash.acme.localhost:8080'])(
    '%s is refused without asking anybody, though a service has it',
    (url) => {
      expect(byName(url)).toBe('unknown-host');
      expect(byName(url, { known: [url] })).toBe('private-address');
    },
  );

  it('is let through where it is allowed by name, or by the addresses it has', () => {
    const pass = (allow: readonly string[]): string => {
      const decision = guardName(
        'http://a.localhost:8080',
        rules({ known: ['http://a.localhost:8080'], allow }),
      );
      return decision.kind === 'cleared'
        ? decision.pass.addresses.map(({ address }) => address).join(' ')
        : decision.kind;
    };
    expect(pass(['a.localhost'])).toBe('127.0.0.1 ::1');
    expect(pass(['127.0.0.0/8'])).toBe('127.0.0.1');
    expect(pass(['127.0.0.1:8080'])).toBe('127.0.0.1');
    expect(pass(['[::1]:8080'])).toBe('::1');
    expect(pass(['127.0.0.1:8081'])).toBe('refused');
  });
});

describe('an address typed as such', () => {
  it('is let through only if it is known or in an allowed range', () => {
    expect(byName('https://8.8.4.4')).toBe('cleared');
    expect(byName('https://8.8.8.8')).toBe('unknown-host');
    expect(byName('https://8.8.8.8', { allow: ['8.8.8.0/24'] })).toBe('cleared');
    expect(byName('https://10.0.0.1')).toBe('private-address');
    expect(byName('https://10.0.0.1', { known: ['https://10.0.0.1'] })).toBe('private-address');
    expect(byName('https://10.0.0.1', { allow: ['10.0.0.0/8'] })).toBe('cleared');
    expect(byName('https://10.0.0.1:8443', { allow: ['10.0.0.1:8443'] })).toBe('cleared');
    expect(byName('https://10.0.0.1:8444', { allow: ['10.0.0.1:8443'] })).toBe('private-address');
    expect(byName('https://[fd00::1]', { allow: ['fd00::/8'] })).toBe('cleared');
    expect(byName('https://[::ffff:10.0.0.1]', { allow: ['10.0.0.0/8'] })).toBe('cleared');
    expect(byName('https://11.0.0.1', { allow: ['::ffff:10.0.0.0/104'] })).toBe('unknown-host');
  });

  it('of the metadata is never let through', () => {
    const allow = ['0.0.0.0/0', '::/0', '169.254.169.254', '169.254.169.254:80'];
    for (const host of ['169.254.169.254', '2852039166', '[fd00:ec2::254]', '[::ffff:a9fe:a9fe]'])
      expect(byName(`http://${host}/`, { allow, known: [`http://${host}`] }), host).toBe('metadata');
  });
});

describe('the addresses of a name', () => {
  const url = 'https://dash.acme.test';
  it('are let through together or not at all', () => {
    expect(resolved(url, ['8.8.8.8', '2607:f8b0::1'])).toBe('8.8.8.8 443, 2607:f8b0::1 443');
    expect(resolved(url, ['10.0.0.1'])).toBe('private-address');
    expect(resolved(url, ['8.8.8.8', '10.0.0.1'])).toBe('private-address');
    expect(resolved(url, ['8.8.8.8', '127.0.0.1'], { allow: ['10.0.0.0/8'] })).toBe('private-address');
    expect(resolved(url, ['8.8.8.8', '::1'])).toBe('private-address');
    expect(resolved(url, ['8.8.8.8', '169.254.169.254'])).toBe('metadata');
    expect(resolved(url, ['::ffff:10.0.0.1'])).toBe('private-address');
    expect(resolved(url, [])).toBe('unreadable');
    expect(resolved(url, ['8.8.8.8', 'evil'])).toBe('unreadable');
  });

  it('may be private where the name or the range is allowed', () => {
    expect(resolved(url, ['10.0.0.1'], { allow: ['dash.acme.test'] })).toBe('10.0.0.1 443');
    expect(resolved(url, ['10.0.0.1'], { allow: ['dash.acme.test:8443'] })).toBe('private-address');
    expect(resolved(url, ['10.0.0.1'], { allow: ['10.0.0.0/8'] })).toBe('10.0.0.1 443');
    expect(resolved(url, ['8.8.8.8', '10.0.0.1'], { allow: ['10.0.0.0/8'] })).toBe(
      '8.8.8.8 443, 10.0.0.1 443',
    );
    expect(resolved(url, ['10.0.0.1', '192.168.0.1'], { allow: ['10.0.0.0/8'] })).toBe('private-address');
    expect(resolved(url, ['169.254.169.254'], { allow: ['dash.acme.test', '0.0.0.0/0'] })).toBe('metadata');
  });

  it('of a known host are reached on another port only where that is allowed', () => {
    const odd = 'https://dash.acme.test:9443';
    expect(resolved(odd, ['8.8.8.8'], { allow: ['10.0.0.0/8'] })).toBe('port');
    expect(resolved(odd, ['10.0.0.1'], { allow: ['10.0.0.0/8'] })).toBe('10.0.0.1 9443');
    expect(resolved(odd, ['8.8.8.8'], { allow: ['dash.acme.test:9443'] })).toBe('8.8.8.8 9443');
  });

  it('given by the configuration are judged the same, and nothing is resolved', () => {
    const connectTo = { 'dash.acme.test': '10.0.0.1:8443', 'dash.acme.test:80': '8.8.8.8:80' };
    expect(byName(url, { connectTo })).toBe('private-address');
    expect(byName('http://dash.acme.test', { connectTo })).toBe('cleared');
    const decision = guardName(url, rules({ connectTo, allow: ['10.0.0.1:8443'] }));
    expect(decision).toMatchObject({
      kind: 'cleared',
      by: 'connect-to',
      pass: { host: 'dash.acme.test', port: 443, addresses: [{ address: '10.0.0.1', port: 8443 }] },
    });
    expect(byName('https://evil.example', { connectTo: { 'evil.example': '8.8.8.8:443' } })).toBe(
      'unknown-host',
    );
    expect(
      byName(url, { connectTo: { 'dash.acme.test': '169.254.169.254:80' }, allow: ['dash.acme.test'] }),
    ).toBe('metadata');
  });
});

describe('any text at all', () => {
  const pieces = fc.constantFrom(
    ...[
      'http',
      'https',
      'ftp',
      ':',
      '//',
      '/',
      '\\',
      '@',
      '#',
      '?',
      '[',
      ']',
      '%2e',
      '%00',
      '.',
      '\u3002',
      '\t',
      ' ',
    ],
    ...[
      'dash.acme.test',
      'DASH',
      'evil.example',
      '127.0.0.1',
      '0x7f.1',
      '2130706433',
      '::1',
      '::ffff:7f00:1',
      '8.8.4.4',
    ],
    ...[
      'localhost',
      ':443',
      ':22',
      ':0',
      ':99999',
      'user',
      'metadata.google.internal',
      '169.254.169.254',
      '\uff11',
    ],
  );
  const text = fc.array(pieces, { maxLength: 9 }).map((parts) => parts.join(''));
  const urls = fc.tuple(fc.constantFrom('http://', 'https://'), text).map((parts) => parts.join(''));

  it('gets a pass only for a known host, on its port, at a public address', () => {
    fc.assert(
      fc.property(fc.oneof(text, urls), (typed) => {
        const decision = guardName(typed, rules());
        if (decision.kind === 'refused') return;
        const { protocol, hostname, port, username } = new URL(typed);
        expect(['http:', 'https:']).toContain(protocol);
        expect(username).toBe('');
        expect(['dash.acme.test', '8.8.4.4']).toContain(hostname.replace(/\.$/, ''));
        expect(['', '80', '443']).toContain(port);
        if (decision.kind === 'resolve') expect(decision.judge(['127.0.0.1']).kind).toBe('refused');
        else expect(decision.pass.addresses.map(({ address }) => address)).toEqual(['8.8.4.4']);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('the pass', () => {
  it('holds the name for SNI and Host beside the address', () => {
    const decision = guardName('https://Shop.acme.test.:8443/a?b=c#d', rules());
    const verdict = decision.kind === 'resolve' ? decision.judge(['8.8.8.8']) : undefined;
    expect(verdict).toMatchObject({
      pass: {
        url: 'https://shop.acme.test.:8443/a?b=c',
        secure: true,
        host: 'shop.acme.test',
        port: 8443,
        authority: 'shop.acme.test:8443',
        servername: 'shop.acme.test',
        addresses: [{ address: '8.8.8.8', family: 4, port: 8443 }],
      },
    });
  });

  it('has no server name for a bare address (RFC 6066 §3)', () => {
    const decision = guardName('http://[fd00::1]:8080/', rules({ allow: ['fd00::/8'] }));
    expect(decision).toMatchObject({
      pass: { host: 'fd00::1', authority: '[fd00::1]:8080', servername: undefined, secure: false },
    });
  });
});
