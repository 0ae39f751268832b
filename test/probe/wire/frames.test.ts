/** HTTP/2 frames are read the same in whatever pieces they come. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameReader, describeFrame, errorName, settingsIn } from '../../../src/probe/wire/frames.js';
import { FRAMES, frame } from '../../support/odd-servers.js';

function read(bytes: Buffer, cuts: readonly number[], preface = false): string[] {
  const lines: string[] = [];
  const reader = createFrameReader((one) => lines.push(describeFrame(one)), preface);
  let from = 0;
  for (const cut of [...cuts.map((one) => one % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    reader(bytes.subarray(from, cut));
    from = cut;
  }
  return lines;
}

const STREAM = Buffer.concat([
  frame(4, 0, 0, Buffer.from([0, 3, 0, 0, 0, 100, 0, 5, 0, 0, 64, 0])),
  FRAMES.settingsAck,
  FRAMES.headers200,
  FRAMES.data('hello'),
  frame(8, 0, 0, Buffer.from([0, 0, 0, 9])),
  frame(0, 1, 1),
  FRAMES.reset(7),
  FRAMES.goaway(11, 5),
  frame(0xfa, 0, 3, 'grease'),
]);
const LINES = [
  'SETTINGS len=12 maxConcurrentStreams=100 maxFrameSize=16384',
  'SETTINGS len=0 ACK',
  'HEADERS stream=1 len=1',
  'DATA stream=1 len=5',
  'WINDOW_UPDATE len=4 +9',
  'DATA stream=1 len=0 END_STREAM',
  'RST_STREAM stream=1 len=4 REFUSED_STREAM',
  'GOAWAY len=8 last=5 ENHANCE_YOUR_CALM',
  'UNKNOWN stream=3 len=6',
];

describe('frames', () => {
  it('are the same whole, byte by byte and in any pieces', () => {
    expect(read(STREAM, [])).toEqual(LINES);
    expect(read(STREAM, [...STREAM.keys()])).toEqual(LINES);
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 20 }), (cuts) => {
        expect(read(STREAM, cuts)).toEqual(LINES);
      }),
    );
  });

  it('of the client begin after the preface, which may be cut as well', () => {
    const sent = Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), STREAM]);
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 6 }), (cuts) => {
        expect(read(sent, cuts, true)).toEqual(LINES);
      }),
    );
  });

  it('never fail, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.array(fc.nat(), { maxLength: 5 }), (bytes, cuts) => {
        read(Buffer.from(bytes), cuts);
      }),
    );
  });

  it('name unknown settings and codes by their number', () => {
    expect(settingsIn(Buffer.from([0x0a, 0x0b, 0, 0, 0, 1, 0, 8, 0, 0, 0, 1]))).toEqual({
      '0xa0b': 1,
      enableConnectProtocol: 1,
    });
    expect([errorName(0), errorName(13), errorName(14)]).toEqual(['NO_ERROR', 'HTTP_1_1_REQUIRED', '0xe']);
  });
});
