/** Reads HTTP/2 frames (RFC 9113 §4) out of bytes that pass by: what a library does not tell, and the raw trace. */

/** Names of RST_STREAM and GOAWAY codes (RFC 9113 §7). */
const ERRORS = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
] as const;

export const errorName = (code: number): string => ERRORS[code] ?? `0x${code.toString(16)}`;

const TYPES = [
  'DATA',
  'HEADERS',
  'PRIORITY',
  'RST_STREAM',
  'SETTINGS',
  'PUSH_PROMISE',
  'PING',
  'GOAWAY',
  'WINDOW_UPDATE',
  'CONTINUATION',
] as const;
const SETTINGS = [
  '',
  'headerTableSize',
  'enablePush',
  'maxConcurrentStreams',
  'initialWindowSize',
  'maxFrameSize',
  'maxHeaderListSize',
  '',
  'enableConnectProtocol',
] as const;

export type FrameType = (typeof TYPES)[number] | 'UNKNOWN';

export interface Frame {
  readonly type: FrameType;
  readonly flags: number;
  readonly stream: number;
  readonly length: number;
  /** Of frames that tell about the connection; of DATA and HEADERS nothing is kept. */
  readonly payload: Buffer;
}

export const END_STREAM = 0x1;
export const ACK = 0x1;
const PREFACE = 24;
const KEPT: ReadonlySet<FrameType> = new Set(['RST_STREAM', 'SETTINGS', 'GOAWAY', 'WINDOW_UPDATE', 'PING']);

/** Takes bytes in any pieces and gives whole frames. `preface`: the client's direction begins with 24 other bytes. */
export function createFrameReader(
  onFrame: (frame: Frame) => void,
  preface: boolean,
): (chunk: Buffer) => void {
  let skip = preface ? PREFACE : 0;
  let head = Buffer.alloc(0);
  let frame: { readonly type: FrameType; flags: number; stream: number; length: number } | undefined;
  let body: Buffer[] = [];
  let missing = 0;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (skip > 0) {
        const passed = Math.min(skip, chunk.length - at);
        skip -= passed;
        at += passed;
        continue;
      }
      if (!frame) {
        const wanted = chunk.subarray(at, at + 9 - head.length);
        head = Buffer.concat([head, wanted]);
        at += wanted.length;
        if (head.length < 9) return;
        frame = {
          length: head.readUIntBE(0, 3),
          type: TYPES[head[3] ?? 255] ?? 'UNKNOWN',
          flags: head[4] ?? 0,
          stream: head.readUInt32BE(5) & 0x7fffffff,
        };
        missing = frame.length;
      }
      const part = chunk.subarray(at, at + missing);
      at += part.length;
      missing -= part.length;
      if (KEPT.has(frame.type)) body.push(Buffer.from(part));
      if (missing > 0) return;
      onFrame({ ...frame, payload: Buffer.concat(body) });
      frame = undefined;
      head = Buffer.alloc(0);
      body = [];
    }
  };
}

/** The values of a SETTINGS frame by name. */
export function settingsIn(payload: Buffer): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (let at = 0; at + 6 <= payload.length; at += 6) {
    const id = payload.readUInt16BE(at);
    found[SETTINGS[id] || `0x${id.toString(16)}`] = payload.readUInt32BE(at + 2);
  }
  return found;
}

const FLAGGED: ReadonlySet<FrameType> = new Set(['DATA', 'HEADERS']);

/** One frame as a line of the trace. */
export function describeFrame(frame: Frame): string {
  const { type, stream, length, flags, payload } = frame;
  const words: string[] = [type, ...(stream > 0 ? [`stream=${stream}`] : []), `len=${length}`];
  if (FLAGGED.has(type) && (flags & END_STREAM) !== 0) words.push('END_STREAM');
  if ((type === 'SETTINGS' || type === 'PING') && (flags & ACK) !== 0) words.push('ACK');
  else if (type === 'SETTINGS')
    words.push(...Object.entries(settingsIn(payload)).map(([name, value]) => `${name}=${value}`));
  if (type === 'RST_STREAM' && payload.length >= 4) words.push(errorName(payload.readUInt32BE(0)));
  if (type === 'GOAWAY' && payload.length >= 8)
    words.push(`last=${payload.readUInt32BE(0) & 0x7fffffff}`, errorName(payload.readUInt32BE(4)));
  if (type === 'WINDOW_UPDATE' && payload.length >= 4) words.push(`+${payload.readUInt32BE(0)}`);
  return words.join(' ');
}
