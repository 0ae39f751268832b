/** With and without IAP: the same answer, another outcome, or other content. */
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/probe/observation.js';
import { compareReplies } from '../../../src/probe/wire/compare.js';

const reply = (more: Partial<Reply>): Reply => ({
  protocol: 'h2',
  method: 'GET',
  url: 'https://dash.acme.test/',
  status: 200,
  headers: { 'content-type': ['text/html; charset=utf-8'] },
  trailers: {},
  body: 'Hello, request 17 at 10:00, id 0af3b2c19d8e',
  bodyBytes: 0,
  grpcMessages: 0,
  headerMs: 1,
  totalMs: 1,
  ending: { kind: 'complete' },
  ...more,
});
const kind = (a: Partial<Reply>, b: Partial<Reply>): string => compareReplies(reply(a), reply(b));

describe('two replies', () => {
  it('are the same when they differ in numbers, ids and white space only', () => {
    expect(kind({}, { body: 'Hello, request 18 at 11:30,\n id ffee0011aabb' })).toBe('same');
    expect(kind({ status: 200 }, { status: 204 })).toBe('same');
    expect(kind({}, { headers: { 'content-type': ['text/html'], via: ['1.1 google'] } })).toBe('same');
  });

  it('differ in their outcome by the family of the status or the gRPC status', () => {
    expect(kind({ status: 401 }, { status: 200 })).toBe('other-outcome');
    expect(kind({ trailers: { 'grpc-status': ['0'] } }, { trailers: { 'grpc-status': ['7'] } })).toBe(
      'other-outcome',
    );
    expect(kind({ trailers: { 'grpc-status': ['0'] } }, { headers: { 'grpc-status': ['0'] } })).toBe(
      'other-content',
    );
    expect(kind({ trailers: { 'grpc-status': ['0'] } }, {})).toBe('other-outcome');
  });

  it('differ in their content by its kind or its words', () => {
    expect(kind({ status: 403 }, { status: 403, body: 'no' })).toBe('other-content');
    expect(kind({}, { headers: { 'content-type': ['application/json'] } })).toBe('other-content');
  });
});
