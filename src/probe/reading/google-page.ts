/** Pages of Google's own that stand in somebody else's place: sign-in, Cloud Run's checks, the front end, the load balancer. Pure. */
import type { ProbeTarget, Reply } from '../observation.js';
import { field, isHtml, isJson, plainText } from './reply.js';

/** What Google's sign-in has to say; `page` is the form itself. */
export type SignInPage = 'page' | 'access-denied' | 'redirect-uri' | 'useragent' | 'method';

const FORM = [
  /<title>[^<]*\bGoogle Accounts?\b[^<]*<\/title>/i,
  /<base\s[^>]*href="https:\/\/accounts\.google\.com\//i,
  /<form\b[^>]*action="(?:https:\/\/accounts\.google\.com)?\/(?:v\d+\/signin|signin|ServiceLogin|o\/oauth2|AccountLogin)/i,
  /\bid="identifier(?:Id|Next)"/i,
];

const host = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '');

/**
 * Google's sign-in, by where it came from or by what only its own page has. An app's page with a "Sign in with Google"
 * button has a script of accounts.google.com, but neither its title, its base nor its form.
 */
export function signInPage(reply: Reply): SignInPage | undefined {
  const theirs = host(reply.url) === 'accounts.google.com';
  if (!theirs && !isHtml(reply)) return undefined;
  const own = theirs || FORM.some((sign) => sign.test(reply.body));
  const text = plainText(reply.body);
  const google = own || /\bGoogle\b/.test(text) || /accounts\.google\.com/.test(reply.body);
  if (google && /\bError 403: access_denied\b/.test(text)) return 'access-denied';
  if (google && /\bError 400: redirect_uri_mismatch\b/.test(text)) return 'redirect-uri';
  if (google && /\b(?:Error )?403:? disallowed_useragent\b/.test(text)) return 'useragent';
  // Google's front end refuses methods in these words everywhere; at the sign-in the path says so.
  const method =
    /request method .{1,10} is inappropriate for the URL .{0,20}(?:o\/oauth2|signin|ServiceLogin)/i;
  if (reply.status === 405 && (own || method.test(text))) return 'method';
  return own && reply.status < 400 ? 'page' : undefined;
}

/** The sentence of Google's load balancers when no backend answers (IAP FAQ). Its page breaks it with tags. */
export function saysThirtySeconds(reply: Reply): boolean {
  return (
    reply.status >= 500 &&
    /^(?:.{0,120} )?The server encountered a temporary error and could not complete your request\. Please try again in 30 seconds\./i.test(
      plainText(reply.body),
    )
  );
}

/** Signs that an app made the page itself: Google's bare error pages have none of them. */
const appMade = (reply: Reply): boolean =>
  ['set-cookie', 'x-powered-by', 'etag', 'last-modified', 'content-security-policy'].some(
    (name) => reply.headers[name] !== undefined,
  ) || /<script\b|<link\b|<img\b/i.test(reply.body);

/** Somebody else's standard error page names its maker. */
const otherMake = (reply: Reply): boolean =>
  /nginx|openresty|apache|haproxy|envoy|istio|caddy|tomcat|IIS|express|gunicorn/i.test(
    `${field(reply.headers, 'server') ?? ''} ${plainText(reply.body)}`,
  );

/** A bare error page of Google's front end: it serves no such path, method or host. Apache's page shares a sentence, not its title. */
export const frontEndPage = (reply: Reply): boolean =>
  reply.status >= 400 &&
  isHtml(reply) &&
  /\bError \d{3} \([A-Z][^)]*\)!!1|That's an error\..*That's all we know/.test(plainText(reply.body));

/** Cloud Run's own wording, wherever it is met. */
const runNotFound = (reply: Reply): boolean =>
  reply.status === 404 && /Error: Page not found\b/i.test(plainText(reply.body));

const googleForbidden = (reply: Reply): boolean =>
  /does not have permission to (?:get URL|the requested URL)/i.test(plainText(reply.body));

/** The place is known to be Cloud Run: by its address, or by its IAP resource. */
export const onCloudRun = (target: ProbeTarget): boolean =>
  target.runApp || /\/iap_web\/cloud_run-/.test(target.resource ?? '');

/** How sure a reading is. */
type Sure = 'certain' | 'likely';

/** Cloud Run's own reply: its invoker check (401, 403) or its ingress rule (404). */
export function cloudRunPage(
  reply: Reply,
  target: ProbeTarget,
): { readonly what: 'token-rejected' | 'not-invoker' | 'ingress'; readonly sure: Sure } | undefined {
  const run = onCloudRun(target);
  const frontEnd = /^Google Frontend$/i.test(field(reply.headers, 'server') ?? '');
  const plain = !appMade(reply) && !otherMake(reply);
  const challenge = field(reply.headers, 'www-authenticate') ?? '';
  if (reply.status === 401 && /^Bearer\s+error="?invalid_token"?/i.test(challenge)) {
    // RFC 6750 lets any app say this; an app says it with a body of its own, or with a realm.
    if (isJson(reply) || !plain) return undefined;
    return {
      what: 'token-rejected',
      sure: (run && frontEnd) || googleForbidden(reply) ? 'certain' : 'likely',
    };
  }
  if (reply.status === 403 && isHtml(reply) && plain) {
    if (googleForbidden(reply)) return { what: 'not-invoker', sure: run ? 'certain' : 'likely' };
    if ((run || frontEnd) && /^(?:403 )?(?:Error: )?Forbidden\b/i.test(plainText(reply.body)))
      return { what: 'not-invoker', sure: 'likely' };
  }
  if (reply.status === 404 && isHtml(reply) && plain && (target.runApp || runNotFound(reply)))
    return {
      what: 'ingress',
      sure: target.runApp && (frontEndPage(reply) || runNotFound(reply)) ? 'certain' : 'likely',
    };
  return undefined;
}

/** Cloud Armor's refusal, which stands before IAP (its page, from experience). */
export const cloudArmor = (reply: Reply): boolean =>
  reply.status === 403 && /<title>403<\/title>\s*403 Forbidden\s*$/i.test(reply.body.trim());
