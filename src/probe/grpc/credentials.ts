/** Connections of a gRPC channel: to the one address that was agreed to, and gone for certain when the channel is. */
import type { Socket } from 'node:net';
import { checkServerIdentity, connect } from 'node:tls';
import { ChannelCredentials, credentials } from '@grpc/grpc-js';
import { trustContext } from '../wire/tls-trust.js';
import type { GrpcEndpoint } from './options.js';

type Connector = ReturnType<ChannelCredentials['_createSecureConnector']>;
type Connected = Awaited<ReturnType<Connector['connect']>>;

/**
 * Channel credentials that keep hold of every socket they secure. grpc-js closes a channel politely and waits for the
 * peer; a peer that has gone silent would keep the process alive.
 */
export class EndpointCredentials extends ChannelCredentials {
  readonly #endpoint: GrpcEndpoint;
  readonly #sockets = new Set<Socket>();
  #closed = false;

  constructor(endpoint: GrpcEndpoint) {
    super();
    this.#endpoint = endpoint;
  }

  override _isSecure(): boolean {
    return this.#endpoint.cleared.secure;
  }

  override _equals(other: ChannelCredentials): boolean {
    return other === this;
  }

  override _createSecureConnector(
    ...[, , own]: Parameters<ChannelCredentials['_createSecureConnector']>
  ): Connector {
    return {
      connect: (socket) => this.#secure(socket),
      waitForReady: () => Promise.resolve(),
      getCallCredentials: () => own ?? credentials.createEmpty(),
      destroy: () => {},
    };
  }

  /** Destroys every connection, also one that is still being made. */
  close(): void {
    this.#closed = true;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  #keep(socket: Socket): void {
    if (this.#closed) socket.destroy();
    this.#sockets.add(socket);
    // The channel learns of a failure through its own listeners; this one keeps late errors from being thrown.
    socket.on('error', () => {});
    socket.once('close', () => this.#sockets.delete(socket));
  }

  #secure(socket: Socket): Promise<Connected> {
    this.#keep(socket);
    if (!this.#endpoint.cleared.secure) return Promise.resolve({ socket, secure: false });
    const { promise, resolve, reject } = deferred<Connected>();
    const secured = connect({ socket, ...tlsOptions(this.#endpoint) }, () => {
      resolve({ socket: secured, secure: true });
    });
    secured.once('error', reject);
    secured.once('close', () => reject(new Error('Socket closed')));
    this.#keep(secured);
    return promise;
  }
}

/** How TLS is spoken to an endpoint: HTTP/2 by ALPN, the certificate checked against the host's name. */
export function tlsOptions({ cleared, trust }: GrpcEndpoint) {
  const secureContext = trustContext(trust);
  return {
    ...(secureContext !== undefined && { secureContext }),
    ALPNProtocols: ['h2'],
    ...(cleared.servername !== undefined && { servername: cleared.servername }),
    checkServerIdentity: (_: string, certificate: Parameters<typeof checkServerIdentity>[1]) =>
      checkServerIdentity(cleared.host, certificate),
    rejectUnauthorized: true,
  };
}

function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (reason: Error) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
