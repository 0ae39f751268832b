/** The apps behind the door, each with a port of its own, started when they are first needed. */
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../../store/ports.js';
import type { AssertionKeys } from '../assertion.js';
import type { Backend } from '../forward.js';
import type { HostSwitches } from '../switches.js';
import { type OrdersService, startOrders } from './orders.js';
import { createVerifier } from './verify.js';
import { createWebApp } from './web.js';

export interface AppsOptions {
  readonly clock: Clock;
  readonly keys: AssertionKeys;
  readonly switchesOf: (host: string) => HostSwitches;
  /** Name and expected `aud` of the app at a host. */
  readonly about: (host: string) => { readonly name: string; readonly audience: string };
  /** Hosts whose app is the gRPC demo. */
  readonly grpc: ReadonlySet<string>;
  /** Hosts whose app checks no assertion. */
  readonly careless: ReadonlySet<string>;
}

export interface Apps {
  /** The app of a host, started if it was not yet. */
  at(host: string): Promise<Backend>;
  /** Tells the app of a host that its switches were moved. */
  flipped(host: string): void;
  close(): void;
}

export function createApps(options: AppsOptions): Apps {
  const verifier = createVerifier(options.keys, options.clock);
  const running = new Map<string, Promise<Backend>>();
  const services = new Map<string, OrdersService>();
  const closers: (() => void)[] = [];

  const startGrpc = async (host: string): Promise<Backend> => {
    const service = await startOrders({
      position: () => options.switchesOf(host).grpc,
      every: () => options.switchesOf(host).streamEvery,
    });
    services.set(host, service);
    closers.push(() => service.close());
    return { protocol: 'h2c', port: service.port };
  };

  const startWeb = async (host: string): Promise<Backend> => {
    const server = createWebApp({
      name: options.about(host).name,
      host,
      position: () => options.switchesOf(host).app,
      verifier: options.careless.has(host) ? undefined : verifier,
      audience: () => options.about(host).audience,
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    closers.push(() => {
      server.close();
      server.closeAllConnections();
    });
    return { protocol: 'http/1.1', port: (server.address() as AddressInfo).port };
  };

  return {
    at(host) {
      const known = running.get(host);
      if (known) return known;
      const starting = options.grpc.has(host) ? startGrpc(host) : startWeb(host);
      running.set(host, starting);
      return starting;
    },
    flipped: (host) => services.get(host)?.flipped(),
    close: () => {
      for (const close of closers) close();
    },
  };
}
