/** HTTP/2 over a connection that is already open and verified, with what the wire itself said about every end. */
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import type { Socket } from 'node:net';
import type { Cleared } from '../guard/cleared.js';
import type { Ending, Halt } from '../observation.js';
import { createCollector } from './collect.js';
import type { Deadline } from './deadline.js';
import { errorName } from './frames.js';
import { errnoOf, halted, lasted, type Recorder } from './recorder.js';
import { secretsIn } from './redact.js';
import { tlsBroken } from './tls-broken.js';
import { fieldsInWords } from './trace-fields.js';
import type { Connection, Exchange, Peer, RequestSpec } from './types.js';
import { tapWire, type Wire } from './wiretap.js';

export interface H2Connection extends Connection {
  readonly protocol: 'h2';
  readonly wire: Wire;
  /** Why the connection is over, or has been told to end; undefined while it lives. */
  halt(): Halt | undefined;
  /** Settles once the peer's SETTINGS have come or the connection is over. */
  settled(): Promise<void>;
}

const { NGHTTP2_CANCEL } = constants;

/** The end of the connection in the words of the wire. `problem`: what the library said, if anything. */
function connectionEnd(pass: Cleared, wire: Wire, problem: Error): Halt {
  const { host } = pass;
  const stop = (code: string, detail: string, errno?: string): Halt =>
    halted('http2', code, detail, errno).halt;
  if (wire.strange !== undefined) {
    const plain = /^HTTP\/1\.[01] [0-9]{3}/.exec(wire.strange)?.[0];
    return stop(
      'h2-protocol-error',
      plain === undefined
        ? `${host} agreed to HTTP/2 and sent something else`
        : `${host} agreed to HTTP/2 and answered with ${plain}`,
      errnoOf(problem),
    );
  }
  if (wire.broken !== undefined)
    return stop('h2-protocol-error', `${host} does not speak HTTP/2 correctly (${wire.broken})`, wire.broken);
  if (wire.goaway) {
    const { code, lastStream } = wire.goaway;
    return stop(
      'h2-goaway',
      `${host} sent GOAWAY ${errorName(code)}, last stream ${lastStream}`,
      errorName(code),
    );
  }
  if (wire.closed) {
    const { errno, message } = wire.closed;
    if (errno?.startsWith('ERR_SSL_')) return tlsBroken(pass, errno, message).halt;
    const when = wire.settings ? 'in the middle of a stream' : 'before its SETTINGS';
    return stop('h2-closed', `${host} closed the connection ${when}, without GOAWAY`, errno);
  }
  return stop(
    'h2-protocol-error',
    `${host} does not speak HTTP/2 correctly (${problem.message})`,
    errnoOf(problem),
  );
}

/** Fields as the library gives them, each with all its values; pseudo-fields left out. */
function fieldsOf(headers: Readonly<Record<string, unknown>>): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !name.startsWith(':'))
      .map(([name, value]) => [name, (Array.isArray(value) ? value : [value]).map(String)]),
  );
}

export function openH2(
  socket: Socket,
  pass: Cleared,
  peer: Peer,
  deadline: Deadline,
  trace: Recorder['trace'],
): H2Connection {
  const { duplex, wire } = tapWire(socket, trace);
  const session: ClientHttp2Session = connect(pass.url, {
    createConnection: () => duplex,
    settings: { enablePush: false },
  });
  let problem: Error | undefined;
  session.on('error', (error) => {
    problem ??= error;
  });
  const halt = (): Halt | undefined =>
    problem || wire.broken !== undefined || wire.strange !== undefined || wire.goaway || wire.closed
      ? connectionEnd(pass, wire, problem ?? new Error('the connection is over'))
      : undefined;
  /** Ends the session once everything that had arrived has been read. */
  const endSoon = (rounds = 50): void => {
    if (duplex.readableLength > 0 && rounds > 0) setImmediate(() => endSoon(rounds - 1));
    else setImmediate(() => session.destroy());
  };
  wire.onChange(() => {
    if (wire.closed || wire.broken !== undefined) endSoon();
  });
  const settled = new Promise<void>((resolve) => {
    wire.onChange(() => {
      if (wire.settings || halt()) resolve();
    });
    session.once('close', () => setImmediate(resolve));
  });

  /** How a stream ended, once it has. */
  const endingOf = (stream: ClientHttp2Stream, error: Error | undefined): Ending => {
    const { ended, reset } = wire.stream(stream.id ?? 0);
    if (ended && (reset === undefined || reset === 0)) return { kind: 'complete' };
    if (reset !== undefined) return { kind: 'reset', code: reset, name: errorName(reset) };
    if (wire.broken !== undefined) return { kind: 'protocol-error', detail: wire.broken };
    if (wire.goaway) {
      const { code, lastStream } = wire.goaway;
      return { kind: 'goaway', code, name: errorName(code), lastStream };
    }
    if (wire.closed) return { kind: 'closed' };
    return { kind: 'protocol-error', detail: (problem ?? error)?.message ?? 'the stream ended early' };
  };

  /** Why there is no reply at all. */
  const haltOf = (
    stream: ClientHttp2Stream,
    error: Error | undefined,
    waitedMs: number,
    late: boolean,
  ): Halt => {
    const { reset } = wire.stream(stream.id ?? 0);
    if (reset !== undefined)
      return halted(
        'http2',
        'h2-reset',
        `${pass.host} broke off the stream: ${errorName(reset)}`,
        errorName(reset),
      ).halt;
    if (late) {
      const silent = `${pass.host} sent no ${wire.settings ? 'reply' : 'SETTINGS'} within ${lasted(waitedMs)}`;
      return halted(wire.settings ? 'iap' : 'http2', 'response-timeout', silent, undefined).halt;
    }
    return connectionEnd(pass, wire, problem ?? error ?? new Error('the stream ended without a reply'));
  };

  const request = (spec: RequestSpec, within: Deadline = deadline): Promise<Exchange> => {
    const path = spec.path ?? `${new URL(pass.url).pathname}${new URL(pass.url).search}`;
    const secrets = secretsIn(spec.headers);
    const collector = createCollector({
      protocol: 'h2',
      method: spec.method,
      url: new URL(path, pass.url).href,
      secrets,
      enoughMessages: spec.enoughMessages,
    });
    return new Promise<Exchange>((resolve) => {
      const begun = performance.now();
      let stream: ClientHttp2Stream;
      let error: Error | undefined;
      let settling: NodeJS.Timeout | undefined;
      const settle = (ending: Ending | undefined, late: boolean): void => {
        clearTimeout(settling);
        within.signal.removeEventListener('abort', giveUp);
        const reply = ending && collector.finish(ending);
        if (reply) resolve({ ok: true, reply });
        else resolve({ ok: false, halt: haltOf(stream, error, performance.now() - begun, late) });
      };
      const giveUp = (): void => {
        settle({ kind: 'timeout' }, true);
        stream.close(NGHTTP2_CANCEL);
      };
      try {
        stream = session.request(
          {
            ...spec.headers,
            ':method': spec.method,
            ':scheme': pass.secure ? 'https' : 'http',
            ':authority': pass.authority,
            ':path': path,
          },
          { endStream: spec.body === undefined },
        );
      } catch (thrown) {
        const reason = thrown instanceof Error ? thrown : new Error(String(thrown));
        resolve({ ok: false, halt: connectionEnd(pass, wire, reason) });
        return;
      }
      trace('us', `${spec.method} ${path.split('?')[0]} ${fieldsInWords(spec.headers, secrets)}`);
      const enough = (): void => {
        settle({ kind: 'cut-by-us' }, false);
        stream.close(NGHTTP2_CANCEL);
      };
      const settleSoon = (): void => {
        if (spec.settleMs !== undefined && collector.messages() > 0)
          settling ??= setTimeout(enough, spec.settleMs);
      };
      stream.on('response', (headers) => {
        const fields = fieldsOf(headers);
        trace('peer', `status ${headers[':status']} ${fieldsInWords(fields, secrets)}`);
        if (!collector.head(Number(headers[':status'] ?? 0), fields)) enough();
        else settleSoon();
      });
      stream.on('trailers', (headers) => {
        const fields = fieldsOf(headers);
        collector.trailers(fields);
        trace('peer', `trailers ${fieldsInWords(fields, secrets)}`);
      });
      stream.on('data', (chunk: Buffer) => {
        if (!collector.data(chunk)) enough();
        else settleSoon();
      });
      stream.on('error', (given) => {
        error ??= given;
      });
      // What the wire said last may still be on its way through the event loop.
      stream.once('close', () => setImmediate(() => settle(endingOf(stream, error), false)));
      within.signal.addEventListener('abort', giveUp, { once: true });
      if (within.signal.aborted) giveUp();
      else if (spec.body !== undefined) stream.end(spec.body);
    });
  };

  return {
    protocol: 'h2',
    peer,
    wire,
    halt,
    settled: () => settled,
    get usable() {
      return !session.closed && !session.destroyed && halt() === undefined;
    },
    request,
    close() {
      session.destroy();
      setImmediate(() => socket.destroy());
    },
  };
}
