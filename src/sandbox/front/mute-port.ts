/** A port on which connecting gets no answer at all: its queue is full and nobody takes from it. */
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

export interface MutePort {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens with the shortest queue there is, and then never runs again: the system drops whatever comes when it is full. */
const LISTENER = `
const { createServer } = require('node:net');
const { parentPort, workerData } = require('node:worker_threads');
const server = createServer();
server.listen({ port: workerData, host: '127.0.0.1', backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
});
server.on('error', (error) => { throw error; });
`;
const FILLERS = 8;

/** Starts one on a port, or on any free one with 0. Works where the system drops what a full queue cannot take: Linux. */
export async function startMutePort(port = 0): Promise<MutePort> {
  const worker = new Worker(LISTENER, { eval: true, workerData: port });
  const listening = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  worker.unref();
  const fillers: Socket[] = [];
  for (let i = 0; i < FILLERS; i += 1) {
    const socket = connect(listening, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.unref();
    fillers.push(socket);
  }
  // The queue is full once the last of them is left waiting; loopback needs no more than a turn for the others.
  await Promise.race([
    new Promise((resolve) => fillers[1]?.once('connect', resolve)),
    new Promise((resolve) => fillers[0]?.once('close', resolve)),
  ]);
  return {
    port: listening,
    close: async () => {
      for (const socket of fillers) socket.destroy();
      await worker.terminate();
    },
  };
}
