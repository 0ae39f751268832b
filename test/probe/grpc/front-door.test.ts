/** gRPC through IAP's door over TLS: what a client sees there, and what cuts a stream. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { callGrpc, describeServices, holdStream, requestBytes } from '../../../src/probe/grpc/index.js';
import type { GrpcCredential, GrpcOptions } from '../../../src/probe/grpc/options.js';
import { readFields } from '../../../src/probe/grpc/wire.js';
import { guardName } from '../../../src/probe/guard/guard.js';
import { startDeadline } from '../../../src/probe/wire/deadline.js';
import type { HostSwitches } from '../../../src/sandbox/front/index.js';
import { DEPLOYER, openStreet, type Street } from '../../sandbox/front/harness.js';

const HOST = 'orders.acme.test';
const LIST = 'acme.orders.v1.Orders/List';
const WATCH = 'acme.orders.v1.Orders/Watch';

let street: Street;
beforeAll(async () => {
  street = await openStreet();
});
afterEach(() => street.front.mend(HOST));
afterAll(() => street.close());

function options(credential: GrpcCredential | undefined = bearer(DEPLOYER), ms = 8000): GrpcOptions {
  const decision = guardName(`https://${HOST}/`, {
    known: [HOST],
    allow: ['127.0.0.1'],
    connectTo: street.front.connectTo(),
  });
  const peer = decision.kind === 'cleared' ? decision.pass.addresses[0] : undefined;
  if (decision.kind !== 'cleared' || peer === undefined) throw new Error(JSON.stringify(decision));
  return {
    endpoint: { cleared: decision.pass, peer, trust: [street.front.caPem] },
    credential,
    deadline: startDeadline(ms),
  };
}

function bearer(email: string, header: GrpcCredential['header'] = 'authorization'): GrpcCredential {
  return { header, value: `Bearer ${street.idToken(email)}` };
}
const words = ({
  status,
  name,
  details,
}: {
  status?: number | undefined;
  name?: string | undefined;
  details: string;
}) => `${status} ${name}: ${details}`;

describe('a call through the door', () => {
  it('is answered for a caller IAP lets in, in either header', async () => {
    for (const header of ['authorization', 'proxy-authorization'] as const) {
      const seen = await callGrpc({ ...options(bearer(DEPLOYER, header)), method: LIST });
      expect(seen).toMatchObject({ how: 'reflection', shape: 'unary', status: 0, messages: 1 });
    }
  });

  it('finds the health of the server, and its services with their methods', async () => {
    expect(await callGrpc({ ...options(), method: undefined })).toMatchObject({
      health: 'SERVING',
      status: 0,
    });
    const described = await describeServices(options());
    const orders = described.ok ? described.services.find(({ name }) => name.endsWith('.Orders')) : undefined;
    expect(orders?.methods).toContainEqual({ name: 'Watch', shape: 'server-streaming' });
  });

  it('makes a request of JSON that the service understands', async () => {
    const ask = { ...options(), method: 'acme.orders.v1.Orders/Get' };
    expect(await callGrpc(ask)).toMatchObject({ status: 5 });
    expect(await callGrpc({ ...ask, data: '{"id":"o-1001"}' })).toMatchObject({ status: 0, messages: 1 });
  });

  it('shows what a client sees where IAP refuses: the HTTP status and nothing more', async () => {
    const nobody = await callGrpc({ ...options(), credential: undefined, method: LIST });
    expect(words(nobody)).toBe('16 UNAUTHENTICATED: Received HTTP status code 401');
    expect(nobody.metadata['x-goog-iap-generated-response']).toEqual(['true']);
    const stranger = await callGrpc({ ...options(bearer('noor@acme.test')), method: LIST });
    expect(words(stranger)).toBe('7 PERMISSION_DENIED: Received HTTP status code 403');
  });

  it.each([
    ['lb-502-text', '14 UNAVAILABLE: Received HTTP status code 502'],
    ['throttled', '14 UNAVAILABLE: Received HTTP status code 429'],
    ['ingress-404', '12 UNIMPLEMENTED: Received HTTP status code 404'],
    ['redirect-loop', '2 UNKNOWN: Received HTTP status code 302'],
  ] as const)('shows what a client sees for %s', async (reply, client) => {
    await street.front.set(HOST, { reply });
    expect(words(await callGrpc({ ...options(), method: LIST }))).toBe(client);
  });

  it.each([
    ['permission-denied', { status: 7, details: 'orders.list is not for you' }],
    ['pushback', { status: 14, pushbackMs: 5000 }],
    ['no-trailers', { status: 13, details: expect.stringContaining('without gRPC status') }],
    ['not-grpc', { messages: 0 }],
  ] as const)('shows the app that is switched to %s', async (grpc, expected) => {
    await street.front.set(HOST, { grpc });
    const seen = await callGrpc({ ...options(), method: LIST });
    expect(seen).toMatchObject(expected);
    expect(seen.status).not.toBe(0);
  });

  it('says so where the door speaks no HTTP/2', async () => {
    await street.front.set(HOST, { alpn: 'no-h2' });
    const seen = await callGrpc({ ...options(), method: LIST });
    expect(seen).toMatchObject({ status: 14, name: 'UNAVAILABLE', messages: 0 });
    const [stream] = await holdStream({ ...options(), method: WATCH, reflect: false, holdMs: 100 });
    expect(stream).toMatchObject({ end: { kind: 'status', status: 14 }, messages: 0 });
  });
});

describe('a stream through the door', () => {
  const hold = async (switches: Partial<HostSwitches>, holdMs = 4000) => {
    await street.front.set(HOST, { streamEvery: 40, streamAfter: 300, ...switches });
    return holdStream({ ...options(), method: WATCH, holdMs, keepaliveMs: 60 });
  };

  it('is held as long as was asked for', async () => {
    for (const stream of await hold({}, 300)) {
      expect(stream).toMatchObject({ end: { kind: 'held' }, method: WATCH });
      expect(stream.messages).toBeGreaterThan(1);
    }
  });

  it('is refused before it begins without a credential', async () => {
    const [stream] = await holdStream({ ...options(), credential: undefined, method: WATCH, holdMs: 100 });
    expect(stream).toMatchObject({
      end: { kind: 'status', status: 16 },
      httpStatus: 401,
      clientWouldSee: '16 UNAUTHENTICATED: Received HTTP status code 401',
    });
  });

  it.each([
    ['age-cut', {}, { kind: 'reset', code: 2, name: 'INTERNAL_ERROR' }],
    ['reset', { http2Code: 8 }, { kind: 'reset', code: 8, name: 'CANCEL' }],
    ['goaway', {}, { kind: 'goaway', code: 0, name: 'NO_ERROR' }],
    ['goaway', { http2Code: 11 }, { kind: 'goaway', code: 11, name: 'ENHANCE_YOUR_CALM' }],
    ['closed', {}, { kind: 'closed' }],
  ] as const)('names %s %j by what the wire said', async (stream, more, end) => {
    for (const seen of await hold({ stream, ...more })) {
      expect(seen.end).toMatchObject(end);
      expect(seen.messages).toBeGreaterThan(1);
      expect(seen.idleMs).toBeLessThan(seen.heldMs);
    }
  });

  it('shows the silence before an idle cut', async () => {
    for (const seen of await hold({ stream: 'idle-cut', streamEvery: 60_000 })) {
      expect(seen.end.kind).toBe('reset');
      expect(seen).toMatchObject({ messages: 1 });
      expect(seen.idleMs).toBeGreaterThan(seen.heldMs * 0.5);
    }
  });
});

describe('the request beside the call', () => {
  it('is the one the call sends', async () => {
    const ask = { ...options(), method: 'acme.orders.v1.Orders/Get' };
    const made = await requestBytes({ ...ask, data: '{"id":"o-1001"}' });
    expect(made?.ok === true && readFields(made.bytes)?.text(1)).toBe('o-1001');
    expect(await requestBytes(ask)).toEqual({ ok: true, bytes: new Uint8Array() });
  });

  it('tells JSON that does not fit from descriptors that cannot be had', async () => {
    const ask = { ...options(), method: 'acme.orders.v1.Orders/Get', data: '{"colour":"red"}' };
    expect(await requestBytes(ask)).toMatchObject({ ok: false, fault: 'json' });
    const refused = { ...ask, credential: undefined };
    expect(await requestBytes(refused)).toMatchObject({ ok: false, fault: 'descriptors' });
  });
});
