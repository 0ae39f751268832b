/** Slack over HTTP: signed requests to `/slack/events`, health beside it. */
import { HTTPReceiver } from '@slack/bolt';
import { boltLogger, type Log, whatWentWrong } from '../log.js';
import { SlackStartError } from '../options.js';
import { frontDoor } from './front-door.js';
import type { Health } from './health.js';
import { createHttpServer } from './http-server.js';
import type { Transport } from './transport.js';

/** Source: `contract.md` §7.14. */
const EVENTS_PATH = '/slack/events';
const GRACE_MS = 2_000;

export interface HttpModeOptions {
  readonly signingSecret: string;
  readonly port: number;
  readonly now: () => number;
  readonly health: Health;
  readonly log: Log;
}

/** Bolt's receiver behind our own server: Bolt's would take bodies that end the process, and stamps from the future. */
export function httpMode(options: HttpModeOptions): Transport {
  const receiver = new HTTPReceiver({
    signingSecret: options.signingSecret,
    endpoints: [EVENTS_PATH],
    logger: boltLogger(options.log),
  });
  const server = createHttpServer(
    frontDoor({
      path: EVENTS_PATH,
      signingSecret: options.signingSecret,
      now: options.now,
      health: options.health,
      bolt: receiver.requestListener,
      log: options.log,
    }),
  );
  let listening = false;
  return {
    receiver,
    async start() {
      try {
        await server.listen(options.port);
        listening = true;
      } catch (error) {
        throw new SlackStartError(
          'port-taken',
          `Port ${options.port} could not be opened (${whatWentWrong(error)}).`,
          'Set PORT to a free port.',
        );
      }
    },
    async stop() {
      listening = false;
      await server.close(GRACE_MS);
    },
    missing: () => (listening ? undefined : 'the HTTP server is not listening'),
    get port() {
      return server.port;
    },
  };
}
