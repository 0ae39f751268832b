/** An HTTP server on one port that closes without hanging on idle connections. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HttpServer {
  readonly port: number | undefined;
  /** Rejects when the port cannot be had. */
  listen(port: number): Promise<void>;
  /** Takes no new connections; waits for requests under way, at most `graceMs`. Never throws. */
  close(graceMs: number): Promise<void>;
}

export function createHttpServer(listener: RequestListener): HttpServer {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, listener);
  return {
    get port() {
      const address = server.address();
      return address === null || typeof address === 'string'
        ? undefined
        : (address satisfies AddressInfo).port;
    },
    listen(port) {
      return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, () => {
          server.off('error', reject);
          resolve();
        });
      });
    },
    close(graceMs) {
      if (!server.listening) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      });
    },
  };
}
