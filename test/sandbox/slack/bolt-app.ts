/** Apps made with Bolt, connected to the emulated Slack in either mode. */
import { App, HTTPReceiver } from '@slack/bolt';
import { afterEach } from 'vitest';
import type { SlackEmulator } from '../../../src/sandbox/slack/index.js';
import { silent } from './bench.js';

export type Mode = 'http' | 'socket';

export interface BoltApp {
  readonly app: App;
  /** Where it takes HTTP deliveries; useless in Socket Mode. */
  readonly url: string;
}

/** Call it at the top of a test file; apps stop after each test, before their Slack does. */
export function boltApps(): (slack: SlackEmulator, mode: Mode) => Promise<BoltApp> {
  const running: App[] = [];
  afterEach(async () => {
    for (const app of running.splice(0)) await app.stop();
  });
  return async (slack, mode) => {
    const http = mode === 'http';
    const app = new App({
      token: slack.botToken,
      clientOptions: { slackApiUrl: slack.url, retryConfig: { retries: 0 } },
      logger: silent,
      ...(http
        ? { receiver: new HTTPReceiver({ signingSecret: slack.signingSecret, logger: silent }) }
        : { socketMode: true, appToken: slack.appToken }),
    });
    const server: unknown = await app.start(0);
    running.push(app);
    return { app, url: `http://127.0.0.1:${portOf(server)}/slack/events` };
  };
}

function portOf(server: unknown): number {
  const address: unknown =
    typeof server === 'object' &&
    server !== null &&
    'address' in server &&
    typeof server.address === 'function'
      ? server.address()
      : undefined;
  return typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : 0;
}
