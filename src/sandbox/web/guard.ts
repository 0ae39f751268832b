/** Who may talk to the page's server: this computer's own browser at this computer's own name, and nobody else. */
import type { IncomingHttpHeaders } from 'node:http';

/** A name of one's own that points here is how another website would get in (DNS rebinding), so names decide, not addresses. */
const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/** The header no other website can send without being asked first. */
export const OWN_HEADER = 'x-iap-doctor-sandbox';

/** Why a request is refused; undefined when it may pass. */
export function refusal(method: string, headers: IncomingHttpHeaders): string | undefined {
  const { host, origin } = headers;
  if (host === undefined || !LOOPBACK.test(host))
    return 'The sandbox answers at 127.0.0.1 and localhost only.';
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`)
    return 'The sandbox takes requests from its own page only.';
  if (headers['sec-fetch-site'] === 'cross-site') return 'The sandbox takes requests from its own page only.';
  if (method === 'GET' || method === 'HEAD') return undefined;
  if (headers[OWN_HEADER] === undefined) return `The header ${OWN_HEADER} is missing.`;
  if (!/^application\/json\b/i.test(headers['content-type'] ?? ''))
    return 'The body has to be application/json.';
  return undefined;
}
