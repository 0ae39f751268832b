/** The tcp stage tells refusal, silence, reset and a missing road apart, and goes on to the next address. */
import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { dialTo } from '../../support/dial-to.js';
import { nameServer } from '../../support/name-server.js';
import { tcpServer } from '../../support/odd-servers.js';
import { HOST, walkTo } from '../../support/walking.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function closedPort(): Promise<number> {
  const server = await tcpServer(() => undefined);
  await server.close();
  return server.port;
}

/** A listener whose process never accepts, its queue filled: new callers get no answer at all. */
async function fullListener(): Promise<number> {
  const program = `const s = require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    require('fs').writeSync(1, String(s.address().port) + '\\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;
  const child: ChildProcess = spawn(process.execPath, ['-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  open.push({ close: () => child.kill('SIGKILL') });
  const port = await new Promise<number>((resolve) =>
    child.stdout?.once('data', (chunk: Buffer) => resolve(Number(chunk.toString()))),
  );
  for (let full = false, i = 0; !full && i < 64; i += 1)
    full = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      open.push({ close: () => socket.destroy() });
      const timer = setTimeout(() => resolve(true), 400);
      socket.once('connect', () => {
        clearTimeout(timer);
        resolve(false);
      });
    });
  return port;
}

describe('the tcp stage', () => {
  it('names a port on which nobody listens', async () => {
    const port = await closedPort();
    const walked = await walkTo('https', port);
    expect(walked.halt).toMatchObject({ stage: 'tcp', code: 'tcp-refused', errno: 'ECONNREFUSED' });
    expect(walked.halt?.detail).toBe(`127.0.0.1 port ${port} refused the connection`);
  });

  it('names silence, and ends with the deadline', async () => {
    const walked = await walkTo('https', await fullListener(), { timeoutMs: 500 });
    expect(walked.halt).toMatchObject({ stage: 'tcp', code: 'tcp-timeout' });
    expect(walked.took).toBeGreaterThanOrEqual(495);
    expect(walked.took).toBeLessThan(1_500);
  });

  it.each(['http', 'https'] as const)('%s: names a connection that is closed at once', async (scheme) => {
    const server = await tcpServer((socket) => socket.destroy());
    open.push(server);
    const walked = await walkTo(scheme, server.port);
    expect(walked.halt).toMatchObject({ stage: 'tcp', code: 'tcp-reset' });
    expect(walked.stages.find(({ stage }) => stage === 'tcp')?.ok).toBe(false);
  });

  it.each(['http', 'https'] as const)(
    '%s: names a connection that is reset once something was said',
    async (scheme) => {
      const server = await tcpServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
      open.push(server);
      const walked = await walkTo(scheme, server.port);
      expect(walked.halt).toMatchObject({ stage: 'tcp', code: 'tcp-reset', errno: 'ECONNRESET' });
      expect(walked.stages.find(({ stage }) => stage === 'tcp')?.ok).toBe(false);
    },
  );

  it('names a host to which there is no road', async () => {
    const port = 9;
    const walked = await walkTo('http', port, {
      rules: { known: [], allow: [HOST], connectTo: { [HOST]: `255.255.255.255:${port}` } },
    });
    expect(walked.halt).toMatchObject({ stage: 'tcp', code: 'no-route' });
  });

  it('goes on to the next address when one refuses', async () => {
    const server = await tcpServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 204 No Content\r\n\r\n'));
    }, '127.0.0.2');
    const dns = await nameServer((_name, type) => (type === 'A' ? ['127.0.0.1', '127.0.0.2'] : []));
    open.push(server, dns);
    const walked = await walkTo('http', server.port, {
      rules: { known: [`http://${HOST}:${server.port}`], allow: ['127.0.0.0/8'], connectTo: {} },
      nameServers: [dns.address],
    });
    open.push(walked);
    expect(walked.reply?.status).toBe(204);
    expect(walked.peer?.address).toBe('127.0.0.2');
    expect(walked.stages.find(({ stage }) => stage === 'tcp')?.facts.tried).toEqual([
      `127.0.0.1:${server.port} ECONNREFUSED`,
      `127.0.0.2:${server.port} connected`,
    ]);
  });

  it('does not wait for a silent address when another answers', async () => {
    const port = await fullListener();
    const server = await tcpServer(() => undefined, '127.0.0.2');
    open.push(server);
    const dialled = await dialTo([
      { address: '127.0.0.1', port },
      { address: '127.0.0.2', port: server.port },
    ]);
    expect(dialled.to?.address).toBe('127.0.0.2');
    dialled.socket?.destroy();
  });
});
