/** The dns stage tells no such name from no answer, asks once, and hands everything it hears to the guard. */
import { afterEach, describe, expect, it } from 'vitest';
import { type DnsAnswer, type NameServer, nameServer } from '../../support/name-server.js';
import { type OddServer, tcpServer } from '../../support/odd-servers.js';
import { HOST, type Took, walkTo } from '../../support/walking.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function serverThatAnswers(body: string, host?: string): Promise<OddServer> {
  const server = await tcpServer((socket) => {
    socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`));
  }, host);
  open.push(server);
  return server;
}

async function ask(
  answer: (type: 'A' | 'AAAA', nth: number) => DnsAnswer,
  options: { readonly port?: number; readonly allow?: readonly string[]; readonly timeoutMs?: number } = {},
): Promise<{ readonly walked: Took; readonly dns: NameServer }> {
  let nth = 0;
  const dns = await nameServer((_name, type) => {
    nth += 1;
    return answer(type, nth);
  });
  open.push(dns);
  const port = options.port ?? 80;
  const walked = await walkTo('http', port, {
    rules: { known: [`http://${HOST}:${port}`], allow: options.allow ?? ['127.0.0.0/8'], connectTo: {} },
    nameServers: [dns.address],
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
  open.push(walked);
  return { walked, dns };
}

describe('the dns stage', () => {
  it.each([
    ['nxdomain', 'dns-not-found', 'ENOTFOUND', 'does not exist'],
    [[], 'dns-not-found', 'ENODATA', 'has no address'],
    ['servfail', 'dns-failed', 'ESERVFAIL', 'ESERVFAIL'],
    ['refused', 'dns-failed', 'EREFUSED', 'EREFUSED'],
  ] as const)('names an answer of %j', async (answer, code, errno, words) => {
    const { walked } = await ask(() => answer);
    expect(walked.halt).toMatchObject({ stage: 'dns', code, errno });
    expect(walked.halt?.detail).toContain(words);
    expect(walked.stages.map(({ stage, ok }) => `${stage} ${ok}`)).toEqual(['guard true', 'dns false']);
  });

  it('asks nobody for a name that exists nowhere by agreement', async () => {
    const dns = await nameServer(() => ['8.8.8.8']);
    open.push(dns);
    const walked = await walkTo('http', 80, {
      url: 'http://dash.invalid/',
      rules: { known: ['dash.invalid'], allow: [], connectTo: {} },
      nameServers: [dns.address],
    });
    expect(walked.halt).toMatchObject({ stage: 'dns', code: 'dns-not-found' });
    expect(dns.asked).toEqual([]);
  });

  it('says that nobody answered, and ends with the deadline', async () => {
    const { walked } = await ask(() => 'silence', { timeoutMs: 400 });
    expect(walked.halt).toMatchObject({ stage: 'dns', code: 'dns-timeout' });
    expect(walked.took).toBeGreaterThanOrEqual(395);
    expect(walked.took).toBeLessThan(1_400);
  });

  it('does not wait for the family that is silent once the other has answered', async () => {
    const server = await serverThatAnswers('hello');
    const { walked } = await ask((type) => (type === 'A' ? ['127.0.0.1'] : 'silence'), {
      port: server.port,
      timeoutMs: 8_000,
    });
    expect(walked.reply).toMatchObject({ status: 200, body: 'hello' });
    expect(walked.took).toBeLessThan(4_000);
  });

  it('asks once for each family, and connects to what was answered then', async () => {
    const server = await serverThatAnswers('checked');
    const { walked, dns } = await ask(
      (type, nth) => (type === 'AAAA' ? [] : nth <= 2 ? ['127.0.0.1'] : ['127.0.0.9']),
      {
        port: server.port,
      },
    );
    await walked.connection?.request({ method: 'GET', headers: {} });
    expect(walked.reply?.body).toBe('checked');
    expect([...dns.asked].sort()).toEqual([`A ${HOST}`, `AAAA ${HOST}`]);
    expect(walked.stages.find(({ stage }) => stage === 'dns')?.facts).toMatchObject({
      addresses: ['127.0.0.1'],
    });
  });

  it.each([
    [['10.0.0.1'], 'a private address'],
    [['8.8.8.8', '10.0.0.1'], 'a private address'],
    [['8.8.8.8', 'fd00::1'], 'a private address'],
    [['169.254.169.254'], 'metadata'],
    [['127.0.0.1'], 'of this computer'],
    [['::1'], 'of this computer'],
  ])('stops at the guard when the answer is %j', async (answer, words) => {
    const { walked } = await ask(() => answer, { allow: [] });
    expect(walked.halt).toMatchObject({ stage: 'guard', code: 'target-refused' });
    expect(walked.halt?.detail).toContain(words);
    expect(walked.stages.map(({ stage, ok }) => `${stage} ${ok}`)).toEqual(['guard false', 'dns true']);
    expect(walked.cleared).toBeUndefined();
  });
});
