/** gRPC through proxies of other make: what they do to calls and streams, in the words of the client and of the wire. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callGrpc, holdStream } from '../../../src/probe/grpc/index.js';
import { type OrdersService, startOrders } from '../../../src/sandbox/front/apps/orders.js';
import { type Authority, createAuthority, type Leaf } from '../../../src/sandbox/front/certificates.js';
import {
  freePort,
  type OtherPlan,
  type OtherServer,
  otherMakersForTests,
} from '../../support/other-makers.js';
import { HOST, optionsAt } from './endpoints.js';

const makers = await otherMakersForTests();
const WATCH = { method: 'acme.orders.v1.Orders/Watch', reflect: false };
const LIST = { method: 'acme.orders.v1.Orders/List', reflect: false };

describe.skipIf(!makers).each(['nginx', 'haproxy'] as const)('gRPC behind %s', (maker) => {
  let authority: Authority;
  let leaf: Leaf;
  let orders: OrdersService;
  const open: OtherServer[] = [];
  beforeAll(async () => {
    authority = await createAuthority();
    leaf = await authority.issue({ hosts: [HOST] });
    orders = await startOrders({ position: () => 'fine', every: () => 60_000 });
  });
  afterAll(async () => {
    await Promise.all(open.map((server) => server.close()));
    await orders.close();
  });

  const behind = async (plan: Partial<OtherPlan>) => {
    if (!makers) throw new Error('not there');
    const service = { kind: 'grpc', port: orders.port } as const;
    const server = await makers[maker](leaf, { service, ...plan });
    open.push(server);
    return () => optionsAt(server.port, 8000, [authority.caPem]);
  };

  it('is called and held as without it', async () => {
    const options = await behind({});
    expect(await callGrpc({ ...options(), ...LIST })).toMatchObject({ status: 0, messages: 1 });
    const seen = await holdStream({ ...options(), ...WATCH, holdMs: 400 });
    for (const stream of seen) expect(stream).toMatchObject({ end: { kind: 'held' }, messages: 1 });
    expect(seen[0]?.pings?.answered).toBeGreaterThan(0);
  });

  it('is a bad gateway when nobody is behind it, to the client and to the stream alike', async () => {
    const options = await behind({ service: { kind: 'grpc', port: await freePort() } });
    const status = maker === 'nginx' ? 502 : 503;
    const words = `14 UNAVAILABLE: Received HTTP status code ${status}`;
    const call = await callGrpc({ ...options(), ...LIST });
    expect(`${call.status} ${call.name}: ${call.details}`).toBe(words);
    for (const stream of await holdStream({ ...options(), ...WATCH, holdMs: 400 }))
      expect(stream).toMatchObject({ httpStatus: status, clientWouldSee: words, messages: 0 });
  });

  it('is cut after the silence it is configured for: a PING to the proxy is no word of the app', async () => {
    const options = await behind({ idleMs: 600 });
    const seen = await holdStream({ ...options(), ...WATCH, holdMs: 6000, keepaliveMs: 150 });
    const code = maker === 'nginx' ? 2 : 0;
    for (const stream of seen) {
      expect(stream).toMatchObject({ end: { kind: 'reset', code }, messages: 1 });
      expect(stream.idleMs).toBeGreaterThan(400);
      expect(stream.heldMs).toBeLessThan(5000);
    }
    const call = await callGrpc({ ...options(), ...WATCH });
    // A call that brought a message is left before the cut, or cut: in the words the stream foretold.
    if (call.status !== undefined)
      expect(`${call.status} ${call.name}: ${call.details}`).toBe(seen[0]?.clientWouldSee);
  });

  it('is a page where the proxy answers by itself', async () => {
    const refused = await behind({ service: { kind: 'status', status: 403, body: '<html>no</html>' } });
    expect(await callGrpc({ ...refused(), ...LIST })).toMatchObject({
      status: 7,
      details: 'Received HTTP status code 403',
    });
    const page = await behind({ service: { kind: 'status', status: 200, body: '<html>hello</html>' } });
    const call = await callGrpc({ ...page(), ...LIST });
    expect(call).toMatchObject({ status: 8, messages: 0 });
    const [stream] = await holdStream({ ...page(), ...WATCH, holdMs: 400 });
    expect(stream?.clientWouldSee).toBe(`8 RESOURCE_EXHAUSTED: ${call.details}`);
  });
});
