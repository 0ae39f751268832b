/** A proxy that holds every request until no more come, then lets the whole wave through: it counts true round trips. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WaveProxy {
  readonly url: string;
  /** How many requests each wave had. */
  readonly waves: readonly number[];
  readonly close: () => Promise<void>;
}

interface Held {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly body: Buffer;
}

/** A wave ends when nothing new has come for `quietMs` and nothing of the wave before is under way. */
export async function startWaveProxy(target: string, quietMs = 300): Promise<WaveProxy> {
  const waves: number[] = [];
  let held: Held[] = [];
  let timer: NodeJS.Timeout | undefined;
  let underWay = 0;

  const pass = ({ incoming, outgoing, body }: Held): void => {
    underWay += 1;
    const url = new URL(incoming.url ?? '/', target);
    const forward = request(
      url,
      { method: incoming.method ?? 'GET', headers: incoming.headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
        answer.on('end', () => {
          underWay -= 1;
          rearm();
        });
      },
    );
    forward.on('error', () => outgoing.destroy());
    forward.end(body);
  };
  const release = (): void => {
    if (underWay > 0 || held.length === 0) return;
    const wave = held;
    held = [];
    waves.push(wave.length);
    for (const one of wave) pass(one);
  };
  const rearm = (): void => {
    clearTimeout(timer);
    timer = setTimeout(release, quietMs);
  };

  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      held.push({ incoming, outgoing, body: Buffer.concat(chunks) });
      rearm();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    waves,
    close: async () => {
      clearTimeout(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
