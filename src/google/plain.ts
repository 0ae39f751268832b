/** Requests to APIs that `googleapis` has no client of: the transport of `google-auth-library`, with our own sending. */
import type { SendOptions } from './client.js';

/** Sends a GET to `url` the way the generated clients do (proxies of the environment included). */
export function plain(url: string): (options: SendOptions) => Promise<unknown> {
  return async (options) => {
    const { gaxios } = await import('google-auth-library');
    return new gaxios.Gaxios().request({ ...options, url });
  };
}
