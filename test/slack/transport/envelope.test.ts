/** Which frames are Slack's envelopes, and which would break the client that reads them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { envelopeKind } from '../../../src/slack/transport/envelope.js';

describe('a frame', () => {
  it('is told by its type', () => {
    expect(envelopeKind('{"type":"hello"}')).toBe('hello');
    expect(envelopeKind('{"type":"disconnect","reason":"warning"}')).toBe('disconnect');
    expect(envelopeKind('{"type":"slash_commands","payload":{}}')).toBe('other');
    expect(envelopeKind('{"type":"events_api","payload":{"event":{"type":"message"}}}')).toBe('other');
    expect(envelopeKind('{"type":"something_new","payload":{}}')).toBe('other');
  });

  it('is none without an object where the client expects one', () => {
    const wrong = [
      'null',
      '1',
      '[]',
      '{}',
      '{"type":1}',
      '{"type":"slash_commands"}',
      '{"type":"events_api","payload":{}}',
    ];
    for (const frame of [...wrong, '{', '', undefined, null, Buffer.from('{"type":"hello"}')])
      expect(envelopeKind(frame)).toBeUndefined();
  });

  it('is read without failing whatever it is, and what passes has what the client reads', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (frame) => {
        const kind = envelopeKind(frame);
        if (kind === undefined) return;
        const value = JSON.parse(frame);
        expect(kind === 'other' ? typeof value.payload : 'object').toBe('object');
      }),
    );
  });
});
