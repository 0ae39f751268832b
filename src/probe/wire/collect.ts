/** Gathers one reply as it comes in: the first bytes as text, how many there were, gRPC messages. */
import type { Ending, Reply } from '../observation.js';
import { cookiesIn, redactFields, redactText } from './redact.js';
import { redactUrl } from './redact-url.js';

type RawFields = Readonly<Record<string, readonly string[]>>;

/** What is read of a body before it is enough, bytes. */
const ENOUGH_BYTES = 65_536;
/** What is shown of it, characters. */
const SHOWN = 2_048;

export interface Collector {
  /** False once enough was read: over h2 the library may give data before it gives the header they came after. */
  head(status: number, headers: RawFields): boolean;
  /** False once enough was read. */
  data(chunk: Buffer): boolean;
  trailers(fields: RawFields): void;
  /** gRPC messages so far. */
  messages(): number;
  /** Undefined when there was no header yet. */
  finish(ending: Ending): Reply | undefined;
}

export interface CollectorOptions {
  readonly protocol: Reply['protocol'];
  readonly method: string;
  readonly url: string;
  readonly secrets: readonly string[];
  /** gRPC messages after which nothing more is of interest. */
  readonly enoughMessages: number | undefined;
}

/** Counts length-prefixed messages in pieces of any size: one byte, four of length, the message. */
function createMessageCounter(): (chunk: Buffer) => number {
  let count = 0;
  let head: number[] = [];
  let missing = 0;
  return (chunk) => {
    for (let at = 0; at < chunk.length; ) {
      if (missing > 0) {
        const part = Math.min(missing, chunk.length - at);
        missing -= part;
        at += part;
        if (missing === 0) count += 1;
        continue;
      }
      head.push(chunk[at] ?? 0);
      at += 1;
      if (head.length < 5) continue;
      missing = Buffer.from(head).readUInt32BE(1);
      head = [];
      if (missing === 0) count += 1;
    }
    return count;
  };
}

/** The bytes as text, or nothing when they are none: control characters, or no UTF-8. A cut character at the end is fine. */
export function asText(bytes: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells binary from text.
    return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text) ? '' : text;
  } catch {
    return '';
  }
}

export function createCollector(options: CollectorOptions): Collector {
  const begun = performance.now();
  const { secrets } = options;
  const chunks: Buffer[] = [];
  const count = createMessageCounter();
  let head: { readonly status: number; readonly headers: RawFields; readonly ms: number } | undefined;
  let trailers: RawFields = {};
  let bytes = 0;
  let messages = 0;
  let grpc = false;
  const wantsMore = (): boolean =>
    head === undefined ||
    (bytes < ENOUGH_BYTES && !(grpc && messages >= (options.enoughMessages ?? Number.POSITIVE_INFINITY)));
  return {
    head(status, headers) {
      head ??= { status, headers, ms: performance.now() - begun };
      grpc = /^application\/grpc/i.test(headers['content-type']?.[0] ?? '');
      return wantsMore();
    },
    data(chunk) {
      if (bytes < ENOUGH_BYTES) chunks.push(chunk);
      bytes += chunk.length;
      messages = count(chunk);
      return wantsMore();
    },
    trailers(fields) {
      trailers = fields;
    },
    messages: () => (grpc ? messages : 0),
    finish(ending) {
      if (!head) return undefined;
      const body = grpc ? '' : asText(Buffer.concat(chunks).subarray(0, ENOUGH_BYTES));
      return {
        protocol: options.protocol,
        method: options.method,
        url: redactText(redactUrl(options.url), secrets),
        status: head.status,
        headers: redactFields(head.headers, secrets),
        trailers: redactFields(trailers, secrets),
        body: redactText(body, [...secrets, ...cookiesIn(head.headers)]).slice(0, SHOWN),
        bodyBytes: bytes,
        grpcMessages: grpc ? messages : 0,
        headerMs: head.ms,
        totalMs: performance.now() - begun,
        ending,
      };
    },
  };
}
