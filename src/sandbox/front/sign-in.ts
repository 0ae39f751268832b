/** How IAP asks for a sign-in: the redirect of browsers, the 401 of everybody else, and the session that follows. */
import { createHash, randomBytes } from 'node:crypto';
import { type Answer, type Exchange, field, type Headers } from './exchange.js';
import { IAP_MARK, iapLine } from './iap-words.js';

/** What people who signed in carry: the value of their cookie by address. */
export interface Sessions {
  /** Signs somebody in; gives the `Cookie` header of a browser that did. */
  open(email: string): string;
  /** Whose session a request carries; undefined: nobody's. */
  whose(headers: Headers): string | undefined;
}

const COOKIE = 'GCP_IAAP_AUTH_TOKEN_5C1B7E2A9D3F4460';

export function createSessions(): Sessions {
  const people = new Map<string, string>();
  return {
    open(email) {
      const value = randomBytes(24).toString('base64url');
      people.set(value, email);
      return `${COOKIE}=${value}`;
    },
    whose(headers) {
      const all = headers.cookie;
      const text = typeof all === 'string' ? all : (all?.join('; ') ?? '');
      const value = new RegExp(`(?:^|;\\s*)${COOKIE}=([^;\\s]+)`).exec(text)?.[1];
      return value === undefined ? undefined : people.get(value);
    },
  };
}

/** IAP redirects only who seems able to follow: a GET that takes HTML and is no script (IAP FAQ, "sessions"). */
export function followsRedirects(exchange: Exchange): boolean {
  if (exchange.method !== 'GET' && exchange.method !== 'HEAD') return false;
  if (field(exchange.headers, 'x-requested-with')?.toLowerCase() === 'xmlhttprequest') return false;
  if (field(exchange.headers, 'content-type')?.startsWith('application/grpc')) return false;
  const accept = field(exchange.headers, 'accept');
  return accept === undefined || /(?:text\/(?:html|\*)|\*\/\*)/i.test(accept);
}

/** The address of Google's sign-in, with everything IAP puts into it. */
export function signInLocation(clientId: string, hint: string | undefined): string {
  const url = new URL('https://accounts.google.com/o/oauth2/v2/auth');
  const challenge = createHash('sha256').update(randomBytes(32)).digest('base64url');
  const parameters: Readonly<Record<string, string>> = {
    client_id: clientId,
    response_type: 'code',
    scope: 'openid email',
    redirect_uri: `https://iap.googleapis.com/v1/oauth/clientIds/${clientId}:handleRedirect`,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    cred_ref: 'true',
    state: randomBytes(48).toString('base64url'),
    ...(hint === undefined ? {} : { hd: hint }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** Sends a browser to the sign-in; `line` is the body nobody reads. */
export function signInRedirect(clientId: string, hint: string | undefined, line: string): Answer {
  const nonce = randomBytes(12).toString('base64url');
  return {
    status: 302,
    headers: {
      'content-type': 'text/html; charset=UTF-8',
      location: signInLocation(clientId, hint),
      'set-cookie': `GCP_IAP_XSRF_NONCE_${nonce}=1; expires=Thu, 31 Dec 2037 23:55:55 GMT; path=/; Secure; HttpOnly; SameSite=none`,
      ...IAP_MARK,
    },
    body: line,
  };
}

/** Takes the cookies away and leads back to where the browser was. */
export function clearCookies(location: string): Answer {
  const gone = `${COOKIE}=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/; Secure; HttpOnly`;
  return { ...iapLine(302, ''), headers: { location, 'set-cookie': gone, ...IAP_MARK } };
}
