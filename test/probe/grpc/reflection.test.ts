/** Servers whose reflection is sparing, or odd. */
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { afterAll, describe, expect, it } from 'vitest';
import { callGrpc, describeServices } from '../../../src/probe/grpc/index.js';
import { readFields, writeText } from '../../../src/probe/grpc/wire.js';
import { optionsAt } from './endpoints.js';
import { bytesOf, NOTES, ORDERS } from './orders-file.js';

const running: Server[] = [];
afterAll(() => {
  for (const server of running) server.forceShutdown();
});

const bytes = (message: Buffer): Buffer => message;
const message = (field: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const length = body.length < 128 ? [body.length] : [(body.length & 127) | 128, body.length >> 7];
  return Buffer.concat([Buffer.from([(field << 3) | 2, ...length]), body]);
};
const notFound = message(7, Buffer.from([8, 5]), writeText(2, 'no such file'));

/** Reflection by hand: what is answered to each question. */
async function reflecting(answer: (symbol: string, file: string) => Uint8Array | undefined): Promise<number> {
  const server = new Server();
  const definition = {
    path: '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
    requestStream: true,
    responseStream: true,
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  };
  server.addService(
    { ServerReflectionInfo: definition },
    {
      ServerReflectionInfo: (call: {
        on(event: 'data', listener: (request: Buffer) => void): void;
        write(answer: Buffer): void;
      }) => {
        call.on('data', (request) => {
          const asked = readFields(request);
          const answered = answer(asked?.text(4) ?? '', asked?.text(3) ?? '');
          if (answered !== undefined) call.write(Buffer.from(answered));
        });
      },
    },
  );
  running.push(server);
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}

const METHOD = { method: 'acme.orders.v1.Orders/Get', data: '{"text":"shoes"}' };

describe('reflection', () => {
  it('is asked for every import of a server that gives one file at a time', async () => {
    const asked: string[] = [];
    const port = await reflecting((symbol, file) => {
      asked.push(symbol || file);
      return message(4, message(1, bytesOf(symbol === '' ? NOTES : ORDERS)));
    });
    const seen = await callGrpc({ ...optionsAt(port), ...METHOD });
    expect(asked.slice(0, 2)).toEqual(['acme.orders.v1.Orders', 'acme/orders/v1/note.proto']);
    // The request could be made; that this server has nothing but reflection is another matter.
    expect(seen).toMatchObject({ how: 'reflection', shape: 'unary', status: 12 });
  });

  it('ends when an import cannot be had, and the note says what is missing', async () => {
    const port = await reflecting((symbol) =>
      symbol === '' ? notFound : message(4, message(1, bytesOf(ORDERS))),
    );
    const seen = await callGrpc({ ...optionsAt(port), ...METHOD });
    expect(seen).toMatchObject({ status: undefined, note: expect.stringContaining('not complete') });
  });

  it('that answers nonsense is done without', async () => {
    const port = await reflecting(() => Buffer.from([255, 255, 255]));
    expect(await describeServices(optionsAt(port))).toMatchObject({ ok: false, status: 13 });
    const seen = await callGrpc({ ...optionsAt(port), method: METHOD.method });
    expect(seen).toMatchObject({ how: 'raw', shape: 'unknown', status: 12 });
  });

  it('that never answers costs a part of the time, not all of it', async () => {
    const seen = await callGrpc({
      ...optionsAt(await reflecting(() => undefined), 1500),
      method: METHOD.method,
    });
    expect(seen).toMatchObject({ how: 'raw', status: 12 });
  });
});
