/** Slack over a WebSocket, kept connected by us: at once after a refresh, with growing waits after a failure. */
import { setTimeout as wait } from 'node:timers/promises';
import { SocketModeReceiver, type webApi } from '@slack/bolt';
import { boltLogger, type Log, whatWentWrong } from '../log.js';
import type { SlackTimes } from '../options.js';
import { startError } from '../saying/web-client.js';
import { type EnvelopeKind, envelopeKind } from './envelope.js';
import type { Transport } from './transport.js';

const LONGEST_WAIT_MS = 30_000;
/** From opening the connection to Slack's `hello`. */
const HELLO_MS = 15_000;
/** For the closing handshake of an old connection; the new one does not wait longer for it. */
const GOODBYE_MS = 1_000;

/**
 * The client's own reconnecting is switched off: it waits five seconds at each refresh Slack asks for, and a failure
 * in it is an unhandled rejection that would end the process.
 */
export function socketMode(
  appToken: string,
  clientOptions: webApi.WebClientOptions,
  times: Pick<SlackTimes, 'startMs' | 'reconnectMs'>,
  log: Log,
): Transport {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: boltLogger(log),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: { ...clientOptions, retryConfig: { retries: 0 } } },
  });
  const { client } = receiver;
  const stopping = new AbortController();
  const pause = (ms: number) => wait(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
  let connection: { readonly gone: Promise<void>; readonly lose: () => void } | undefined;

  const lose = (): void => {
    connection?.lose();
    connection = undefined;
  };
  guardFrames(client, log, (kind) => {
    if (kind !== 'disconnect') return;
    const old = connection;
    connection = undefined;
    void pause(GOODBYE_MS).then(() => old?.lose());
    client.once('disconnected', () => old?.lose());
  });
  client.on('disconnected', lose);

  async function connect(): Promise<{ readonly gone: Promise<void> }> {
    const opening = client.start();
    opening.catch(() => undefined);
    const late = pause(HELLO_MS).then(() => Promise.reject(new Error('no hello from Slack')));
    try {
      await Promise.race([opening, late]);
    } catch (error) {
      await hangUp();
      throw error;
    }
    let loseThis: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => {
      loseThis = resolve;
    });
    connection = { gone, lose: loseThis };
    return { gone };
  }

  const hangUp = () => Promise.race([client.disconnect().catch(() => undefined), wait(GOODBYE_MS)]);

  async function keepConnected(first: Promise<void>): Promise<void> {
    let failures = 0;
    let gone: Promise<void> | undefined = first;
    while (!stopping.signal.aborted) {
      await gone;
      gone = undefined;
      if (stopping.signal.aborted) return;
      try {
        ({ gone } = await connect());
        failures = 0;
        log.info({}, 'Connected to Slack again');
      } catch (error) {
        failures++;
        log.warn({ error: whatWentWrong(error), failures }, 'Could not connect to Slack; trying again');
        await pause(Math.min(times.reconnectMs * 2 ** Math.min(failures - 1, 10), LONGEST_WAIT_MS));
      }
    }
  }

  let keeping: Promise<void> = Promise.resolve();
  return {
    receiver,
    async start() {
      const until = performance.now() + times.startMs;
      for (;;) {
        try {
          const { gone } = await connect();
          keeping = keepConnected(gone);
          return;
        } catch (error) {
          const problem = startError(error, 'SLACK_APP_TOKEN');
          if (problem.code === 'token-refused' || performance.now() >= until || stopping.signal.aborted)
            throw problem;
          log.warn({ error: problem.message }, 'Could not connect to Slack; trying again');
          await pause(times.reconnectMs);
        }
      }
    },
    async stop() {
      stopping.abort();
      lose();
      await hangUp();
      await keeping;
    },
    missing: () => (connection === undefined ? 'no connection to Slack' : undefined),
    port: undefined,
  };
}

type Client = SocketModeReceiver['client'];

/** Puts a check in front of the client's own reading of frames, which fails on some that are no envelope. */
function guardFrames(client: Client, log: Log, seen: (kind: EnvelopeKind) => void): void {
  const original = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: unknown) => {
    const kind = envelopeKind(data);
    if (kind === undefined) return log.warn({}, 'Slack sent a frame that is no envelope');
    seen(kind);
    for (const listener of original) listener.call(client, data, isBinary);
  });
}
