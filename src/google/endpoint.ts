/** Where requests go: Google's own hosts, or one loopback base URL that keeps Google's paths. */

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Whether an emulator may stand there: plain HTTP or HTTPS on this computer, without a user name in the URL. */
export function isLoopbackEndpoint(endpoint: URL): boolean {
  return (
    (endpoint.protocol === 'http:' || endpoint.protocol === 'https:') &&
    LOOPBACK.test(endpoint.hostname) &&
    endpoint.username === '' &&
    endpoint.password === ''
  );
}

/** The URL a request for `url` is sent to: unchanged without an endpoint, else Google's path and query under its base. */
export function addressOf(url: string | URL, endpoint: URL | undefined): URL {
  const google = new URL(url);
  if (!endpoint) return google;
  const base = endpoint.pathname.replace(/\/+$/, '');
  return new URL(`${base}${google.pathname}${google.search}`, endpoint.origin);
}
