/** A real Redis of a test file's own, on a free port, that can be killed, frozen and started again. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';

export interface TestRedis {
  readonly url: string;
  readonly port: number;
  /** Runs one command over a connection of its own. */
  command(name: string, ...args: (string | number)[]): Promise<unknown>;
  /** `kill -9`: everything stored is lost, unless it is durable. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same port; empty, unless it is durable. */
  start(): Promise<void>;
  /** Stops it in its tracks: connections stay open and nothing answers. */
  freeze(): void;
  thaw(): void;
  /** Kills it and removes its directory. */
  stop(): Promise<void>;
}

const script = fileURLToPath(new URL('../../scripts/ensure-program.mjs', import.meta.url));

/** Finds or installs `redis-server`: its path, or why there is none. */
function ensure(): Promise<{ readonly path: string } | { readonly why: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, 'redis-server', 'redis-server'], (error, stdout, stderr) => {
      resolve(error ? { why: stderr.trim() || error.message } : { path: stdout.trim() });
    });
  });
}

/**
 * Asked at the top of a test file. Gives a starter of servers, or undefined where Redis cannot be had: the file then skips
 * its tests (`describe.skipIf`), so that they are counted, and one line says how to install it. With `CI` set a missing
 * Redis fails the file.
 */
export async function redisForTests(): Promise<
  ((options?: { readonly durable?: boolean }) => Promise<TestRedis>) | undefined
> {
  const found = await ensure();
  if ('path' in found) return ({ durable = false } = {}) => startRedis(found.path, durable);
  if (process.env.CI) throw new Error(`These tests need Redis. ${found.why}`);
  process.stderr.write(`\nSKIPPED, needs Redis: ${found.why}\n`);
  return undefined;
}

const ATTEMPTS = 5;

async function startRedis(path: string, durable: boolean): Promise<TestRedis> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const server = createTestRedis(path, port, durable);
    try {
      await server.start();
      return server;
    } catch (error) {
      // Somebody else was quicker to take the port.
      await server.stop();
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

function createTestRedis(path: string, port: number, durable: boolean): TestRedis {
  const directory = mkdtempSync(join(tmpdir(), 'iap-doctor-redis-'));
  let child: ChildProcess | undefined;
  const killAtExit = (): void => void child?.kill('SIGKILL');
  process.once('exit', killAtExit);

  const kill = async (): Promise<void> => {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await gone;
  };

  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    async command(name, ...args) {
      const redis = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null });
      redis.on('error', () => undefined);
      try {
        await redis.connect();
        return await redis.call(name, ...args);
      } finally {
        redis.disconnect();
      }
    },
    kill,
    async start() {
      const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', directory];
      const running = spawn(
        path,
        [...options, '--save', '', '--appendonly', durable ? 'yes' : 'no', '--appendfsync', 'always'],
        {
          stdio: ['ignore', 'pipe', 'ignore'],
        },
      );
      child = running;
      await new Promise<void>((resolve, reject) => {
        let said = '';
        running.stdout.on('data', (chunk: Buffer) => {
          said += chunk.toString();
          if (said.includes('Ready to accept connections')) resolve();
        });
        running.once('error', reject);
        running.once('exit', () => reject(new Error(`redis-server ended: ${said.slice(-500)}`)));
      });
      running.stdout.resume();
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async stop() {
      await kill();
      process.removeListener('exit', killAtExit);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
