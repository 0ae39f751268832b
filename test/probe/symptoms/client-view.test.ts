/** What each gRPC client shows for one reply on the wire. */
import { describe, expect, it } from 'vitest';
import { grpcJsShows, otherClients } from '../../../src/probe/client-view.js';
import { grpcReply, iap, reply } from './build.js';

describe('grpc-js', () => {
  it.each([
    [401, '16 UNAUTHENTICATED: Received HTTP status code 401'],
    [403, '7 PERMISSION_DENIED: Received HTTP status code 403'],
    [302, '2 UNKNOWN: Received HTTP status code 302'],
    [404, '12 UNIMPLEMENTED: Received HTTP status code 404'],
    [502, '14 UNAVAILABLE: Received HTTP status code 502'],
    [429, '14 UNAVAILABLE: Received HTTP status code 429'],
    [431, '2 UNKNOWN: Received HTTP status code 431'],
  ])('names HTTP %i', (status, line) => {
    expect(grpcJsShows(iap(status, 'Invalid IAP credentials: empty token'))).toBe(line);
  });

  it('passes the app\u2019s own status on', () => {
    expect(grpcJsShows(grpcReply(7, 'not%20you'))).toBe('7 PERMISSION_DENIED: not you');
  });

  it('reads a page as a message with a nonsensical length', () => {
    const page = reply(200, { 'content-type': 'text/html' }, '<html></html>');
    expect(grpcJsShows(page)).toBe(
      '8 RESOURCE_EXHAUSTED: Received message larger than max (1752460652 vs 4194304)',
    );
  });

  it('misses the status of a reply without trailers', () => {
    expect(grpcJsShows(reply(200, { 'content-type': 'application/grpc' }))).toMatch(
      /^13 INTERNAL: .*without gRPC status/,
    );
  });
});

describe('the other clients', () => {
  it('say it in words of their own', () => {
    const lines = Object.fromEntries(otherClients(iap(401, 'x')).map(({ client, line }) => [client, line]));
    expect(lines['grpc-go to 1.80']).toBe(
      'code = Unauthenticated desc = unexpected HTTP status code received from server: 401 (Unauthorized); transport: received unexpected content-type "text/html"',
    );
    expect(lines['grpc-go 1.82']).toBe(
      'code = Internal desc = server closed the stream without sending trailers',
    );
    expect(Object.values(lines).join('\n')).toMatch(/Stream removed[\s\S]*HTTP status code 401/);
  });

  it('show the app\u2019s own status as it is', () => {
    expect(otherClients(grpcReply(7))).toEqual([]);
  });
});
