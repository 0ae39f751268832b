/** What a gRPC server says beside its status, and streams that were held in the place of what was asked for. */
import { describe, expect, it } from 'vitest';
import type { ProbeReport } from '../../src/probe/report.js';
import { grpcPart } from '../../src/render/kinds/probe-grpc.js';
import { streamPart } from '../../src/render/kinds/probe-parts.js';
import type { Part } from '../../src/render/outline-types.js';

const words = (parts: readonly Part[]): string => JSON.stringify(parts);
const seen = (more: Partial<NonNullable<ProbeReport['grpc']>>): ProbeReport =>
  ({
    stream: [],
    grpc: {
      status: 14,
      name: 'UNAVAILABLE',
      details: '',
      httpStatus: 200,
      clientWouldSee: '',
      method: 'a.B/C',
      ...more,
    },
  }) as unknown as ProbeReport;

describe('a gRPC answer', () => {
  it('says nothing more where the server said no more than its status', () => {
    expect(grpcPart(seen({}))).toEqual([]);
    expect(grpcPart({ grpc: null } as ProbeReport)).toEqual([]);
  });

  it('says why something was not called', () => {
    expect(words(grpcPart(seen({ note: 'Chat takes a stream of requests' })))).toContain(
      'takes a stream of requests',
    );
  });

  it('names what is served, unless the method that was meant is known', () => {
    const services = ['acme.orders.v1.Orders', 'grpc.health.v1.Health'];
    expect(words(grpcPart(seen({ services })))).toContain('serves acme.orders.v1.Orders, grpc.health');
    expect(grpcPart(seen({ services, suggestions: ['acme.orders.v1.Orders/List'] }))).toEqual([]);
  });

  it('says how long the server wants to be left alone', () => {
    expect(words(grpcPart(seen({ pushbackMs: 5000 })))).toContain('after 5.0 s');
    expect(words(grpcPart(seen({ pushbackMs: -1 })))).toContain('not to try again');
  });

  it('says the reasons the server gave', () => {
    const said = words(
      grpcPart(
        seen({
          errorDetails: [
            { kind: 'error-info', reason: 'RATE_LIMIT', domain: 'acme.test', metadata: { shop: 'b' } },
            { kind: 'retry-info', delayMs: 2500 },
            { kind: 'other', type: 'google.rpc.Help' },
          ],
        }),
      ),
    );
    for (const piece of ['RATE_LIMIT', 'acme.test', 'shop: b', '2.5 s', 'google.rpc.Help'])
      expect(said).toContain(piece);
  });
});

describe('a stream that was held', () => {
  const one = {
    keepalive: true,
    wantedMs: 1000,
    heldMs: 1000,
    messages: 1,
    end: 'held',
    firstMessageMs: 1,
    idleMs: 9,
  };
  const view = { full: true } as Parameters<typeof streamPart>[1];

  it('says once that it stands in the place of another method', () => {
    const note = 'a.B/C is a unary method and answers once: health Watch was held instead';
    const stream = [
      { ...one, note },
      { ...one, keepalive: false, note },
    ];
    const said = words(streamPart({ stream } as unknown as ProbeReport, view));
    expect(said.split('health Watch was held instead')).toHaveLength(2);
  });
});
