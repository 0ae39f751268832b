/** One whole sandbox with its page for a test file, started and ended with the tests around. */
import { afterAll, afterEach, beforeAll } from 'vitest';
import { systemClock } from '../../../src/assemble.js';
import { openStage, type Stage, type StageOptions } from '../../../src/sandbox/stage.js';
import type { Action, ActResult } from '../../../src/sandbox/web/protocol.js';
import { type Page, startPage } from '../../../src/sandbox/web/server.js';
import { act, follow, personOf, type Reader } from './harness.js';

export interface SandboxForTests {
  readonly stage: () => Stage;
  readonly port: () => number;
  /** A page that is open for all of the file. */
  readonly page: () => Reader;
  /** Another one, closed after the test. */
  readonly another: (headers?: Readonly<Record<string, string>>) => Promise<Reader>;
  readonly act: (action: Action) => Promise<ActResult>;
  /** The user id of an address. */
  readonly who: (email: string) => string;
}

/** Called inside `describe`. */
export function sandbox(options: StageOptions = {}): SandboxForTests {
  let stage: Stage | undefined;
  let page: Page | undefined;
  let reader: Reader | undefined;
  const others: Reader[] = [];
  const need = <T>(found: T | undefined): T => {
    if (found === undefined) throw new Error('The sandbox is not open');
    return found;
  };
  beforeAll(async () => {
    stage = await openStage(systemClock, options);
    page = await startPage(stage);
    reader = await follow(page.port);
    await reader.until('the first snapshot', () => true);
  }, 60_000);
  afterEach(() => {
    for (const other of others.splice(0)) other.close();
  });
  afterAll(async () => {
    reader?.close();
    await page?.close();
    await stage?.close();
  }, 60_000);
  return {
    stage: () => need(stage),
    port: () => need(page).port,
    page: () => need(reader),
    async another(headers) {
      const other = await follow(need(page).port, headers);
      others.push(other);
      await other.until('the first snapshot', () => true);
      return other;
    },
    act: (action) => act(need(page).port, action),
    who: (email) => personOf(need(reader).shown(), email),
  };
}
