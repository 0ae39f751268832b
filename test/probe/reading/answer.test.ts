/** Which of two tellings of one call counts: the client's, or the raw one's beside it. */
import { describe, expect, it } from 'vitest';
import { conclude } from '../../../src/probe/conclude.js';
import { grpcReply, grpcSeen, observe, orders } from '../symptoms/build.js';

const ranOut = grpcSeen({
  status: 4,
  name: 'DEADLINE_EXCEEDED',
  details: 'Deadline exceeded after 0.122s,LB pick: 0.016s,remote_addr=203.0.113.7:443',
});

describe("a client that the probe's own deadline ended", () => {
  it('says nothing against an app that answered the same call raw', () => {
    expect(conclude(observe({ target: orders, reply: grpcReply(0), grpc: ranOut })).verdict).toBe('through');
  });

  it('says nothing against a stream that brought messages and was left', () => {
    const reply = grpcReply(0, '', { trailers: {}, grpcMessages: 1, ending: { kind: 'cut-by-us' } });
    expect(conclude(observe({ target: orders, reply, grpc: ranOut })).verdict).toBe('through');
  });

  it('leaves the app its own refusal', () => {
    const { verdict, cause } = conclude(observe({ target: orders, reply: grpcReply(7, 'no'), grpc: ranOut }));
    expect([verdict, cause?.code]).toEqual(['failing', 'grpc-app-denied']);
  });
});

describe('a DEADLINE_EXCEEDED in the words of the server', () => {
  it('is the app\u2019s own', () => {
    const grpc = grpcSeen({ status: 4, name: 'DEADLINE_EXCEEDED', details: 'the order book is slow' });
    const reply = grpcReply(4, 'the order book is slow');
    const { verdict, cause } = conclude(observe({ target: orders, reply, grpc }));
    expect([verdict, cause?.code]).toEqual(['failing', 'grpc-error']);
  });
});
