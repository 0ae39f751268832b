/** The servers of other make start, speak what they are told to, and fail in their own words. */

import { once } from 'node:events';
import { connect as connectH2 } from 'node:http2';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOrders } from '../../src/sandbox/front/apps/orders.js';
import {
  type Authority,
  type CertificateFlaw,
  createAuthority,
} from '../../src/sandbox/front/certificates.js';
import { freePort, type OtherPlan, type OtherServer, otherMakersForTests } from './other-makers.js';

const makers = await otherMakersForTests();
const HOST = 'other.acme.test';

describe.skipIf(!makers)('servers of other make', () => {
  let authority: Authority;
  const open: OtherServer[] = [];
  beforeAll(async () => {
    authority = await createAuthority();
  });
  afterAll(() => Promise.all(open.map((server) => server.close())));

  const start = async (maker: 'nginx' | 'haproxy', plan: OtherPlan, flaw?: CertificateFlaw) => {
    if (!makers) throw new Error('not there');
    const server = await makers[maker](await authority.issue({ hosts: [HOST], flaw }), plan);
    open.push(server);
    return server;
  };
  const socketTo = async (server: OtherServer) => {
    const { port } = server;
    const ca = authority.caPem;
    const ALPNProtocols = ['h2', 'http/1.1'];
    const socket = connectTls({ host: '127.0.0.1', port, servername: HOST, ca, ALPNProtocols });
    await once(socket, 'secureConnect');
    return socket;
  };
  /** Asks over HTTP/2: the status, and whether GOAWAY came. */
  const ask = async (server: OtherServer, headers: Record<string, string> = {}) => {
    const socket = await socketTo(server);
    const session = connectH2(`https://${HOST}`, { createConnection: () => socket });
    let goaway: number | undefined;
    session.once('goaway', (code: number) => {
      goaway = code;
    });
    session.on('error', () => undefined);
    const stream = session.request({ ':path': '/', ...headers });
    stream.on('error', () => undefined);
    const [head] = (await once(stream, 'response')) as [Record<string, unknown>];
    stream.resume();
    await new Promise((resolve) => stream.once('close', resolve));
    session.destroy();
    return { status: head[':status'], server: String(head.server ?? ''), goaway, code: stream.rstCode };
  };

  for (const maker of ['nginx', 'haproxy'] as const) {
    it(`${maker} answers over h2, and over HTTP/1.1 alone where it is told so`, async () => {
      const service = { kind: 'status', status: 404, body: 'nothing' } as const;
      const both = await start(maker, { service });
      expect(await ask(both)).toMatchObject({ status: 404 });
      const old = await socketTo(await start(maker, { service, alpn: 'http/1.1' }));
      expect(old.alpnProtocol).toBe('http/1.1');
      old.destroy();
    });

    it(`${maker} answers for a dead app in its own way`, async () => {
      const dead = await start(maker, { service: { kind: 'http', port: await freePort() } });
      expect((await ask(dead)).status).toBe(maker === 'nginx' ? 502 : 503);
    });

    it(`${maker} shows a certificate that is over`, async () => {
      const server = await start(maker, { service: { kind: 'status', status: 200 } }, 'expired');
      await expect(socketTo(server)).rejects.toMatchObject({ code: 'CERT_HAS_EXPIRED' });
    });

    it(`${maker} cuts a gRPC stream that stays silent`, async () => {
      const orders = await startOrders({ position: () => 'fine', every: () => 60_000 });
      const proxy = await start(maker, { service: { kind: 'grpc', port: orders.port }, idleMs: 300 });
      const socket = await socketTo(proxy);
      const session = connectH2(`https://${HOST}`, { createConnection: () => socket });
      session.on('error', () => undefined);
      const stream = session.request({
        ':method': 'POST',
        ':path': '/acme.orders.v1.Orders/Watch',
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      stream.on('error', () => undefined);
      stream.end(Buffer.alloc(5));
      const began = performance.now();
      await once(stream, 'data');
      stream.resume();
      await new Promise((resolve) => stream.once('close', resolve));
      expect(performance.now() - began).toBeGreaterThan(250);
      session.destroy();
      orders.close();
    });
  }

  it('nginx recycles a connection after as many requests as it is allowed', async () => {
    const service = { kind: 'status', status: 200, body: 'ok' } as const;
    const server = await start('nginx', { service, requestsPerConnection: 1 });
    expect(await ask(server)).toMatchObject({ status: 200, goaway: 0 });
  });
});
