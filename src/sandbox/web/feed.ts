/** The stream of what happens, as Server-Sent Events: a snapshot first, then every update, resumable for a while. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Snapshot, Update } from './protocol.js';

/** So many updates can be caught up on; who missed more gets a new snapshot. */
const KEPT = 500;
const HEARTBEAT_MS = 15_000;
/** A page that reads so slowly is cut off; it connects again by itself. */
const MOST_UNREAD = 8_000_000;

export interface Feed {
  tell(update: Update): void;
  /** Answers `GET /events`; the connection stays open. */
  connect(request: IncomingMessage, response: ServerResponse): void;
  close(): void;
}

export interface FeedOptions {
  readonly snapshot: () => Snapshot;
  readonly heartbeatMs?: number;
}

export function createFeed({ snapshot, heartbeatMs = HEARTBEAT_MS }: FeedOptions): Feed {
  // Numbers of an earlier run must not be taken for ours.
  const run = randomBytes(4).toString('hex');
  const kept: { readonly number: number; readonly text: string }[] = [];
  const clients = new Set<ServerResponse>();
  let last = 0;

  const frame = (event: 'snapshot' | 'update', body: Snapshot | Update): string =>
    `id: ${run}-${last}\nevent: ${event}\ndata: ${JSON.stringify(body)}\n\n`;

  const write = (client: ServerResponse, text: string): void => {
    client.write(text);
    if (client.writableLength > MOST_UNREAD) client.destroy();
  };

  /** What was missed since, if all of it is still known. */
  function missed(lastId: string | undefined): readonly string[] | undefined {
    const [from, text = ''] = lastId?.split('-') ?? [];
    const number = Number(text);
    if (from !== run || !/^\d+$/.test(text) || number > last) return undefined;
    const oldest = kept[0]?.number ?? last + 1;
    return number + 1 < oldest ? undefined : kept.filter((one) => one.number > number).map((one) => one.text);
  }

  const heartbeat = setInterval(() => {
    for (const client of clients) write(client, ': still here\n\n');
  }, heartbeatMs);
  heartbeat.unref();

  return {
    tell(update) {
      last += 1;
      const text = frame('update', update);
      kept.push({ number: last, text });
      if (kept.length > KEPT) kept.shift();
      for (const client of clients) write(client, text);
    },
    connect(request, response) {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      response.on('error', () => response.destroy());
      response.on('close', () => clients.delete(response));
      const header = request.headers['last-event-id'];
      const past = missed(typeof header === 'string' ? header : undefined);
      response.write('retry: 1000\n\n');
      for (const text of past ?? [frame('snapshot', snapshot())]) response.write(text);
      clients.add(response);
    },
    close() {
      clearInterval(heartbeat);
      for (const client of clients) client.end();
    },
  };
}
