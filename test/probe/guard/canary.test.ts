/** Listeners on addresses that are refused hear nothing, whatever is tried; neither does the name server. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GuardRules } from '../../../src/probe/guard/rules.js';
import { walk } from '../../../src/probe/walk.js';
import { startDeadline } from '../../../src/probe/wire/deadline.js';
import { browserGet } from '../../../src/probe/wire/requests.js';

const heard: string[] = [];
const closing: (() => void)[] = [];
const own = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find((one) => one.family === 'IPv4' && !one.internal)?.address;
const hasSix = Object.values(networkInterfaces())
  .flat()
  .some((one) => one?.address === '::1');
let port = 0;
let nameServer = '';

/** Hears on every IPv4 address of this computer, and on `::1`, by TCP and UDP with one number. */
beforeAll(async () => {
  const first = createServer((socket) => {
    heard.push(`tcp ${socket.localAddress}`);
    socket.destroy();
  });
  first.listen(0, '0.0.0.0');
  await once(first, 'listening');
  const address = first.address();
  port = typeof address === 'object' && address ? address.port : 0;
  closing.push(() => first.close());
  if (hasSix) {
    const six = createServer((socket) => {
      heard.push('tcp6');
      socket.destroy();
    });
    six.on('error', () => undefined);
    six.listen({ port, host: '::1', ipv6Only: true });
    closing.push(() => six.close());
  }
  for (const [type, host] of [
    ['udp4', '0.0.0.0'],
    ...(hasSix ? ([['udp6', '::1']] as const) : []),
  ] as const) {
    const udp = createSocket({ type, ...(type === 'udp6' ? { ipv6Only: true } : {}) });
    udp.on('error', () => undefined);
    udp.on('message', () => heard.push(type));
    udp.bind(port, host);
    closing.push(() => udp.close());
  }
  const dns = createSocket('udp4');
  dns.on('message', () => heard.push('dns'));
  dns.bind(0, '127.0.0.1');
  await once(dns, 'listening');
  nameServer = `127.0.0.1:${dns.address().port}`;
  closing.push(() => dns.close());
});
afterAll(() => {
  for (const close of closing) close();
});

/** `#` stands for the port on which somebody listens. */
const TARGETS: readonly string[] = [
  'http://127.0.0.1:#/',
  'https://127.0.0.1:#/',
  'http://127.0.0.1.:#/',
  'http://127.1:#/',
  'http://127.0.1:#/',
  'http://2130706433:#/',
  'http://0x7f000001:#/',
  'http://0X7F.0.0.1:#/',
  'http://017700000001:#/',
  'http://0177.0.0.01:#/',
  'http://0177.0x0.0.1:#/',
  'http://127.0.0.1%2e:#/',
  'http://%31%32%37%2e%30%2e%30%2e%31:#/',
  'http://１２７.０.０.１:#/',
  'http://127。0。0。1:#/',
  'http://①②⑦.⓪.⓪.①:#/',
  'http://127.255.255.254:#/',
  'http://0.0.0.0:#/',
  'http://0:#/',
  'http://[::]:#/',
  'http://[::1]:#/',
  'http://[0:0:0:0:0:0:0:1]:#/',
  'http://[0000::0001]:#/',
  'http://[::ffff:127.0.0.1]:#/',
  'http://[::ffff:7f00:1]:#/',
  'http://[::127.0.0.1]:#/',
  'http://[64:ff9b::127.0.0.1]:#/',
  'http://[64:ff9b:1::127.0.0.1]:#/',
  'http://[2002:7f00:1::]:#/',
  'http://[2001:0:7f00:1::80ff:fffe]:#/',
  'http://[fe80::1]:#/',
  'http://[fe80::1%25lo]:#/',
  'http://[fd00:ec2::254]:#/',
  'http://localhost:#/',
  'http://LocalHost:#/',
  'http://localhost.:#/',
  'http://ｌｏｃａｌｈｏｓｔ:#/',
  'http://dash.acme.localhost:#/',
  'http://localhost.localdomain:#/',
  'http://dash.acme.test@127.0.0.1:#/',
  'http://dash.acme.test:443@127.0.0.1:#/',
  'http://127.0.0.1:#@dash.acme.test/',
  'http://dash.acme.test#@127.0.0.1:#/',
  'http://127.0.0.1:#\\@dash.acme.test/',
  'http:\\\\127.0.0.1:#\\',
  'http:127.0.0.1:#',
  ' http://127.0.0.1:#/ ',
  'ht\ntp://127.0.0.\t1:#/',
  'https://127.0.0.1.nip.io:#/',
  'http://169.254.169.254/latest/meta-data/',
  'http://metadata.google.internal/computeMetadata/v1/',
  'http://10.0.0.1:#/',
  'http://192.168.0.1:#/',
  'http://100.64.0.1:#/',
  'http://224.0.0.1:#/',
  'http://255.255.255.255:#/',
  'ftp://127.0.0.1:#/',
  'ws://127.0.0.1:#/',
  'grpc://127.0.0.1:#/',
  'tcp://127.0.0.1:#/',
  'unix://127.0.0.1:#/',
  'file://127.0.0.1:#/',
  `http://${own ?? '172.17.0.1'}:#/`,
];

async function code(url: string, rules: GuardRules): Promise<string | undefined> {
  const deadline = startDeadline(2_000);
  const walked = await walk({
    url,
    rules,
    deadline,
    trust: [],
    need: 'any',
    request: browserGet(),
    nameServers: [nameServer],
    now: Date.now,
  });
  walked.close();
  deadline.dispose();
  expect(walked.stages.map(({ stage }) => stage)).toEqual(['guard']);
  return walked.halt?.code;
}

/** Long enough for a packet that was sent to have been heard: it stays inside this computer. */
const settle = async (): Promise<void> => {
  const udp = createSocket('udp4');
  udp.send('.', port, '127.0.0.1');
  const at = heard.length;
  while (heard.length === at) await new Promise((resolve) => setTimeout(resolve, 5));
  udp.close();
};

describe('a canary on the refused addresses', () => {
  it('is wide awake', async () => {
    heard.length = 0;
    await settle();
    expect(heard).toEqual(['udp4']);
    expect(TARGETS.length).toBeGreaterThan(40);
  });

  it('hears nothing, though the service that is known has the host in its own address', async () => {
    heard.length = 0;
    const rules = { known: ['https://dash.acme.test'], allow: [], connectTo: {} };
    for (const target of TARGETS)
      expect(await code(target.replaceAll('#', String(port)), rules), target).toBe('target-refused');
    await settle();
    expect(heard).toEqual(['udp4']);
  });

  it('hears nothing where the configuration itself names the address as a service, and other ranges are allowed', async () => {
    heard.length = 0;
    for (const target of TARGETS) {
      const url = target.replaceAll('#', String(port));
      // What cannot be resolved without asking is another test's business.
      if (url.includes('nip.io') || url.includes('localdomain') || /@dash|dash\.acme\.test[#:]/.test(url))
        continue;
      const allow = ['10.9.0.0/16', 'fd99::/16', 'vpn.acme.test', `127.0.0.1:${port + 1}`];
      const rules = { known: [url, `http://127.0.0.1:${port}`, 'localhost'], allow, connectTo: {} };
      expect(await code(url, rules), target).toBe('target-refused');
    }
    await settle();
    expect(heard).toEqual(['udp4']);
  });
});
