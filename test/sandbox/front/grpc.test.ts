/** gRPC through the sandbox's door with Google's own client: real streams, trailers, health, reflection, and what cuts them. */
import { once } from 'node:events';
import {
  type Client,
  type ClientReadableStream,
  credentials,
  loadPackageDefinition,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import { fromJSON, loadSync } from '@grpc/proto-loader';
import { protoPath } from 'grpc-health-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ORDERS } from '../../../src/sandbox/front/apps/orders-schema.js';
import { switchBoard } from '../../../src/sandbox/front/index.js';
import type { GrpcSwitch } from '../../../src/sandbox/front/switches.js';
import { DEPLOYER, h2Session, openStreet, type Street } from './harness.js';

type Reply = Readonly<Record<string, unknown>>;
type Unary = (
  request: object,
  metadata: Metadata,
  done: (error: ServiceError | null, reply?: Reply) => void,
) => void;
type Streaming = (request: object, metadata: Metadata) => ClientReadableStream<Reply>;
interface Orders extends Client {
  readonly List: Unary;
  readonly Get: Unary;
  readonly Watch: Streaming;
}
interface Health extends Client {
  readonly Check: Unary;
  readonly Watch: Streaming;
}

const HOST = 'orders.acme.test';
let street: Street;
let orders: Orders;
let health: Health;
beforeAll(async () => {
  street = await openStreet();
  const trust = credentials.createSsl(Buffer.from(street.front.caPem));
  const options = { 'grpc.ssl_target_name_override': HOST, 'grpc.default_authority': HOST };
  const address = street.front.addressOf(HOST);
  type Constructor<T> = new (address: string, trust: unknown, options: object) => T;
  const mine = loadPackageDefinition(fromJSON(ORDERS, { longs: Number })) as unknown as {
    acme: { orders: { v1: { Orders: Constructor<Orders> } } };
  };
  orders = new mine.acme.orders.v1.Orders(address, trust, options);
  const standard = loadPackageDefinition(loadSync(protoPath, { enums: String })) as unknown as {
    grpc: { health: { v1: { Health: Constructor<Health> } } };
  };
  health = new standard.grpc.health.v1.Health(address, trust, options);
});
afterAll(async () => {
  orders.close();
  health.close();
  await street.close();
});

function signedIn(): Metadata {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${street.idToken(DEPLOYER)}`);
  return metadata;
}

const call = (client: Client, method: Unary, request: object, metadata = signedIn()): Promise<Reply> =>
  new Promise((resolve, reject) => {
    method.call(client, request, metadata, (error, reply) => (error ? reject(error) : resolve(reply ?? {})));
  });
const failure = (client: Client, method: Unary, request = {}, metadata?: Metadata): Promise<ServiceError> =>
  call(client, method, request, metadata).then(
    () => Promise.reject(new Error('it was answered')),
    (error: ServiceError) => error,
  );

describe('a gRPC call', () => {
  it('is answered for a caller IAP lets in', async () => {
    const { orders: list } = await call(orders, orders.List, {});
    expect(list).toMatchObject([{ id: 'o-1001', cents: 129_900 }, { id: 'o-1002' }]);
    expect(street.front.requests().at(-1)).toMatchObject({ protocol: 'h2', status: 200, email: DEPLOYER });
    expect(await call(orders, orders.Get, { id: 'o-1001' })).toMatchObject({ state: 'PAID' });
    expect(await failure(orders, orders.Get, { id: 'o-9' })).toMatchObject({
      code: 5,
      details: 'there is no order o-9',
    });
  });

  it('shows no more than an HTTP status where IAP refuses', async () => {
    expect((await failure(orders, orders.List, {}, new Metadata())).message).toBe(
      '16 UNAUTHENTICATED: Received HTTP status code 401',
    );
    const stranger = new Metadata();
    stranger.set('authorization', `Bearer ${street.idToken('noor@acme.test')}`);
    expect((await failure(orders, orders.List, {}, stranger)).message).toBe(
      '7 PERMISSION_DENIED: Received HTTP status code 403',
    );
  });

  it('finds health and reflection beside the service', async () => {
    expect(await call(health, health.Check, { service: 'acme.orders.v1.Orders' })).toEqual({
      status: 'SERVING',
    });
    const watching = health.Watch({}, signedIn());
    watching.on('error', () => undefined);
    expect(await once(watching, 'data')).toEqual([{ status: 'SERVING' }]);
    await street.front.set(HOST, { grpc: 'not-serving' });
    expect(await once(watching, 'data')).toEqual([{ status: 'NOT_SERVING' }]);
    watching.cancel();
    await street.front.mend(HOST);
  });

  const FAILING: Readonly<Record<Exclude<GrpcSwitch, 'fine' | 'not-serving'>, object>> = {
    unimplemented: { code: 12 },
    'permission-denied': { code: 7, details: 'orders.list is not for you' },
    unauthenticated: { code: 16, details: 'Origin authentication failed' },
    'resource-exhausted': { code: 8 },
    internal: { code: 13, details: 'the order book is torn' },
    pushback: { code: 14, details: 'come back later' },
    'no-trailers': { code: 13, details: expect.stringContaining('RST_STREAM with code 0') as string },
    'not-grpc': { code: expect.any(Number) as number },
  };
  for (const [grpc, expected] of Object.entries(FAILING))
    it(`fails as it is switched: ${switchBoard.grpc[grpc as GrpcSwitch]}`, async () => {
      await street.front.set(HOST, { grpc: grpc as GrpcSwitch });
      const seen = await failure(orders, orders.List);
      expect(seen).toMatchObject(expected);
      if (grpc === 'pushback') expect(seen.metadata.get('grpc-retry-pushback-ms')).toEqual(['5000']);
      await street.front.mend(HOST);
    });
});

describe('a gRPC stream', () => {
  /** Holds `Watch` until it ends: how many messages came, and the end. */
  const hold = (): Promise<{ messages: number; error: ServiceError | undefined }> =>
    new Promise((resolve) => {
      let messages = 0;
      const stream = orders.Watch({}, signedIn());
      stream.on('data', () => {
        messages += 1;
      });
      stream.on('error', (error: ServiceError) => resolve({ messages, error }));
      stream.on('end', () => resolve({ messages, error: undefined }));
    });

  it('comes message by message, and ends at the service when the client goes', async () => {
    await street.front.set(HOST, { streamEvery: 20 });
    const stream = orders.Watch({}, signedIn());
    stream.on('error', () => undefined);
    const ids: unknown[] = [];
    stream.on('data', (order: Reply) => ids.push(order.id));
    while (ids.length < 3) await once(stream, 'data');
    expect(ids.slice(0, 3)).toEqual(['o-1001', 'o-1002', 'o-1001']);
    stream.cancel();
    await street.front.mend(HOST);
  });

  it('is cut after a silence but not while messages come', async () => {
    await street.front.set(HOST, { stream: 'idle-cut', streamAfter: 150, streamEvery: 60_000 });
    const quiet = await hold();
    expect(quiet.messages).toBe(1);
    expect(quiet.error?.code).toBe(13);
    await street.front.set(HOST, { streamEvery: 20, streamAfter: 1500 });
    const stream = orders.Watch({}, signedIn());
    stream.on('error', () => undefined);
    const began = performance.now();
    while (performance.now() - began < 2500) await once(stream, 'data');
    stream.cancel();
  });

  it('is cut with a connection on which nothing moves, and saved by keep-alive', async () => {
    await street.front.set(HOST, { stream: 'quiet-cut', streamAfter: 1000, streamEvery: 60_000 });
    const quiet = await hold();
    expect(quiet).toMatchObject({ messages: 1, error: { code: 14 } });
    const session = await h2Session(street.front, HOST);
    const stream = session.request({
      ':method': 'POST',
      ':path': '/acme.orders.v1.Orders/Watch',
      'content-type': 'application/grpc',
      te: 'trailers',
      authorization: `Bearer ${street.idToken(DEPLOYER)}`,
    });
    stream.on('error', () => undefined);
    stream.end(Buffer.alloc(5));
    await once(stream, 'data');
    const pings = setInterval(() => session.ping(() => undefined), 50);
    const end = new Promise((resolve) => stream.once('close', () => resolve('cut')));
    const later = new Promise((resolve) => setTimeout(resolve, 2500, 'held'));
    expect(await Promise.race([end, later])).toBe('held');
    clearInterval(pings);
    session.destroy();
    await street.front.mend(HOST);
  });

  it('is cut at an age, reset with a code, or loses its connection', async () => {
    const cut = async (stream: 'age-cut' | 'reset' | 'goaway' | 'closed', http2Code?: number) => {
      await street.front.set(HOST, { stream, http2Code, streamAfter: 500, streamEvery: 20 });
      const { messages, error } = await hold();
      expect(messages).toBeGreaterThan(1);
      await street.front.mend(HOST);
      return error;
    };
    expect((await cut('age-cut'))?.code).toBe(13);
    expect((await cut('reset', 11))?.message).toContain('8 RESOURCE_EXHAUSTED');
    expect((await cut('closed'))?.code).toBe(14);
    expect((await cut('goaway'))?.code).toBe(14);
  });

  it('leaves room for other calls while nobody reads it', async () => {
    await street.front.set(HOST, { streamEvery: 1 });
    const stream = orders.Watch({}, signedIn());
    stream.on('error', () => undefined);
    await once(stream, 'data');
    stream.pause();
    const { orders: list } = await call(orders, orders.List, {});
    expect(list).toHaveLength(2);
    stream.cancel();
    await street.front.mend(HOST);
  });
});
