/** What others than IAP and the app say: the load balancer, Cloud Run, and Google's sign-in. */
import { type Answer, escapeHtml } from './exchange.js';

/** Google's front end writes its pages in this old-fashioned frame. */
function page(status: number, title: string, heading: string, text: string): Answer {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=UTF-8', server: 'Google Frontend' },
    body: `\n<html><head>\n<meta http-equiv="content-type" content="text/html;charset=utf-8">\n<title>${status} ${title}</title>\n</head>\n<body text=#000000 bgcolor=#ffffff>\n<h1>Error: ${heading}</h1>\n<h2>${text}</h2>\n<h2></h2>\n</body></html>\n`,
  };
}

/** The load balancer reaches no backend, as a page and as the one line of Google's own answers to questions. */
export const backendUnreachable: Answer = page(
  502,
  'Server Error',
  'Server Error',
  'The server encountered a temporary error and could not complete your request.<p>Please try again in 30 seconds.',
);
export const backendUnreachableLine: Answer = {
  status: 502,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
  body: 'The server encountered a temporary error and could not complete your request. Please try again in 30 seconds.',
};

/** Cloud Run's own check of who may invoke: IAP's token was not good, or its account may not. */
export function invokerUnauthorized(): Answer {
  const said = page(
    401,
    'Unauthorized',
    'Unauthorized',
    'Your client does not have permission to the requested URL <code>/</code>.',
  );
  const why = 'Bearer error="invalid_token" error_description="The access token could not be verified"';
  return { ...said, headers: { ...said.headers, 'www-authenticate': why } };
}
export function invokerForbidden(path: string): Answer {
  const text = `Your client does not have permission to get URL <code>${escapeHtml(path)}</code> from this server.`;
  return page(403, 'Forbidden', 'Forbidden', text);
}

/** Cloud Run's ingress setting refuses the way the request took; or no service is there at all. */
export const ingressNotFound: Answer = page(
  404,
  'Page not found',
  'Page not found',
  'The requested URL was not found on this server.',
);

function signIn(status: number, title: string, text: string): Answer {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', server: 'ESF', 'x-frame-options': 'DENY' },
    body: `<!doctype html><html lang="en-US"><head><base href="https://accounts.google.com/v3/signin/"><title>${title}</title></head><body><div data-app="signin">${text}</div></body></html>\n`,
  };
}

/** What a client that follows the redirect ends on: it looks like success. */
export const signInPage: Answer = signIn(
  200,
  'Sign in - Google Accounts',
  'Sign in to continue to acme.test',
);
export const signInMethod: Answer = signIn(405, 'Error 405 (Method Not Allowed)!!1', 'Method Not Allowed');
export const signInConsent: Answer = signIn(
  403,
  'Error 403: access_denied',
  'Access blocked: acme.test has not completed the Google verification process. Error 403: access_denied',
);
export const signInRedirect: Answer = signIn(
  400,
  'Error 400: redirect_uri_mismatch',
  "Access blocked: This app's request is invalid. Error 400: redirect_uri_mismatch",
);
export const signInUserAgent: Answer = signIn(
  403,
  'Error 403: disallowed_useragent',
  "You can't sign in from this screen. Error 403: disallowed_useragent",
);
