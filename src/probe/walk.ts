/**
 * Walks from an address as it was typed to the first reply, and says where it ended: guard → dns → tcp → tls → alpn →
 * http2 → iap (the request). Everything that connects goes this way.
 *
 * ```ts
 * const deadline = startDeadline(8_000, signal);                 // wire/deadline.ts
 * const walked = await walk({ url, rules, deadline, trust, request: browserGet(), onProgress, onTrace });
 * walked.stages; walked.halt; walked.reply;                      // as in observation.ts
 * walked.cleared; walked.peer;                                   // for grpc-js: ipv4:ADDRESS:PORT + authority + servername
 * const more = await walked.connection?.request(spec);           // the same connection again
 * walked.close();
 * ```
 *
 * `request: undefined` connects and verifies without asking anything. `need: 'h2'` halts with `alpn-no-h2` where the
 * server has no HTTP/2; for a plain `http:` address it means HTTP/2 with prior knowledge.
 */
import type { Cleared } from './guard/cleared.js';
import type { GuardRules } from './guard/rules.js';
import type { Halt, Reply, StageRecord } from './observation.js';
import type { Deadline } from './wire/deadline.js';
import type { Connection, Peer, RequestSpec, StageProgress, TraceEvent } from './wire/types.js';

export interface WalkInput {
  /** As asked: the guard reads it. */
  readonly url: string;
  readonly rules: GuardRules;
  readonly deadline: Deadline;
  /** PEM texts of authorities to trust besides the public ones (`probe.ca`). */
  readonly trust: readonly string[];
  readonly need: 'h2' | 'any';
  readonly request: RequestSpec | undefined;
  /** Name servers instead of the system's, `address:port`; for tests. */
  readonly nameServers?: readonly string[];
  /** Epoch milliseconds, for the days a certificate is still valid. */
  readonly now: () => number;
  readonly onProgress?: (progress: StageProgress) => void;
  readonly onTrace?: (event: TraceEvent) => void;
}

export interface Walked {
  readonly stages: readonly StageRecord[];
  /** Why there is no reply; undefined when there is one, or when nothing was to be asked. */
  readonly halt: Halt | undefined;
  readonly reply: Reply | undefined;
  /** Undefined when the guard refused. */
  readonly cleared: Cleared | undefined;
  readonly peer: Peer | undefined;
  /** Milliseconds of dns, tcp, tls and http2 together: the set-up of the connection. */
  readonly connectMs: number;
  readonly connection: Connection | undefined;
  close(): void;
}
