/** A grpc-js server with a small service, health and reflection, as real ones have them. Messages are raw bytes. */
import {
  type handleServerStreamingCall,
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServerOptions,
  type ServiceDefinition,
} from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation, type ServingStatusMap } from 'grpc-health-check';
import type { Leaf } from '../../../src/sandbox/front/certificates.js';

/** As protobuf.js describes a method: only what is true is written down. */
const shape = (requestStream?: true, responseStream?: true) => ({
  requestType: 'Note',
  responseType: 'Note',
  comment: '',
  ...(requestStream && { requestStream }),
  ...(responseStream && { responseStream }),
});

const METHODS = {
  Get: shape(),
  List: shape(undefined, true),
  Upload: shape(true),
  Chat: shape(true, true),
};

const NESTED = {
  Note: { fields: { text: { type: 'string', id: 1 }, count: { type: 'int32', id: 2 } } },
  Orders: { methods: METHODS },
};
const PACKAGE = fromJSON({
  nested: { acme: { nested: { orders: { nested: { v1: { nested: NESTED } } } } } },
});

const bytes = (message: Buffer): Buffer => message;
const ORDERS: ServiceDefinition = Object.fromEntries(
  Object.entries(METHODS).map(([name, { requestStream = false, responseStream = false }]) => [
    name,
    {
      path: `/acme.orders.v1.Orders/${name}`,
      requestStream,
      responseStream,
      requestSerialize: bytes,
      requestDeserialize: bytes,
      responseSerialize: bytes,
      responseDeserialize: bytes,
    },
  ]),
);

export interface DemoOptions {
  readonly get?: handleUnaryCall<Buffer, Buffer>;
  readonly list?: handleServerStreamingCall<Buffer, Buffer>;
  /** Undefined: no health service. */
  readonly health?: ServingStatusMap;
  readonly reflection?: 'all' | 'v1alpha';
  readonly leaf?: Leaf;
  readonly options?: ServerOptions;
}

export interface DemoServer {
  readonly port: number;
  readonly close: () => void;
}

/** Starts it on a free port of this computer. */
export async function startDemo(demo: DemoOptions): Promise<DemoServer> {
  const server = new Server(demo.options);
  const get: handleUnaryCall<Buffer, Buffer> = demo.get ?? ((_call, done) => done(null, Buffer.alloc(0)));
  const list: handleServerStreamingCall<Buffer, Buffer> = demo.list ?? ((call) => call.end());
  server.addService(ORDERS, {
    Get: get,
    List: list,
    Upload: () => {},
    Chat: () => {},
  });
  if (demo.health !== undefined) new HealthImplementation(demo.health).addToServer(server);
  if (demo.reflection !== undefined)
    new ReflectionService(PACKAGE).addToServer({
      addService: (service, implementation) => {
        const path = Object.values(service)[0]?.path ?? '';
        if (demo.reflection === 'all' || path.includes('v1alpha')) server.addService(service, implementation);
      },
    });
  const credentials =
    demo.leaf === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(null, [
          { private_key: Buffer.from(demo.leaf.key), cert_chain: Buffer.from(demo.leaf.cert) },
        ]);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return { port, close: () => server.forceShutdown() };
}
