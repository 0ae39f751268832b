/** The sandbox's own Redis, where `redis-server` is installed: on a free port, in a folder of its own, gone at the end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface SandboxRedis {
  readonly url: string;
  state(): 'running' | 'stopped' | 'frozen';
  /** Starts or thaws it, with everything it held. Resolves when it takes commands. */
  start(): Promise<void>;
  /** `kill -9`: connections break at once. */
  stop(): Promise<void>;
  /** Takes connections and never answers. */
  freeze(): Promise<void>;
  /** Ends it and removes its folder. */
  close(): Promise<void>;
}

const ATTEMPTS = 5;
const READY_WITHIN_MS = 15_000;

/** Where `redis-server` is, as a shell would find it; `REDIS_SERVER` names another place. */
export function findRedisServer(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { REDIS_SERVER, PATH = '' } = env;
  const places = REDIS_SERVER
    ? [REDIS_SERVER]
    : PATH.split(delimiter).flatMap((folder) => (folder === '' ? [] : [join(folder, 'redis-server')]));
  return places.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Starts one; gives a sentence where there is none to start, or it would not. */
export async function openRedis(env: NodeJS.ProcessEnv = process.env): Promise<SandboxRedis | string> {
  const program = findRedisServer(env);
  if (program === undefined)
    return 'redis-server is not installed on this computer, so the bot keeps everything in its own memory. Install it and start the sandbox again to stop it here.';
  for (let attempt = 1; ; attempt += 1) {
    const redis = createRedis(program, await freePort());
    try {
      await redis.start();
      return redis;
    } catch (error) {
      // Somebody else may have been quicker to take the port.
      await redis.close();
      if (attempt < ATTEMPTS) continue;
      return `redis-server would not start, so the bot keeps everything in its own memory: ${String(error)}`;
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** Durable and never forgetful, as the bot's jobs need it (BullMQ "Going to production"). */
const settings = (port: number, folder: string): readonly string[] => [
  ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
  ...['--save', '', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction'],
];

function createRedis(program: string, port: number): SandboxRedis {
  const folder = mkdtempSync(join(tmpdir(), 'iap-doctor-sandbox-redis-'));
  let child: ChildProcess | undefined;
  let frozen = false;
  const killAtExit = (): void => void child?.kill('SIGKILL');
  process.once('exit', killAtExit);

  const stop = async (): Promise<void> => {
    const running = child;
    child = undefined;
    frozen = false;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await gone;
  };

  const start = async (): Promise<void> => {
    if (child) {
      child.kill('SIGCONT');
      frozen = false;
      return;
    }
    const started = spawn(program, settings(port, folder), { stdio: ['ignore', 'pipe', 'ignore'] });
    child = started;
    // Whatever ends it, the page must not say that it runs.
    started.once('exit', () => {
      if (child === started) child = undefined;
    });
    await ready(started);
  };

  return {
    url: `redis://127.0.0.1:${port}`,
    state: () => (child === undefined ? 'stopped' : frozen ? 'frozen' : 'running'),
    start,
    stop,
    async freeze() {
      await start();
      child?.kill('SIGSTOP');
      frozen = true;
    },
    async close() {
      await stop();
      process.removeListener('exit', killAtExit);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves when it says that it takes commands; rejects when it ends instead, or says nothing. */
function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => end(new Error('it did not become ready')), READY_WITHIN_MS);
    const end = (error?: Error): void => {
      clearTimeout(timer);
      child.stdout?.removeAllListeners('data').resume();
      if (error) reject(error);
      else resolve();
    };
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Ready to accept connections')) end();
    });
    child.once('error', end);
    child.once('exit', () => end(new Error(`it ended: ${said.trim().slice(-200)}`)));
  });
}
