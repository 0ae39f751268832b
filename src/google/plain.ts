/** Requests to APIs that `googleapis` has no client of: the transport of `google-auth-library`, with our own sending. */
import type { SendOptions } from './client.js';

/** Sends a GET to `url`, or a POST of `form`, the way the generated clients do (proxies of the environment included). */
export function plain(url: string, form?: URLSearchParams): (options: SendOptions) => Promise<unknown> {
  return async (options) => {
    const { gaxios } = await import('google-auth-library');
    if (!form) return new gaxios.Gaxios().request({ ...options, url });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return new gaxios.Gaxios().request({ ...options, url, method: 'POST', headers, data: form.toString() });
  };
}
