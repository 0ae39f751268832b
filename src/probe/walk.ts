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
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Cleared } from './guard/cleared.js';
import type { GuardRules } from './guard/rules.js';
import type { Halt, Reply, StageRecord } from './observation.js';
import {
  alpnStage,
  dnsStage,
  guardStage,
  http2Stage,
  OFFERED,
  requestStage,
  tcpStage,
  tlsStage,
} from './stages/index.js';
import type { Deadline } from './wire/deadline.js';
import { dial } from './wire/dial.js';
import { openH2 } from './wire/h2.js';
import { openHttp1 } from './wire/http1.js';
import { createRecorder, type Recorder, type StageResult } from './wire/recorder.js';
import { trustContext } from './wire/tls-trust.js';
import type { Connection, Exchange, Peer, RequestSpec, StageProgress, TraceEvent } from './wire/types.js';

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

/** What the walk has in its hands so far; whatever happens, all of it is closed in the end. */
interface Hold {
  cleared: Cleared | undefined;
  peer: Peer | undefined;
  connection: Connection | undefined;
  readonly sockets: Socket[];
}

type Protocol = 'h2' | 'http/1.1';

async function clear(input: WalkInput, recorder: Recorder): Promise<StageResult<Cleared>> {
  const { deadline, nameServers } = input;
  const agreed = await recorder.run('guard', () => guardStage(input.url, input.rules));
  if (!agreed.ok) return agreed;
  const { value } = agreed;
  return recorder.run('dns', () => dnsStage(value, deadline, nameServers, recorder.trace));
}

async function secure(input: WalkInput, recorder: Recorder, hold: Hold, cleared: Cleared, raw: Socket) {
  const { deadline, trust, need } = input;
  const options = (alpn: readonly string[]) => ({ alpn, trust, now: input.now() });
  const shaken = await recorder.run('tls', () => tlsStage(raw, cleared, options(OFFERED), deadline));
  if (!shaken.ok) return shaken;
  hold.sockets.push(shaken.value);
  const again = async (): Promise<TLSSocket | undefined> => {
    const { socket } = await dial(cleared, deadline.signal);
    if (!socket) return undefined;
    hold.sockets.push(socket);
    const second = await tlsStage(socket, cleared, options(['h2']), deadline);
    if (second.ok) hold.sockets.push(second.value);
    return second.ok ? second.value : undefined;
  };
  return recorder.run('alpn', () => alpnStage(shaken.value, cleared, need, again));
}

/** From the pass of the guard to a connection that speaks a protocol; the first request is already on its way. */
async function connect(
  input: WalkInput,
  recorder: Recorder,
  hold: Hold,
): Promise<StageResult<Promise<Exchange> | undefined>> {
  const { deadline, need, request } = input;
  const passed = await clear(input, recorder);
  if (!passed.ok) return passed;
  const cleared = passed.value;
  hold.cleared = cleared;
  // Once in the life of the process this takes tens of milliseconds, which are not the peer's.
  if (cleared.secure) trustContext(input.trust);
  const opened = await recorder.run('tcp', () => tcpStage(cleared, deadline));
  if (!opened.ok) return opened;
  const { socket: raw, peer } = opened.value;
  hold.sockets.push(raw);
  hold.peer = peer;
  let socket = raw;
  let protocol: Protocol = need === 'h2' ? 'h2' : 'http/1.1';
  if (cleared.secure) {
    const chosen = await secure(input, recorder, hold, cleared, raw);
    if (!chosen.ok) return chosen;
    socket = chosen.value.tls;
    protocol = chosen.value.protocol;
  }
  if (protocol === 'http/1.1') {
    const connection = openHttp1(socket, cleared, peer, deadline, recorder.trace);
    hold.connection = connection;
    return { ok: true, value: request && connection.request(request), facts: {} };
  }
  const connection = openH2(socket, cleared, peer, deadline, recorder.trace);
  hold.connection = connection;
  // The request does not wait for the SETTINGS, as no client does; the stage only says when they came.
  const exchange = request && connection.request(request);
  const settled = await recorder.run('http2', () => http2Stage(connection, cleared, deadline));
  return settled.ok ? { ok: true, value: exchange, facts: {} } : settled;
}

/**
 * Walks to the target and, unless `request` is undefined, asks it once. Never rejects; ends with the deadline. Whatever
 * it opened stays open for more requests until `close()`.
 */
export async function walk(input: WalkInput): Promise<Walked> {
  const recorder = createRecorder(input);
  const hold: Hold = {
    cleared: undefined,
    peer: undefined,
    connection: undefined,
    sockets: [],
  };
  const connected = await connect(input, recorder, hold);
  const connectMs = recorder.stages.reduce((sum, { ms }) => sum + ms, 0);
  const exchange = connected.ok ? connected.value : undefined;
  const asked = exchange && (await recorder.run('iap', () => requestStage(exchange)));
  const halt = connected.ok ? (asked && !asked.ok ? asked.halt : undefined) : connected.halt;
  const close = (): void => {
    hold.connection?.close();
    for (const socket of hold.sockets) socket.destroy();
  };
  if (halt) close();
  return {
    stages: recorder.stages,
    halt,
    reply: asked?.ok ? asked.value : undefined,
    cleared: hold.cleared,
    peer: hold.peer,
    connectMs,
    connection: halt ? undefined : hold.connection,
    close,
  };
}
