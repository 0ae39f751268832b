/** What the wire half of a probe takes and gives: requests, exchanges, a connection that can be used again, the trace. */
import type { Halt, Reply, StageName } from '../observation.js';
import type { Deadline } from './deadline.js';

/** One request. Header names in lower case; `:authority`, `host` and framing are added. */
export interface RequestSpec {
  readonly method: string;
  /** Path and query; the one of the walk's address when left out. */
  readonly path?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** gRPC messages after which the rest of the reply is not of interest. */
  readonly enoughMessages?: number;
  /**
   * How long a reply over h2 is given to end after its first gRPC message, milliseconds: a stream that goes on must not
   * take the time of everything after it. Without it only the deadline ends the reply.
   */
  readonly settleMs?: number;
}

/** What became of one request: a reply (perhaps broken off, see its `ending`), or why there is none. */
export type Exchange =
  | { readonly ok: true; readonly reply: Reply }
  | { readonly ok: false; readonly halt: Halt };

/** The two ends of an open connection. */
export interface Peer {
  readonly address: string;
  readonly port: number;
  readonly family: 4 | 6;
  readonly localAddress: string | undefined;
  readonly localPort: number | undefined;
}

/** An open, verified connection. Requests on it run one after the other or, over h2, side by side. */
export interface Connection {
  readonly protocol: 'h2' | 'http/1.1';
  readonly peer: Peer;
  /** False once the other side closed it or sent GOAWAY. */
  readonly usable: boolean;
  /** Never rejects. Without `deadline` the one of the walk holds. */
  request(spec: RequestSpec, deadline?: Deadline): Promise<Exchange>;
  close(): void;
}

/** One line of the raw trace. */
export interface TraceEvent {
  /** Milliseconds since the walk began. */
  readonly ms: number;
  readonly who: 'us' | 'peer' | 'walk';
  /** E.g. `HEADERS stream=1 len=83 END_HEADERS`, `SETTINGS len=18`, `dns A 203.0.113.7`. Secrets are gone already. */
  readonly text: string;
}

export interface StageProgress {
  readonly stage: StageName;
  readonly state: 'running' | 'done';
  /** With `done`. */
  readonly ok?: boolean;
  readonly ms?: number;
}
