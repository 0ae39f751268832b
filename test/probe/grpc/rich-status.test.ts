/** Details a server sends beyond its status. */
import { BinaryWriter } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorDetails } from '../../../src/probe/grpc/rich-status.js';

const text = (field: number, value: string) => new BinaryWriter().tag(field, 2).string(value).finish();
const nested = (field: number, ...parts: Uint8Array[]) =>
  new BinaryWriter().tag(field, 2).bytes(Buffer.concat(parts)).finish();
const number = (field: number, value: number) => new BinaryWriter().tag(field, 0).int32(value).finish();
const any = (type: string, ...parts: Uint8Array[]) =>
  nested(3, text(1, `type.googleapis.com/${type}`), nested(2, ...parts));

describe('rich status details', () => {
  it('reads ErrorInfo and RetryInfo and names the others', () => {
    const status = Buffer.concat([
      number(1, 8),
      text(2, 'quota'),
      any(
        'google.rpc.ErrorInfo',
        text(1, 'RATE_LIMIT'),
        text(2, 'acme.test'),
        nested(3, text(1, 'shop'), text(2, 'b')),
      ),
      any('google.rpc.RetryInfo', nested(1, number(1, 2), number(2, 500_000_000))),
      any('google.rpc.Help', text(1, 'x')),
    ]);
    expect(errorDetails(status)).toEqual([
      { kind: 'error-info', reason: 'RATE_LIMIT', domain: 'acme.test', metadata: { shop: 'b' } },
      { kind: 'retry-info', delayMs: 2500 },
      { kind: 'other', type: 'google.rpc.Help' },
    ]);
  });

  it('finds nothing in bytes that are no status, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(Array.isArray(errorDetails(bytes))).toBe(true);
      }),
    );
    expect(errorDetails(Buffer.from('{"error":1}'))).toEqual([]);
  });
});
