/** Protobuf without generated code, against generated code. */
import { create, toBinary } from '@bufbuild/protobuf';
import { AnySchema, FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { healthRequest, healthState } from '../../../src/probe/grpc/health.js';
import { readFields, writeText } from '../../../src/probe/grpc/wire.js';

describe('the reader of protobuf fields', () => {
  it('reads what a full implementation wrote', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.uint8Array({ minLength: 1 }), (typeUrl, value) => {
        const fields = readFields(toBinary(AnySchema, create(AnySchema, { typeUrl, value })));
        expect(fields?.text(1)).toBe(Buffer.from(typeUrl).toString());
        expect([...(fields?.bytes(2)[0] ?? [])]).toEqual([...value]);
      }),
    );
  });

  it('keeps the values of a repeated field in order', () => {
    const file = create(FileDescriptorProtoSchema, { dependency: ['b', 'a', 'b'] });
    const values = readFields(toBinary(FileDescriptorProtoSchema, file))?.bytes(3) ?? [];
    expect(values.map((value) => Buffer.from(value).toString())).toEqual(['b', 'a', 'b']);
  });

  it('takes any bytes for a message or for none, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const fields = readFields(bytes);
        expect(fields === undefined || typeof fields.text(1) === 'string').toBe(true);
      }),
    );
  });

  it('refuses a message that was cut off', () => {
    expect(readFields(writeText(1, 'acme').subarray(0, 3))).toBeUndefined();
  });
});

describe('health messages', () => {
  it.each([
    [[], 'UNKNOWN'],
    [[8, 1], 'SERVING'],
    [[8, 2], 'NOT_SERVING'],
    [[8, 3], 'SERVICE_UNKNOWN'],
    [[8, 9], undefined],
    [[9], undefined],
  ])('%j is %s', (bytes, state) => {
    expect(healthState(Uint8Array.from(bytes))).toBe(state);
  });

  it('asks for the whole server with an empty message', () => {
    expect(healthRequest('')).toHaveLength(0);
    expect(readFields(healthRequest('acme.orders.v1.Orders'))?.text(1)).toBe('acme.orders.v1.Orders');
  });
});
