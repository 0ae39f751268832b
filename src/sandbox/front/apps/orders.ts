/** The demo gRPC service `acme.orders.v1.Orders`, with the standard health and reflection services beside it. */
import { Metadata, Server, ServerCredentials, type ServiceDefinition, status } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation } from 'grpc-health-check';
import type { GrpcSwitch } from '../switches.js';
import { ORDERS } from './orders-schema.js';

export interface OrdersOptions {
  readonly position: () => GrpcSwitch;
  /** Milliseconds between the messages of `Watch`. */
  readonly every: () => number;
}

export interface OrdersService {
  readonly port: number;
  /** Lets the health service know that the switch was moved. */
  flipped(): void;
  close(): void;
}

interface Order {
  readonly id: string;
  readonly customer: string;
  readonly cents: number;
  readonly state: string;
}

const BOOK: readonly Order[] = [
  { id: 'o-1001', customer: 'globex', cents: 129_900, state: 'PAID' },
  { id: 'o-1002', customer: 'initech', cents: 4_950, state: 'SHIPPED' },
];

interface Failure {
  readonly code: status;
  readonly details: string;
  readonly metadata?: Metadata;
}

function failureOf(position: GrpcSwitch): Failure | undefined {
  switch (position) {
    case 'unimplemented':
      return { code: status.UNIMPLEMENTED, details: 'The server does not implement this method' };
    case 'permission-denied':
      return { code: status.PERMISSION_DENIED, details: 'orders.list is not for you' };
    case 'unauthenticated':
      return { code: status.UNAUTHENTICATED, details: 'Origin authentication failed' };
    case 'resource-exhausted':
      return { code: status.RESOURCE_EXHAUSTED, details: 'too many orders today' };
    case 'internal':
      return { code: status.INTERNAL, details: 'the order book is torn' };
    case 'pushback': {
      const metadata = new Metadata();
      metadata.set('grpc-retry-pushback-ms', '5000');
      return { code: status.UNAVAILABLE, details: 'come back later', metadata };
    }
    case 'fine':
    case 'not-serving':
    case 'no-trailers':
    case 'not-grpc':
      return undefined;
  }
}

interface Unary {
  readonly request: { readonly id?: string };
}
interface Streaming {
  write(message: Order): boolean;
  end(): void;
  emit(event: 'error', failure: Failure): boolean;
  on(event: 'cancelled' | 'close', done: () => void): unknown;
}
type Callback = (failure: Failure | null, value?: unknown) => void;

/** Sends an order at once and then one after each pause, for as long as somebody listens. */
function watch(options: OrdersOptions, call: Streaming): void {
  const failure = failureOf(options.position());
  if (failure) return void call.emit('error', failure);
  let sent = 0;
  const next = (): void => {
    const order = BOOK[sent % BOOK.length];
    if (order) call.write(order);
    sent += 1;
  };
  next();
  const timer = setInterval(next, options.every());
  const stop = (): void => clearInterval(timer);
  call.on('cancelled', stop);
  call.on('close', stop);
}

/** Starts the service in plain HTTP/2 on a free port of this computer. */
export async function startOrders(options: OrdersOptions): Promise<OrdersService> {
  const definition = fromJSON(ORDERS, { longs: Number, defaults: true });
  const service = definition['acme.orders.v1.Orders'] as ServiceDefinition;
  const server = new Server();
  const orFail = (callback: Callback, value: () => unknown): void => {
    const failure = failureOf(options.position());
    if (failure) callback(failure);
    else callback(null, value());
  };
  server.addService(service, {
    List: (_call: Unary, callback: Callback) => orFail(callback, () => ({ orders: BOOK })),
    Get: ({ request }: Unary, callback: Callback) => {
      const order = BOOK.find(({ id }) => id === request.id);
      if (order) orFail(callback, () => order);
      else callback({ code: status.NOT_FOUND, details: `there is no order ${request.id ?? ''}` });
    },
    Watch: (call: Streaming) => watch(options, call),
  });
  const health = new HealthImplementation();
  const flipped = (): void => {
    const serving = options.position() === 'not-serving' ? 'NOT_SERVING' : 'SERVING';
    for (const name of ['', 'acme.orders.v1.Orders']) health.setStatus(name, serving);
  };
  flipped();
  health.addToServer(server);
  new ReflectionService(definition).addToServer(server);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { port, flipped, close: () => server.forceShutdown() };
}
