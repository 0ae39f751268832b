/** Calls to servers as they should be. */
import { Metadata, status } from '@grpc/grpc-js';
import { afterAll, describe, expect, it } from 'vitest';
import { callGrpc, describeServices } from '../../../src/probe/grpc/index.js';
import { readFields } from '../../../src/probe/grpc/wire.js';
import { createAuthority } from '../../../src/sandbox/front/certificates.js';
import { type DemoOptions, type DemoServer, startDemo } from './demo-server.js';
import { HOST, optionsAt } from './endpoints.js';
import { NOTES, ORDERS, setOf } from './orders-file.js';

const servers: DemoServer[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

async function demo(options: DemoOptions): Promise<number> {
  const server = await startDemo(options);
  servers.push(server);
  return server.port;
}

const GET = 'acme.orders.v1.Orders/Get';
const answering: DemoOptions = {
  get: (_call, done) => done(null, Buffer.alloc(3)),
  list: (call) => {
    for (let count = 0; count < 3; count++) call.write(Buffer.alloc(0));
    call.end();
  },
};
const well: DemoOptions = { ...answering, health: { '': 'SERVING' }, reflection: 'all' };

describe('a call over gRPC', () => {
  it('asks for the health of the server when no method is named', async () => {
    const seen = await callGrpc({ ...optionsAt(await demo(well)), method: undefined });
    expect(seen).toMatchObject({
      how: 'health-check',
      status: 0,
      name: 'OK',
      health: 'SERVING',
      messages: 1,
    });
  });

  it('reports a server that says it is not serving', async () => {
    const port = await demo({ health: { '': 'NOT_SERVING' } });
    const seen = await callGrpc({ ...optionsAt(port), method: undefined });
    expect(seen).toMatchObject({ status: 0, health: 'NOT_SERVING' });
  });

  it('asks for the health of the service itself when the server as a whole has none', async () => {
    const port = await demo({ health: { 'acme.orders.v1.Orders': 'SERVING' }, reflection: 'all' });
    const seen = await callGrpc({ ...optionsAt(port), method: undefined });
    expect(seen).toMatchObject({ status: 0, health: 'SERVING', note: expect.stringContaining('Orders') });
  });

  it('asks what the server serves when it has no health service', async () => {
    const seen = await callGrpc({ ...optionsAt(await demo({ reflection: 'all' })), method: undefined });
    expect(seen).toMatchObject({ how: 'reflection', status: 0, services: ['acme.orders.v1.Orders'] });
  });

  it('says that a method has to be named when the server has neither health nor reflection', async () => {
    const seen = await callGrpc({ ...optionsAt(await demo({})), method: undefined });
    expect(seen).toMatchObject({ status: 12, note: expect.stringContaining('name a method') });
  });

  it('calls a unary and a server-streaming method it learned of by reflection, v1 or v1alpha', async () => {
    for (const reflection of ['all', 'v1alpha'] as const) {
      const options = optionsAt(await demo({ ...well, reflection }));
      const get = await callGrpc({ ...options, method: GET });
      expect(get).toMatchObject({ how: 'reflection', shape: 'unary', status: 0, messages: 1 });
      const list = await callGrpc({ ...options, method: '/acme.orders.v1.Orders/List' });
      expect(list).toMatchObject({ how: 'reflection', shape: 'server-streaming', status: 0, messages: 3 });
    }
  });

  it('calls a method nobody described with an empty message and counts what comes', async () => {
    const seen = await callGrpc({ ...optionsAt(await demo(answering)), method: GET });
    expect(seen).toMatchObject({ how: 'raw', shape: 'unknown', status: 0, messages: 1 });
  });

  it('makes the request of JSON, by reflection and by a descriptor set', async () => {
    const received: (string | undefined)[] = [];
    const port = await demo({
      ...well,
      get: (call, done) => {
        received.push(readFields(call.request)?.text(1));
        done(null, Buffer.alloc(0));
      },
    });
    const ask = { ...optionsAt(port), method: GET, data: '{"text":"shoes"}' };
    expect(await callGrpc(ask)).toMatchObject({ how: 'reflection', status: 0 });
    const descriptorSet = setOf(NOTES, ORDERS);
    expect(await callGrpc({ ...ask, descriptorSet, reflect: false })).toMatchObject({
      how: 'descriptor-set',
      status: 0,
    });
    expect(received).toEqual(['shoes', 'shoes']);
  });

  it('calls nothing when the JSON does not fit, and says why', async () => {
    const seen = await callGrpc({ ...optionsAt(await demo(well)), method: GET, data: '{"colour":"red"}' });
    expect(seen).toMatchObject({ status: undefined, messages: 0, note: expect.stringContaining('colour') });
  });

  it('says that a method which takes a stream of requests was not called', async () => {
    const options = optionsAt(await demo(well));
    for (const name of ['Upload', 'Chat']) {
      const seen = await callGrpc({ ...options, method: `acme.orders.v1.Orders/${name}` });
      expect(seen).toMatchObject({ status: undefined, note: expect.stringContaining('not called') });
    }
  });

  it('suggests the method that was meant', async () => {
    const seen = await callGrpc({ ...optionsAt(await demo(well)), method: 'acme.orders.v2.Orders/Gett' });
    expect(seen.status).toBe(12);
    expect(seen.suggestions?.[0]).toBe(GET);
  });

  it('shows the refusal of the app with its words, trailers, details and pushback', async () => {
    const trailers = new Metadata();
    trailers.set('grpc-retry-pushback-ms', '1500');
    trailers.set('x-reason', 'quota');
    trailers.set(
      'grpc-status-details-bin',
      Buffer.from('CAgaMAoodHlwZS5nb29nbGVhcGlzLmNvbS9nb29nbGUucnBjLkVycm9ySW5mbxIECgJOTw==', 'base64'),
    );
    const port = await demo({
      ...well,
      get: (_call, done) => done({ code: status.PERMISSION_DENIED, details: 'not you', metadata: trailers }),
    });
    const seen = await callGrpc({ ...optionsAt(port), method: GET });
    expect(seen).toMatchObject({
      status: 7,
      name: 'PERMISSION_DENIED',
      details: 'not you',
      pushbackMs: 1500,
      errorDetails: [{ kind: 'error-info', reason: 'NO', domain: '', metadata: {} }],
    });
    expect(seen.trailers['x-reason']).toEqual(['quota']);
  });

  it('asks for the health of a service that is unavailable', async () => {
    const port = await demo({
      ...well,
      health: { 'acme.orders.v1.Orders': 'NOT_SERVING' },
      get: (_call, done) => done({ code: status.UNAVAILABLE, details: 'no database' }),
    });
    const seen = await callGrpc({ ...optionsAt(port), method: GET });
    expect(seen).toMatchObject({ status: 14, health: 'NOT_SERVING' });
  });

  it('sends the credential as metadata and shows neither it nor what the server makes of it', async () => {
    const heard: unknown[] = [];
    const token = 'Bearer opaque-credential-of-acme';
    const port = await demo({
      get: (call, done) => {
        heard.push(
          call.metadata.get('proxy-authorization'),
          call.metadata.get('authorization'),
          call.getHost(),
        );
        const trailers = new Metadata();
        trailers.set('authorization', token);
        done({ code: status.UNAUTHENTICATED, details: `bad token: ${token}`, metadata: trailers });
      },
    });
    const credential = { header: 'proxy-authorization', value: token } as const;
    const seen = await callGrpc({ ...optionsAt(port), credential, method: GET });
    expect(heard).toEqual([[token], [], `${HOST}:${port}`]);
    expect(seen).toMatchObject({ status: 16, details: expect.stringContaining('bad token') });
    expect(JSON.stringify(seen)).not.toContain('opaque-credential');
  });

  it('says that a credential with a line break cannot be sent, without showing it', async () => {
    const credential = { header: 'authorization', value: 'Bearer abc\ndef' } as const;
    const seen = await callGrpc({ ...optionsAt(await demo(well)), credential, method: GET });
    expect(seen).toMatchObject({ status: undefined, note: expect.stringContaining('characters') });
    expect(JSON.stringify(seen)).not.toContain('abc');
  });

  it('lets go of a stream that stays open, and says so', async () => {
    const seen = await callGrpc({ ...optionsAt(await demo(well)), method: 'grpc.health.v1.Health/Watch' });
    expect(seen).toMatchObject({
      how: 'health-watch',
      status: undefined,
      messages: 1,
      health: 'SERVING',
      note: expect.stringContaining('open'),
    });
  });

  it('describes all services and their methods', async () => {
    const described = await describeServices(optionsAt(await demo(well)));
    expect(described).toMatchObject({
      ok: true,
      services: [
        {
          name: 'acme.orders.v1.Orders',
          methods: [
            { name: 'Get', shape: 'unary' },
            { name: 'List', shape: 'server-streaming' },
            { name: 'Upload', shape: 'client-streaming' },
            { name: 'Chat', shape: 'bidi-streaming' },
          ],
        },
      ],
    });
    expect(await describeServices(optionsAt(await demo({})))).toMatchObject({ ok: false, status: 12 });
  });
});

describe('a call over TLS', () => {
  it('trusts the authority it was given, for the name that was asked for, and nobody else', async () => {
    const authority = await createAuthority();
    const leaf = await authority.issue({ hosts: [HOST] });
    const port = await demo({ ...well, leaf });
    const ask = { method: GET, reflect: false };
    const good = await callGrpc({ ...optionsAt(port, 5000, [authority.caPem]), ...ask });
    expect(good).toMatchObject({ status: 0, messages: 1 });
    const stranger = await callGrpc({ ...optionsAt(port, 5000, []), ...ask });
    expect(stranger).toMatchObject({ status: 14, details: expect.stringContaining('certificate') });

    const other = await demo({ ...well, leaf: await authority.issue({ hosts: ['pay.acme.test'] }) });
    const wrongHost = await callGrpc({ ...optionsAt(other, 5000, [authority.caPem]), ...ask });
    expect(wrongHost).toMatchObject({ status: 14, details: expect.stringContaining(HOST) });
  });
});
