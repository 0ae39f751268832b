/** What looks like a symptom and is none: apps that quote IAP, proxies of other make, headers that anybody can set. */
import { describe, expect, it } from 'vitest';
import { conclude } from '../../../src/probe/conclude.js';
import type { Observation } from '../../../src/probe/observation.js';
import { bare, grpcReply, iap, MARKED, observe, onRun, orders, reply, signIn } from './build.js';

const HTML = { 'content-type': 'text/html' };
const JSON_TYPE = { 'content-type': 'application/json' };
const said = (seen: Observation) => {
  const { verdict, answeredBy, cause } = conclude(seen);
  return [verdict, answeredBy, cause?.code ?? null];
};

describe('an app that talks about IAP', () => {
  it('is not IAP when its page quotes a refusal', () => {
    const page = '<html><h1>Troubleshooting</h1><p>Invalid IAP credentials: empty token</p></html>';
    expect(said(observe({ reply: reply(200, HTML, page) }))).toEqual(['through', 'backend', null]);
    expect(said(observe({ reply: reply(403, HTML, page) }))).toEqual(['failing', 'backend', 'app-refused']);
  });

  it('is not IAP when its help text names error codes', () => {
    const page = '<html><p>If you see Error code 11, read on.</p></html>';
    expect(said(observe({ reply: reply(500, HTML, page) }))).toEqual(['failing', 'backend', 'backend-error']);
  });

  it('is not IAP when its JSON says the same words', () => {
    const body = '{"error":"Access denied. For user ana@acme.test."}';
    expect(said(observe({ reply: reply(403, JSON_TYPE, body) }))).toEqual([
      'failing',
      'backend',
      'app-refused',
    ]);
  });

  it('is not IAP when the line is sent as JSON without the mark', () => {
    const seen = observe({ reply: reply(401, JSON_TYPE, 'Invalid IAP credentials: empty token') });
    expect(said(seen)).toEqual(['failing', 'backend', 'app-refused']);
  });

  it('is not IAP when its page goes on after the line', () => {
    const seen = observe({
      reply: reply(401, HTML, 'Invalid IAP credentials: empty token\nRead our help page.'),
    });
    expect(said(seen)).toEqual(['failing', 'backend', 'app-refused']);
  });

  it('is not IAP when it quotes the words further down', () => {
    const body = 'Upstream said:\nInvalid IAP credentials: empty token';
    expect(said(observe({ reply: reply(502, HTML, body) }))).toEqual(['failing', 'backend', 'backend-error']);
  });

  it('is only likely IAP when it sends IAP\u2019s words without IAP\u2019s mark', () => {
    const { cause, warnings } = conclude(
      observe({ reply: reply(401, HTML, 'Invalid IAP credentials: Unable to parse JWT') }),
    );
    expect([cause?.code, cause?.sureness]).toEqual(['token-unparsable', 'likely']);
    expect(warnings.some(({ finding, text }) => finding === 'unsure' && /mark is not/.test(text))).toBe(true);
  });
});

describe('the app\u2019s own refusals', () => {
  it('are its own, also as a page', () => {
    expect(said(observe({ reply: reply(401, HTML, '<h1>Please log in</h1>') }))).toEqual([
      'failing',
      'backend',
      'app-refused',
    ]);
  });

  it('do not become Cloud Run\u2019s by the same challenge', () => {
    const headers = { ...JSON_TYPE, 'www-authenticate': 'Bearer error="invalid_token"' };
    const { cause } = conclude(observe({ reply: reply(401, headers, '{"error":"invalid_token"}') }));
    expect(cause?.code).toBe('app-refused');
    expect(cause?.competing?.map(({ code }) => code)).toEqual(['service-agent-token-rejected']);
  });

  it('do not blame IAP for the header when another one carried the token', () => {
    const seen = observe({ reply: reply(401, { ...JSON_TYPE, 'www-authenticate': 'Bearer' }, '{}') });
    const other = { ...seen, credential: { ...seen.credential, header: 'proxy-authorization' as const } };
    expect(said(other)).toEqual(['failing', 'backend', 'app-refused']);
  });

  it('are Istio\u2019s where Istio speaks, and not a missing header', () => {
    const seen = observe({ target: orders, reply: grpcReply(16, 'Origin authentication failed.') });
    const { cause } = conclude(seen);
    expect(cause?.code).toBe('grpc-app-denied');
    expect(cause?.adminText).toMatch(/Istio/);
  });
});

describe('proxies of other make', () => {
  it.each([
    [
      'nginx',
      502,
      '<html><head><title>502 Bad Gateway</title></head><body><center>nginx/1.24.0</center></body></html>',
    ],
    [
      'haproxy',
      503,
      '<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>',
    ],
    ['envoy', 503, 'upstream connect error or disconnect/reset before headers'],
  ])('%s does not become Google\u2019s load balancer', (_make, status, body) => {
    expect(said(observe({ reply: reply(status, HTML, body) }))).toEqual([
      'failing',
      'backend',
      'backend-error',
    ]);
  });

  it('nginx\u2019s 403 on Cloud Run does not become the invoker check', () => {
    const body =
      '<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center><hr><center>nginx</center></body></html>';
    expect(said(observe({ target: onRun, reply: reply(403, HTML, body) }))).toEqual([
      'failing',
      'backend',
      'app-refused',
    ]);
  });

  it('Apache\u2019s 404 does not become Google\u2019s front end', () => {
    const body =
      '<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1><p>The requested URL /x was not found on this server.</p></body></html>';
    expect(said(observe({ reply: reply(404, HTML, body) }))).toEqual(['through', 'backend', null]);
  });

  it('Cloud Run\u2019s 404 at another address is only likely its ingress setting', () => {
    const body =
      '<title>404 Page not found</title><h1>Error: Page not found</h1><h2>The requested URL was not found on this server.</h2>';
    const { cause } = conclude(bare({ reply: reply(404, HTML, body) }));
    expect([cause?.code, cause?.sureness]).toEqual(['ingress-blocked', 'likely']);
  });

  it('a bare 404 page on run.app is only likely Cloud Run\u2019s', () => {
    const { cause } = conclude(observe({ target: onRun, reply: reply(404, HTML, '<h1>404</h1>') }));
    expect([cause?.code, cause?.sureness, cause?.competing?.length]).toEqual([
      'ingress-blocked',
      'likely',
      1,
    ]);
    expect(cause?.text).toMatch(/most likely/);
  });

  it('an app\u2019s own 404 on run.app stays the app\u2019s', () => {
    const headers = { ...HTML, etag: '"1"', 'x-powered-by': 'Express' };
    expect(said(observe({ target: onRun, reply: reply(404, headers, '<h1>No such page</h1>') }))).toEqual([
      'through',
      'backend',
      null,
    ]);
  });
});

describe('Google\u2019s sign-in', () => {
  it('is not an app\u2019s login page with a Google button', () => {
    const page =
      '<html><head><title>Sign in - Acme</title><script src="https://accounts.google.com/gsi/client"></script></head><body>Sign in with Google</body></html>';
    expect(said(observe({ reply: reply(200, HTML, page) }))).toEqual(['through', 'backend', null]);
  });

  it('is not IAP\u2019s when the app asks for it', () => {
    expect(said(bare({ reply: reply(302, { location: signIn('https://dash.acme.test/cb') }) }))).toEqual([
      'failing',
      'backend',
      'redirected-elsewhere',
    ]);
  });

  it('is not IAP\u2019s when the callback only looks like it', () => {
    const location = signIn('https://iap.googleapis.com.evil.test/v1/x');
    expect(said(bare({ reply: reply(302, { location }) }))).toEqual([
      'failing',
      'backend',
      'redirected-elsewhere',
    ]);
    const elsewhere = 'https://accounts.google.com.evil.test/o?redirect_uri=https://iap.googleapis.com/';
    expect(said(bare({ reply: reply(302, { location: elsewhere }) }))[2]).toBe('redirected-elsewhere');
  });
});

describe('IAP\u2019s mark', () => {
  it('on the app\u2019s JSON is told with a doubt', () => {
    const { cause, warnings } = conclude(
      observe({ reply: reply(403, { ...MARKED, ...JSON_TYPE }, '{"error":"no"}') }),
    );
    expect([cause?.code, cause?.sureness]).toEqual(['not-authorized', 'likely']);
    expect(warnings.some(({ finding, text }) => finding === 'unsure' && /mark/.test(text))).toBe(true);
  });

  it('on a gRPC reply of the app is told with a doubt, and proves nothing', () => {
    const seen = observe({
      target: orders,
      reply: grpcReply(0, '', {
        headers: { 'content-type': ['application/grpc'], 'x-goog-iap-generated-response': ['true'] },
      }),
    });
    const { verdict, warnings } = conclude(seen);
    expect(verdict).toBe('unknown');
    expect(warnings.some(({ finding }) => finding === 'unsure')).toBe(true);
  });

  it('with words nobody knows is unknown, and the words are shown', () => {
    const { verdict, failedStage, cause } = conclude(observe({ reply: iap(400, 'Something new.') }));
    expect([verdict, failedStage, cause?.code]).toEqual(['unknown', 'iap', 'unrecognised-reply']);
    expect(cause?.adminText).toContain('Something new.');
  });
});

describe('without a credential', () => {
  it('a 5xx of the app is its failure, not exposure', () => {
    const seen = bare({ reply: reply(500, HTML, 'boom') });
    expect(said(seen)).toEqual(['failing', 'backend', 'backend-error']);
    expect(conclude(seen).also).toEqual([]);
  });

  it('the app\u2019s own 401 is exposure: IAP would have asked first', () => {
    expect(said(bare({ reply: reply(401, JSON_TYPE, '{}') }))).toEqual(['exposed', 'backend', 'exposed']);
  });

  it('a security policy before IAP is not exposure', () => {
    const body =
      '<!doctype html><meta charset="utf-8"><meta name=viewport content="width=device-width, initial-scale=1"><title>403</title>403 Forbidden';
    expect(said(bare({ reply: reply(403, HTML, body) }))[0]).toBe('failing');
  });

  it('a method that Google\u2019s front end refuses is not exposure, and not the sign-in', () => {
    const body =
      '<title>Error 405 (Method Not Allowed)!!1</title><p>The request method <code>POST</code> is inappropriate for the URL <code>/x</code>. That\u2019s all we know.';
    expect(said(bare({ reply: reply(405, HTML, body) }))).toEqual([
      'unknown',
      'load-balancer',
      'unrecognised-reply',
    ]);
  });

  it('a page of Google\u2019s front end is not exposure', () => {
    const body =
      '<title>Error 404 (Not Found)!!1</title><p>That\u2019s an error.<p>The requested URL <code>/</code> was not found on this server. That\u2019s all we know.';
    expect(said(bare({ reply: reply(404, HTML, body) }))).toEqual([
      'unknown',
      'load-balancer',
      'unrecognised-reply',
    ]);
  });
});
