/** `iap-doctor sandbox` as a person starts it: the page and the prompt of one process, and a clean end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entry } from '../support/program.js';
import { until } from '../support/until.js';
import { act, follow, personOf, wordsOf } from './web/harness.js';

interface Running {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

let temporary: string;
const running: Running[] = [];
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'iap-doctor-run-page-'));
});
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  rmSync(temporary, { recursive: true, force: true });
});

/** Everything it writes goes into a folder of the test's own, so that what is left can be seen. */
function start(words: readonly string[], stdin: 'ignore' | 'pipe' = 'ignore'): Running {
  const child = spawn(process.execPath, [entry, 'sandbox', '--no-open', ...words], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: temporary },
    stdio: [stdin, 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const started = { child, said: () => text, ended };
  running.push(started);
  return started;
}

async function portOf({ child, said }: Running): Promise<number> {
  const port = (): string | undefined => /open at http:\/\/127\.0\.0\.1:(\d+)\//.exec(said())?.[1];
  const known = (): boolean => {
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${said()}`);
    return port() !== undefined;
  };
  await until('the address of the page', known, 45_000);
  return Number(port());
}

describe('the sandbox', () => {
  it('opens its page, answers on it, and leaves nothing behind when it is told to end', async () => {
    const sandbox = start(['--port', '0']);
    const port = await portOf(sandbox);
    const page = await follow(port);
    try {
      const person = await page.until('Maya', (shown) => personOf(shown, 'maya@acme.test'));
      const slash = { type: 'slash', person, channel: 'C0HELP', text: '/iap why me dashboard' } as const;
      expect(await act(port, slash)).toEqual({ ok: true });
      await page.until('the answer', ({ workspace }) =>
        workspace.ephemerals.find((one) => /get into dashboard/.test(wordsOf(one))),
      );
    } finally {
      page.close();
    }
    expect(readdirSync(temporary)).not.toEqual([]);
    sandbox.child.kill('SIGINT');
    expect(await sandbox.ended).toBe(0);
    expect(readdirSync(temporary).filter((name) => name.startsWith('iap-doctor'))).toEqual([]);
  }, 60_000);

  it('reads questions from its input beside the page, and ends with it', async () => {
    const sandbox = start(['--port', '0'], 'pipe');
    sandbox.child.stdin?.end('as ana\n/iap why me dashboard\nquit\n');
    expect(await sandbox.ended).toBe(0);
    expect(sandbox.said()).toContain('can use dashboard');
  }, 60_000);

  it('says that a port is taken which it was told to use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    try {
      const sandbox = start(['--port', String(typeof address === 'object' ? address?.port : 0)]);
      expect(await sandbox.ended).toBe(2);
      expect(sandbox.said()).toMatch(/could not be opened on port \d+: .*EADDRINUSE/);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  }, 60_000);

  it('takes another port where its usual one is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      // Somebody else may have it already, which is as good.
      other.once('error', () => resolve());
      other.listen(4710, '127.0.0.1', resolve);
    });
    try {
      expect(await portOf(start([]))).not.toBe(4710);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  }, 60_000);

  it('says what a port is to whoever gives it none', async () => {
    const sandbox = start(['--port', 'no']);
    expect(await sandbox.ended).toBe(2);
    expect(sandbox.said()).toContain('0 to 65535');
  });
});
