/** An app over plain HTTP that notes what the emulated Slack sends it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach } from 'vitest';
import type { SlackEmulator, SlackEmulatorOptions } from '../../../src/sandbox/slack/index.js';
import { emulatedSlack } from '../../support/emulated-slack.js';

export interface Seen {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** The JSON, or the form's fields with `payload` read. */
  readonly data: Record<string, unknown>;
}

export interface HttpBench {
  /** An app that keeps what it is sent and answers as told. */
  app(answer?: (response: ServerResponse, nth: number) => void): Promise<{ seen: Seen[]; url: string }>;
  /** A Slack that delivers to the app. */
  start(requestUrl: string, options?: Partial<SlackEmulatorOptions>): Promise<SlackEmulator>;
}

/** Call it at the top of a test file. */
export function httpBench(): HttpBench {
  const servers: Server[] = [];
  const slacks = emulatedSlack();
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });
  return {
    app: (answer) => listen(servers, answer),
    start: (url, options) => slacks.start({ ...COMPANY, requestUrl: url, ...options }),
  };
}

async function listen(
  servers: Server[],
  answer: (response: ServerResponse, nth: number) => void = (response) => response.end(),
) {
  const seen: Seen[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const form = request.headers['content-type'] === 'application/x-www-form-urlencoded';
      const fields = form ? Object.fromEntries(new URLSearchParams(body)) : JSON.parse(body);
      const data = typeof fields.payload === 'string' ? JSON.parse(fields.payload) : fields;
      seen.push({ headers: request.headers, body, data });
      answer(response, seen.length);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { seen, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/slack/events` };
}

const COMPANY = {
  users: [
    { id: 'U1', name: 'ana' },
    { id: 'U2', name: 'bob' },
  ],
  channels: [
    { id: 'C1', name: 'general' },
    { id: 'C2', name: 'elsewhere', botIsMember: false },
  ],
  retryDelaysMs: [0, 1, 2],
};

/** Posts JSON, as an app does to a response address. */
export const post = (url: string, body: object) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
