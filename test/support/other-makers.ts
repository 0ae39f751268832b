/** Servers of other make for the tests: nginx and haproxy from the system's packages, with TLS of the sandbox's authority. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Leaf } from '../../src/sandbox/front/certificates.js';
import { haproxyConfig, nginxConfig, type OtherPlan } from './other-makers-config.js';
import { until } from './until.js';

export type { OtherPlan } from './other-makers-config.js';

/** A running server. */
export interface OtherServer {
  readonly port: number;
  /** What it wrote to its log, for a test that fails. */
  log(): string;
  close(): Promise<void>;
}

export interface OtherMakers {
  /** Both take the same plan; the certificate is a leaf of the sandbox's authority, flawed or not. */
  nginx(leaf: Leaf, plan: OtherPlan): Promise<OtherServer>;
  haproxy(leaf: Leaf, plan: OtherPlan): Promise<OtherServer>;
}

const script = fileURLToPath(new URL('../../scripts/ensure-program.mjs', import.meta.url));

function ensure(program: string, debianPackage: string): Promise<{ path: string } | { why: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, program, debianPackage], (error, stdout, stderr) => {
      resolve(error ? { why: stderr.trim() || error.message } : { path: stdout.trim() });
    });
  });
}

/**
 * Asked at the top of a test file: the paths of the programs in the order they were asked for, or undefined where one cannot
 * be had. The file then skips its tests (`describe.skipIf`), so that they are counted, and one line says how to install what
 * is missing. With `CI` set a missing program fails the file.
 *
 * @param wanted program and Debian package of each
 */
export async function programsForTests(
  ...wanted: readonly (readonly [program: string, debianPackage: string])[]
): Promise<readonly string[] | undefined> {
  const found: string[] = [];
  for (const [program, debianPackage] of wanted) {
    const one = await ensure(program, debianPackage);
    if ('path' in one) {
      found.push(one.path);
      continue;
    }
    if (process.env.CI) throw new Error(`These tests need ${program}. ${one.why}`);
    process.stderr.write(`\nSKIPPED, needs ${program}: ${one.why}\n`);
    return undefined;
  }
  return found;
}

/** {@link programsForTests} for both servers: starters, or undefined where one cannot be had. */
export async function otherMakersForTests(): Promise<OtherMakers | undefined> {
  const found = await programsForTests(['nginx', 'nginx-light'], ['haproxy', 'haproxy']);
  if (!found) return undefined;
  const [nginx = '', haproxy = ''] = found;
  return {
    nginx: (leaf, plan) =>
      start(plan, (folder, port) => {
        writeFileSync(join(folder, 'cert.pem'), leaf.cert);
        writeFileSync(join(folder, 'key.pem'), leaf.key);
        writeFileSync(join(folder, 'nginx.conf'), nginxConfig(plan, port, folder));
        return [nginx, '-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'];
      }),
    haproxy: (leaf, plan) =>
      start(plan, (folder, port) => {
        writeFileSync(join(folder, 'both.pem'), leaf.cert + leaf.key);
        writeFileSync(join(folder, 'haproxy.cfg'), haproxyConfig(plan, port, folder));
        return [haproxy, '-db', '-f', join(folder, 'haproxy.cfg')];
      }),
  };
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
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

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

const ATTEMPTS = 5;

async function start(
  plan: OtherPlan,
  prepare: (folder: string, port: number) => readonly string[],
): Promise<OtherServer> {
  for (let attempt = 1; ; attempt += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'iap-doctor-other-'));
    const port = plan.port ?? (await freePort());
    try {
      return await run(prepare(folder, port), port, folder);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      // Somebody else was quicker to take the port.
      if (attempt === ATTEMPTS || plan.port !== undefined) throw error;
    }
  }
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

async function run(command: readonly string[], port: number, folder: string): Promise<OtherServer> {
  const [program = '', ...words] = command;
  const child: ChildProcess = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let said = '';
  let over = false;
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      over = true;
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  const close = async (): Promise<void> => {
    if (!over) child.kill('SIGKILL');
    await ended;
    running.delete(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await until(`${program} listens`, async () => over || (await listens(port)));
    if (over) throw new Error(`${program} ended: ${said.slice(-1000)}`);
  } catch (error) {
    await close();
    throw error;
  }
  return { port, log: () => said, close };
}
