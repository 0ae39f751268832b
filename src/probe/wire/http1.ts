/** HTTP/1.1 over a connection that is already open and, with TLS, verified. */
import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Cleared } from '../guard/cleared.js';
import type { Ending, Halt } from '../observation.js';
import { createCollector } from './collect.js';
import type { Deadline } from './deadline.js';
import { errnoOf, halted, lasted, type Recorder } from './recorder.js';
import { secretsIn } from './redact.js';
import { tlsBroken } from './tls-broken.js';
import { fieldsInWords } from './trace-fields.js';
import type { Connection, Exchange, Peer, RequestSpec } from './types.js';

/** Fields from the raw list, names in lower case, each with all its values. */
function fieldsOf(raw: readonly string[]): Record<string, readonly string[]> {
  const fields: Record<string, string[]> = {};
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase();
    fields[name] = [...(fields[name] ?? []), raw[i + 1] ?? ''];
  }
  return fields;
}

function haltOf(pass: Cleared, error: Error | undefined, waitedMs: number, late: boolean): Halt {
  const errno = errnoOf(error);
  if (late)
    return halted(
      'iap',
      'response-timeout',
      `${pass.host} sent no reply within ${lasted(waitedMs)}`,
      undefined,
    ).halt;
  if (errno?.startsWith('HPE_'))
    return halted('iap', 'http-malformed', `${pass.host} answered with something that is not HTTP/1.1`, errno)
      .halt;
  if (errno?.startsWith('ERR_SSL_')) return tlsBroken(pass, errno, error?.message ?? '').halt;
  return halted(
    'tcp',
    'tcp-reset',
    `${pass.host} closed the connection without a reply`,
    errno ?? 'ECONNRESET',
  ).halt;
}

export function openHttp1(
  socket: Socket,
  pass: Cleared,
  peer: Peer,
  deadline: Deadline,
  trace: Recorder['trace'],
): Connection {
  let given = false;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  // The one connection that was checked; when it is over, so is this.
  agent.createConnection = (_options, answer) => {
    const first = !given && !socket.destroyed;
    given = true;
    if (first) return socket;
    const over = Object.assign(new Error('the connection is over'), { code: 'ECONNRESET' });
    setImmediate(() => answer?.(over, socket));
    return undefined;
  };
  let usable = true;
  socket.once('close', () => {
    usable = false;
  });
  socket.once('end', () => {
    usable = false;
  });

  const request = (spec: RequestSpec, within: Deadline = deadline): Promise<Exchange> => {
    const path = spec.path ?? `${new URL(pass.url).pathname}${new URL(pass.url).search}`;
    const secrets = secretsIn(spec.headers);
    const collector = createCollector({
      protocol: 'http/1.1',
      method: spec.method,
      url: new URL(path, pass.url).href,
      secrets,
      enoughMessages: spec.enoughMessages,
    });
    return new Promise<Exchange>((resolve) => {
      const begun = performance.now();
      let error: Error | undefined;
      let response: IncomingMessage | undefined;
      const settle = (ending: Ending, late: boolean): void => {
        within.signal.removeEventListener('abort', giveUp);
        const reply = collector.finish(ending);
        const waited = performance.now() - begun;
        resolve(reply ? { ok: true, reply } : { ok: false, halt: haltOf(pass, error, waited, late) });
      };
      let sent: ClientRequest | undefined;
      const giveUp = (): void => {
        settle({ kind: 'timeout' }, true);
        sent?.destroy();
      };
      if (within.signal.aborted) return giveUp();
      try {
        sent = httpRequest({
          agent,
          method: spec.method,
          path,
          headers: {
            host: pass.authority,
            ...spec.headers,
            ...(spec.body === undefined ? {} : { 'content-length': spec.body.length }),
          },
        });
      } catch (thrown) {
        error = thrown instanceof Error ? thrown : new Error(String(thrown));
        return settle({ kind: 'closed' }, false);
      }
      trace('us', `${spec.method} ${path.split('?')[0]} HTTP/1.1 ${fieldsInWords(spec.headers, secrets)}`);
      sent.on('response', (message) => {
        response = message;
        if (sent?.shouldKeepAlive === false) usable = false;
        const fields = fieldsOf(message.rawHeaders);
        collector.head(message.statusCode ?? 0, fields);
        trace('peer', `status ${message.statusCode} ${fieldsInWords(fields, secrets)}`);
        message.on('data', (chunk: Buffer) => {
          if (collector.data(chunk)) return;
          settle({ kind: 'cut-by-us' }, false);
          sent?.destroy();
        });
        message.on('error', (late) => {
          error ??= late;
        });
        message.on('end', () => {
          collector.trailers(fieldsOf(message.rawTrailers));
          settle({ kind: message.complete ? 'complete' : 'closed' }, false);
        });
        message.on('close', () => settle({ kind: message.complete ? 'complete' : 'closed' }, false));
      });
      sent.on('error', (late) => {
        error ??= late;
      });
      sent.on('close', () => {
        if (!response) settle({ kind: 'closed' }, false);
      });
      within.signal.addEventListener('abort', giveUp, { once: true });
      sent.end(spec.body);
    });
  };

  return {
    protocol: 'http/1.1',
    peer,
    get usable() {
      return usable && !socket.destroyed;
    },
    request,
    close() {
      agent.destroy();
      socket.destroy();
    },
  };
}
