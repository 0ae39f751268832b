/** Rows about gRPC: real statuses, broken replies, and veils. */
import type { Observation } from '../../../../src/probe/observation.js';
import { grpcReply, grpcSeen, observe, orders, reply } from '../build.js';
import { blocked, type Case, HTML, refuses } from './case.js';

const grpcCase = (code: string, seen: Partial<Observation>): Case => ({
  name: code,
  seen: observe({ target: orders, ...seen }),
  is: ['failing', 'grpc', 'backend', code],
});

export const grpcCases: readonly Case[] = [
  grpcCase('grpc-unimplemented', { reply: grpcReply(12, 'unknown method') }),
  grpcCase('grpc-not-serving', {
    reply: grpcReply(0),
    grpc: grpcSeen({ how: 'health-check', health: 'NOT_SERVING' }),
  }),
  grpcCase('grpc-app-denied', { reply: grpcReply(7, 'not on the list') }),
  {
    ...grpcCase('grpc-app-denied', { reply: grpcReply(16, 'Origin authentication failed.') }),
    name: 'grpc-app-denied by Istio',
  },
  grpcCase('grpc-error', { reply: grpcReply(5, 'no such order') }),
  grpcCase('grpc-no-trailers', {
    reply: reply(200, { 'content-type': 'application/grpc' }, '', { grpcMessages: 1, bodyBytes: 9 }),
  }),
  grpcCase('grpc-not-grpc', {
    reply: reply(200, HTML, '<h1>Welcome</h1>'),
    grpc: grpcSeen({
      status: 8,
      name: 'RESOURCE_EXHAUSTED',
      details: 'Received message larger than max (1751201330 vs 4194304)',
    }),
  }),
  {
    name: 'row 36',
    seen: observe({
      target: orders,
      reply: refuses('empty token'),
      grpc: grpcSeen({
        status: 8,
        name: 'RESOURCE_EXHAUSTED',
        details: 'Received message larger than max (1853255785 vs 4194304)',
      }),
    }),
    is: blocked('no-credential'),
    also: ['grpc-client-too-old', 'grpc-hides-401'],
  },
  {
    name: 'rows 34 and 35 where nothing but the client\u2019s words is there',
    seen: observe({
      target: orders,
      grpc: grpcSeen({ status: 16, name: 'UNAUTHENTICATED', details: 'Received HTTP status code 401' }),
    }),
    is: ['unknown', 'iap', 'none', 'grpc-hides-401'],
  },
  {
    name: 'row 40 of the app',
    seen: observe({ target: orders, reply: reply(503, HTML, 'no healthy upstream') }),
    is: ['failing', 'backend', 'backend', 'backend-error'],
    also: ['grpc-unavailable'],
  },
];
