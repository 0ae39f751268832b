/** Rows about what is behind IAP: load balancer, app, redirects, exposure. */
import { bare, grpcReply, observe, onRun, orders, reply, signIn } from '../build.js';
import { access, type Case, GFE, HTML, JSON_TYPE, page, refuses } from './case.js';

export const behindCases: readonly Case[] = [
  {
    name: 'row 42',
    seen: observe({
      reply: reply(
        502,
        HTML,
        page(
          'Server Error',
          'The server encountered a temporary error and could not complete your request.<p>Please try again in 30 seconds.',
        ),
      ),
    }),
    is: ['failing', 'load-balancer', 'load-balancer', 'backend-unreachable'],
  },
  {
    name: 'row 42 over gRPC',
    seen: observe({
      target: orders,
      reply: reply(
        502,
        HTML,
        'The server encountered a temporary error and could not complete your request. Please try again in 30 seconds.',
      ),
    }),
    is: ['failing', 'load-balancer', 'load-balancer', 'backend-unreachable'],
    also: ['grpc-unavailable'],
  },
  {
    name: 'row 43',
    seen: observe({
      target: onRun,
      reply: reply(404, GFE, page('404 Page not found', 'The requested URL was not found on this server.')),
    }),
    is: ['failing', 'backend', 'cloud-run', 'ingress-blocked'],
  },
  {
    name: 'row 44',
    seen: observe({ reply: reply(403, JSON_TYPE, '{"error":"bad audience"}') }),
    is: ['failing', 'backend', 'backend', 'app-refused'],
  },
  {
    name: 'row 41',
    seen: observe({ reply: reply(401, { ...JSON_TYPE, 'www-authenticate': 'Bearer realm="orders"' }, '{}') }),
    is: ['failing', 'backend', 'backend', 'authorization-consumed'],
  },
  {
    name: 'row 41 over gRPC',
    seen: observe({ target: orders, reply: grpcReply(16, 'missing%20authorization%20metadata') }),
    is: ['failing', 'grpc', 'backend', 'authorization-consumed'],
  },
  {
    name: 'app-throttled',
    seen: observe({ reply: reply(429, JSON_TYPE, '{}') }),
    is: ['failing', 'backend', 'backend', 'app-throttled'],
  },
  {
    name: 'backend-error',
    seen: observe({ reply: reply(503, HTML, '<h1>Service Unavailable</h1>') }),
    is: ['failing', 'backend', 'backend', 'backend-error'],
  },
  {
    name: 'redirected-elsewhere, the app\u2019s own Google login',
    seen: bare({ reply: reply(302, { location: signIn('https://dash.acme.test/oauth/callback') }) }),
    is: ['failing', 'backend', 'backend', 'redirected-elsewhere'],
  },
  {
    name: 'redirected-elsewhere, to an accepted credential',
    seen: observe({ reply: reply(303, { location: '/welcome' }) }),
    is: ['through', null, 'backend', null],
    notes: ['redirected-elsewhere'],
  },
  {
    name: 'redirected-elsewhere, http to https',
    seen: bare({
      reply: reply(301, { location: 'https://dash.acme.test/' }, '', { url: 'http://dash.acme.test/' }),
    }),
    is: ['failing', 'backend', 'backend', 'redirected-elsewhere'],
  },
  {
    name: 'exposed',
    seen: bare({ reply: reply(200, HTML, '<h1>Hello</h1>') }),
    is: ['exposed', 'iap', 'backend', 'exposed'],
  },
  {
    name: 'exposed over gRPC',
    seen: bare({ target: orders, reply: grpcReply(0) }),
    is: ['exposed', 'iap', 'backend', 'exposed'],
  },
  {
    name: 'row 51',
    seen: bare({ reply: reply(200), around: access('public', 'allowed') }),
    is: ['exposed', 'iap', 'backend', 'exposed'],
    also: ['public'],
  },
  { name: 'through', seen: observe({ reply: reply(200) }), is: ['through', null, 'backend', null] },
  {
    name: 'through with the app\u2019s own 404',
    seen: observe({ reply: reply(404, JSON_TYPE, '{}') }),
    is: ['through', null, 'backend', null],
  },
  {
    name: 'through over gRPC',
    seen: observe({ target: orders, reply: grpcReply(0) }),
    is: ['through', null, 'backend', null],
  },
  {
    name: 'iap-bypassable',
    seen: bare({
      reply: refuses('empty token'),
      direct: { url: 'https://10.1.2.3:8443/', stages: [], halt: undefined, reply: reply(200) },
    }),
    is: ['guarded', null, 'iap', null],
    notes: ['iap-bypassable'],
  },
  {
    name: 'jwt-not-verified',
    seen: observe({
      reply: reply(200),
      jwtTests: [
        { test: 'NOT_SET', reply: reply(200), problem: undefined },
        { test: 'SIGNATURE', reply: reply(200), problem: undefined },
        { test: 'AUDIENCE', reply: reply(401), problem: undefined },
      ],
    }),
    is: ['failing', 'backend', 'backend', 'jwt-not-verified'],
  },
  {
    name: 'blocked-outside-iap',
    seen: bare({
      reply: reply(403, HTML, '<!doctype html><meta charset="utf-8"><title>403</title>403 Forbidden'),
    }),
    is: ['failing', 'load-balancer', 'load-balancer', 'blocked-outside-iap'],
  },
  {
    name: 'unrecognised-reply: IAP\u2019s mark and words nobody knows',
    seen: observe({ reply: refuses('the moon is full') }),
    is: ['unknown', 'iap', 'iap', 'unrecognised-reply'],
  },
];
