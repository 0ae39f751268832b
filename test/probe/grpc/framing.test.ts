/** Length-prefixed messages, cut anywhere. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMessageReader } from '../../../src/probe/grpc/framing.js';
import { lengthPrefixed } from '../../../src/probe/wire/requests.js';

const chunked = (whole: Uint8Array, cuts: readonly number[]): Uint8Array[] => {
  const at = [...new Set(cuts.map((cut) => cut % (whole.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, index) => whole.subarray(from, at[index] ?? whole.length));
};
const joined = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

describe('the reader of gRPC messages', () => {
  it('finds the same messages however their bytes are cut into chunks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        (messages, cuts) => {
          const reader = createMessageReader();
          const found = chunked(joined(messages.map(lengthPrefixed)), cuts).flatMap(reader.read);
          expect(found.map(({ body }) => [...body])).toEqual(messages.map((body) => [...body]));
          expect(found.map(({ length }) => length)).toEqual(messages.map(({ length }) => length));
          expect(reader.unfinished()).toBe(0);
          expect(reader.fault()).toBeUndefined();
        },
      ),
    );
  });

  it('never throws, and never finds more messages than there are prefixes in the bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 10 }), (chunks) => {
        const reader = createMessageReader();
        const found = chunks.flatMap(reader.read);
        expect(found.length).toBeLessThanOrEqual(joined(chunks).length / 5);
      }),
    );
  });

  it('keeps the first bytes of a long message and counts all of them', () => {
    const reader = createMessageReader(1000, 4);
    const [message] = reader.read(lengthPrefixed(new Uint8Array(600).fill(7)));
    expect(message).toEqual({ compressed: false, length: 600, body: new Uint8Array(4).fill(7) });
  });

  it('counts what is left of a message that did not end', () => {
    const reader = createMessageReader();
    expect(reader.read(lengthPrefixed(new Uint8Array(9)).subarray(0, 8))).toEqual([]);
    expect(reader.unfinished()).toBe(8);
  });

  it('says that a message is compressed', () => {
    const bytes = lengthPrefixed(new Uint8Array(2));
    bytes[0] = 1;
    expect(createMessageReader().read(bytes)[0]?.compressed).toBe(true);
  });

  it('stops at a length no client takes, in the words of grpc-js', () => {
    const reader = createMessageReader();
    expect(reader.read(Buffer.from('<html><body>Sign in</body></html>'))).toEqual([]);
    expect(reader.fault()).toBe('Received message larger than max (1752460652 vs 4194304)');
    expect(reader.read(lengthPrefixed(new Uint8Array(1)))).toEqual([]);
  });

  it('stops at a flag that is none', () => {
    const reader = createMessageReader();
    reader.read(Buffer.from([2, 0, 0, 0, 0]));
    expect(reader.fault()).toContain('flag');
  });
});
