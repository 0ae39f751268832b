/** A page without a browser: reads the stream of events, keeps what it shows, and posts what people do. */
import { type IncomingMessage, request } from 'node:http';
import { apply } from '../../../src/sandbox/page/data/apply.js';
import type {
  Action,
  ActResult,
  Message,
  Snapshot,
  Switch,
  Update,
} from '../../../src/sandbox/web/protocol.js';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** One request with exactly these headers; `fetch` would not let a test lie about the host, nor send odd paths. */
export function ask(
  port: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export const OWN = { 'content-type': 'application/json', 'x-iap-doctor-sandbox': '1' } as const;

/** Posts an action, as the page does. */
export async function act(port: number, action: Action): Promise<ActResult> {
  const { body } = await ask(port, 'POST', '/act', OWN, JSON.stringify(action));
  return JSON.parse(body) as ActResult;
}

export interface Frame {
  readonly id: string;
  readonly event: string;
  readonly data: Snapshot | Update;
}

export interface Reader {
  /** What the page shows now; only after the first snapshot. */
  readonly shown: () => Snapshot;
  readonly frames: readonly Frame[];
  /** Comments, such as heartbeats. */
  readonly comments: readonly string[];
  /** Resolves with what `find` gives as soon as it gives something. */
  until<T>(what: string, find: (shown: Snapshot) => T | undefined | false, withinMs?: number): Promise<T>;
  close(): void;
}

/** Opens `/events` and follows it. Resolves with the connection; use `until` for what comes over it. */
export function follow(port: number, headers: Readonly<Record<string, string>> = {}): Promise<Reader> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path: '/events', headers }, (response) => {
      const frames: Frame[] = [];
      const comments: string[] = [];
      const listeners = new Set<() => void>();
      let now: Snapshot | undefined;
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        const parts = (rest + chunk).split('\n\n');
        rest = parts.pop() ?? '';
        for (const part of parts) take(part);
        for (const listener of [...listeners]) listener();
      });
      response.on('error', () => undefined);
      function take(part: string): void {
        const field = (name: string): string | undefined =>
          part
            .split('\n')
            .find((line) => line.startsWith(`${name}: `))
            ?.slice(name.length + 2);
        const data = field('data');
        if (data === undefined) {
          comments.push(part);
          return;
        }
        const frame = { id: field('id') ?? '', event: field('event') ?? '', data: JSON.parse(data) };
        frames.push(frame);
        if (frame.event === 'snapshot') now = frame.data as Snapshot;
        else if (now) now = apply(now, frame.data as Update);
      }
      const shown = (): Snapshot => {
        if (!now) throw new Error('No snapshot has come');
        return now;
      };
      resolve({
        shown,
        frames,
        comments,
        close: () => sent.destroy(),
        until: (what, find, withinMs = 15_000) =>
          new Promise((found, missed) => {
            const look = (): boolean => {
              const result = now && find(now);
              if (result === undefined || result === false) return false;
              clearTimeout(timer);
              listeners.delete(look);
              found(result);
              return true;
            };
            const timer = setTimeout(() => {
              listeners.delete(look);
              missed(new Error(`Not seen within ${withinMs} ms: ${what}`));
            }, withinMs);
            listeners.add(look);
            look();
          }),
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

export function switchOf(shown: Snapshot, id: string): Switch {
  const found = shown.switches.flatMap(({ switches }) => switches).find((one) => one.id === id);
  if (!found) throw new Error(`There is no switch ${id}`);
  return found;
}

export function personOf(shown: Snapshot, email: string): string {
  const found = shown.workspace.people.find((one) => one.email === email);
  if (!found) throw new Error(`There is nobody called ${email}`);
  return found.id;
}

/** All words of a message, whatever blocks they stand in. */
export const wordsOf = (message: Message): string => `${message.text} ${JSON.stringify(message.blocks)}`;
