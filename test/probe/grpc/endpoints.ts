/** Where the tests of gRPC connect to: servers on this computer, with the guard's own pass. */

import type { GrpcEndpoint, GrpcOptions } from '../../../src/probe/grpc/options.js';
import { guardName } from '../../../src/probe/guard/guard.js';
import { startDeadline } from '../../../src/probe/wire/deadline.js';

export const HOST = 'orders.acme.test';

/** The pass for a server on this computer that stands for `orders.acme.test`. */
export function endpointAt(port: number, trust?: readonly string[], host = HOST): GrpcEndpoint {
  const scheme = trust === undefined ? 'http' : 'https';
  const decision = guardName(`${scheme}://${host}:${port}/`, {
    known: [],
    allow: [host, '127.0.0.0/8'],
    connectTo: { [`${host}:${port}`]: `127.0.0.1:${port}` },
  });
  if (decision.kind !== 'cleared') throw new Error(JSON.stringify(decision));
  return {
    cleared: decision.pass,
    peer: decision.pass.addresses[0] ?? { address: '127.0.0.1', port },
    trust: trust ?? [],
  };
}

/** Options for a question without a credential, with `ms` to answer it. */
export function optionsAt(port: number, ms = 5000, trust?: readonly string[]): GrpcOptions {
  return { endpoint: endpointAt(port, trust), credential: undefined, deadline: startDeadline(ms) };
}
