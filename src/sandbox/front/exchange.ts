/** One request at the door and how to answer it, the same over HTTP/2 and HTTP/1.1. */
import type { Readable } from 'node:stream';

/** Names in lower case; a field that came several times has all its values. */
export type Headers = Readonly<Record<string, string | readonly string[]>>;

/** A whole answer of the door's own. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** The beginning of an answer that comes from a backend. */
export interface ReplyHead {
  readonly status: number;
  readonly headers: Headers;
  /** Nothing follows: the head is all there is. */
  readonly ended: boolean;
}

export interface Exchange {
  readonly protocol: 'h2' | 'http/1.1';
  readonly method: string;
  readonly host: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly headers: Headers;
  readonly body: Readable;
  /** True where the request has no body at all. */
  readonly bodyless: boolean;
  answer(answer: Answer): void;
  /** Passes a backend's answer on; `trailers` resolves once the body has ended. */
  relay(head: ReplyHead, body: Readable, trailers: Promise<Headers>): void;
  /** Ends it without an answer: RST_STREAM with the code, or a closed connection. */
  abort(code?: number): void;
  /** Runs when the client has gone or everything was sent. */
  onClose(done: () => void): void;
}

/** One value of a field, the first if there are several. */
export function field(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

/** Fields without those the predicate names. */
export function without(headers: Headers, drop: (name: string) => boolean): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !drop(name)));
}

/** Text for the inside of an HTML page. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
