/** Rows about IAP's own set-up, Cloud Run's checks behind it, and signing in. */
import { around, bare, IAP_SIGN_IN, iap, observe, onRun, orders, reply } from '../build.js';
import { blocked, broken, type Case, GFE, HTML, IAP_401, page } from './case.js';

export const setupCases: readonly Case[] = [
  {
    name: 'row 17',
    seen: observe({ reply: reply(502, HTML, 'Empty Google Account OAuth client ID(s)/secret(s).') }),
    is: broken('oauth-client-missing'),
  },
  {
    name: 'row 40: row 17 over gRPC',
    seen: observe({ target: orders, reply: iap(502, 'Empty Google Account OAuth client ID(s)/secret(s).') }),
    is: broken('oauth-client-missing'),
    also: ['grpc-unavailable'],
  },
  {
    name: 'row 18',
    seen: observe({
      reply: iap(
        500,
        'The IAP service account is not provisioned. Please follow the instructions to create service account',
      ),
    }),
    is: broken('service-agent-missing'),
  },
  {
    name: 'row 19',
    seen: observe({
      target: onRun,
      reply: reply(401, { ...GFE, 'www-authenticate': 'Bearer error="invalid_token"' }),
    }),
    is: ['failing', 'backend', 'cloud-run', 'service-agent-token-rejected'],
  },
  {
    name: 'row 20',
    seen: observe({
      target: onRun,
      reply: reply(
        403,
        GFE,
        page(
          '403 Forbidden',
          'Your client does not have permission to get URL <code>/</code> from this server.',
        ),
      ),
    }),
    is: ['failing', 'backend', 'cloud-run', 'service-agent-not-invoker'],
  },
  ...(
    [
      [21, 11, 'oauth-client-mismatch'],
      [22, 9, 'sign-in-not-completed'],
      [24, 52, 'host-certificate-mismatch'],
      [25, 53, 'host-not-allowed'],
    ] as const
  ).map(
    ([row, number, code]): Case => ({
      name: `row ${row}`,
      seen: bare({
        reply: reply(400, HTML, `<p>There was a problem with your request. Error code ${number}</p>`),
      }),
      is: broken(code),
    }),
  ),
  { name: 'row 26', seen: observe({ reply: iap(429, '') }), is: broken('throttled') },
  {
    name: 'row 26 over gRPC',
    seen: observe({ target: orders, reply: iap(429, '') }),
    is: broken('throttled'),
    also: ['grpc-unavailable'],
  },
  {
    name: 'row 27',
    seen: observe({
      target: { ...onRun, url: 'https://dash.acme.test/' },
      around: around({ loadBalancingScheme: 'EXTERNAL' }),
      reply: reply(302, { location: 'https://dash.acme.test/' }),
    }),
    is: ['failing', 'backend', 'backend', 'redirect-loop'],
  },
  {
    name: 'row 28',
    seen: bare({
      reply: reply(403, HTML, '<title>Error 403</title>Access blocked: Google says Error 403: access_denied'),
    }),
    is: ['blocked', 'iap', 'google-sign-in', 'consent-not-allowed'],
  },
  {
    name: 'row 29',
    seen: bare({ reply: reply(400, HTML, '<p>Google</p>Access blocked. Error 400: redirect_uri_mismatch') }),
    is: ['blocked', 'iap', 'google-sign-in', 'redirect-uri-mismatch'],
  },
  {
    name: 'row 30',
    seen: bare({ reply: reply(403, HTML, 'Google cannot sign you in. Error 403: disallowed_useragent') }),
    is: ['blocked', 'iap', 'google-sign-in', 'disallowed-useragent'],
  },
  {
    name: 'row 31, where the preflight is the question',
    seen: bare({
      reply: reply(302, { 'x-goog-iap-generated-response': 'true', location: IAP_SIGN_IN }, '', {
        method: 'OPTIONS',
      }),
    }),
    is: blocked('preflight-blocked'),
  },
  {
    name: 'row 31, beside a good answer',
    seen: observe({ reply: reply(200), preflight: iap(401, `${IAP_401}empty token`) }),
    is: ['through', null, 'backend', null],
    notes: ['preflight-blocked'],
  },
  {
    name: 'row 32',
    seen: bare({
      reply: reply(
        405,
        HTML,
        '<title>Error 405 (Method Not Allowed)!!1</title>The request method POST is inappropriate for the URL /o/oauth2. Google',
      ),
    }),
    is: ['blocked', 'iap', 'google-sign-in', 'cookies-not-sent'],
  },
  {
    name: 'row 33',
    seen: observe({
      reply: reply(
        200,
        HTML,
        '<html><head><base href="https://accounts.google.com/v3/signin/"><title>Sign in - Google Accounts</title></head></html>',
      ),
    }),
    is: ['blocked', 'iap', 'google-sign-in', 'login-page-followed'],
  },
];
