/** The frames in which gRPC sends messages: a flag, four bytes of length, the message (grpc/grpc, `doc/PROTOCOL-HTTP2.md`). */

export interface FramedMessage {
  readonly compressed: boolean;
  /** Bytes the message has, which may be more than were kept. */
  readonly length: number;
  /** Its first bytes, as many as were to be kept. */
  readonly body: Uint8Array;
}

export interface MessageReader {
  /** The messages that this chunk completes, in order. After a fault there are none any more. */
  readonly read: (chunk: Uint8Array) => readonly FramedMessage[];
  /** Bytes of a message that has begun and not ended. */
  readonly unfinished: () => number;
  /** Why these bytes are no gRPC: half a sentence. */
  readonly fault: () => string | undefined;
}

const PREFIX = 5;

/**
 * A reader for one direction of one call; chunks may be cut anywhere.
 * `longest` is the most bytes a message may have (gRPC clients take 4 MiB), `keep` how many of each are handed out.
 */
export function createMessageReader(longest = 4 * 1024 * 1024, keep = 4096): MessageReader {
  const prefix = new Uint8Array(PREFIX);
  let have = 0;
  let body: Uint8Array | undefined;
  let length = 0;
  let taken = 0;
  let fault: string | undefined;

  const open = () => {
    const flag = prefix[0] ?? 0;
    length = new DataView(prefix.buffer).getUint32(1);
    // The words of grpc-js, which does not look at the flag: HTML read as a message is always too long.
    if (length > longest) fault = `Received message larger than max (${length} vs ${longest})`;
    else if (flag > 1) fault = `byte ${flag} where a message's flag of 0 or 1 belongs`;
    else body = new Uint8Array(Math.min(length, keep));
  };

  const read = (chunk: Uint8Array) => {
    const done: FramedMessage[] = [];
    let at = 0;
    while (fault === undefined) {
      if (body === undefined) {
        const part = chunk.subarray(at, at + PREFIX - have);
        prefix.set(part, have);
        have += part.length;
        at += part.length;
        if (have < PREFIX) break;
        open();
        continue;
      }
      const part = chunk.subarray(at, at + length - taken);
      if (taken < body.length) body.set(part.subarray(0, body.length - taken), taken);
      taken += part.length;
      at += part.length;
      if (taken < length) break;
      done.push({ compressed: prefix[0] === 1, length, body });
      body = undefined;
      have = 0;
      taken = 0;
    }
    return done;
  };

  return { read, unfinished: () => have + taken, fault: () => fault };
}
