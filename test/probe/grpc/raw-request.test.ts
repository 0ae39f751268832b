/** The raw request beside the client: a stream that goes on must not take the time of everything after it. */
import { afterAll, describe, expect, it } from 'vitest';
import { grpcPost } from '../../../src/probe/wire/requests.js';
import { walkTo } from '../../support/walking.js';
import { framed, type Heard, startFrames } from './frame-server.js';

const closing: (() => unknown)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

async function asked(serve: (heard: Heard) => void) {
  const server = await startFrames(serve);
  const walked = await walkTo('http', server.port, {
    need: 'h2',
    timeoutMs: 15_000,
    request: grpcPost('acme.orders.v1.Orders/Watch'),
  });
  closing.push(server.close, () => walked.close());
  return walked.reply;
}

describe('a raw gRPC request', () => {
  it('leaves a stream that goes on soon after its first message', async () => {
    const began = performance.now();
    const reply = await asked((heard) => {
      heard.respond();
      heard.data(framed('first'));
    });
    expect(reply).toMatchObject({ status: 200, grpcMessages: 1, ending: { kind: 'cut-by-us' } });
    expect(performance.now() - began).toBeLessThan(8000);
  });

  it('waits for trailers that come a moment after the message', async () => {
    const reply = await asked((heard) => {
      heard.respond();
      heard.data(framed('only'));
      setTimeout(() => heard.trailers({ 'grpc-status': '0' }), 150);
    });
    expect(reply).toMatchObject({ trailers: { 'grpc-status': ['0'] }, ending: { kind: 'complete' } });
  });
});
