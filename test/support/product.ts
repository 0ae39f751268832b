/** The product in this process against the fictional company: what tests ask questions of. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerTo, understand } from '../../commands/ask.js';
import { assemble } from '../../src/assemble.js';
import { commonFlags } from '../../src/cli-flags.js';
import { loadConfig } from '../../src/config-load.js';
import type { WhyReport } from '../../src/diagnosis/report.js';
import type { Answer } from '../../src/render/answer.js';
import { type GoogleEmulator, startGoogleEmulator } from '../../src/sandbox/google/emulator.js';
import { acmeWorld, sandboxConfigYaml } from '../../src/sandbox/world.js';
import { createMemoryFactCache } from '../../src/store/memory.js';
import type { Clock } from '../../src/store/ports.js';

export interface AskOptions {
  readonly fresh?: boolean;
  readonly timeoutMs?: number;
  /** Another address for Google, e.g. a proxy in front of the emulator. */
  readonly endpoint?: string;
  readonly progress?: (step: string) => void;
  /** A clock of the test's own, with a memory of facts that goes by it. */
  readonly clock?: Clock;
}

export interface Product {
  readonly google: GoogleEmulator;
  /** A new product (cold memory) for one line of words. */
  readonly cold: (words: readonly string[], options?: AskOptions) => Promise<Answer>;
  /** The same product for several lines. */
  readonly open: (options?: AskOptions) => {
    ask: (words: readonly string[], options?: AskOptions) => Promise<Answer>;
    close: () => Promise<void>;
  };
  readonly close: () => Promise<void>;
}

/** Starts the company's Google; every question goes over real sockets. */
export async function startProduct(yaml = sandboxConfigYaml()): Promise<Product> {
  const google = await startGoogleEmulator({ world: acmeWorld({ now: () => Date.now() }) });
  const folder = mkdtempSync(join(tmpdir(), 'iap-doctor-test-'));
  const file = join(folder, 'iap-doctor.yaml');
  writeFileSync(file, yaml);

  function open(settings: AskOptions = {}) {
    const env = { IAP_DOCTOR_GOOGLE_ENDPOINT: settings.endpoint ?? google.url };
    const loaded = loadConfig({ file, env });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.mistakes));
    const assembled = assemble(loaded.config, loaded.environment);
    const { clock } = settings;
    const own = clock && {
      clock,
      cache: createMemoryFactCache({ clock, version: '1', identity: 'test' }),
    };
    const ask = async (words: readonly string[], options: AskOptions = {}): Promise<Answer> =>
      answerTo(
        understand(words, 'terminal', commonFlags),
        { ...(await assembled).app, ...own },
        {
          speaker: { surface: 'terminal', self: undefined, resolveSlackUser: undefined },
          signal: new AbortController().signal,
          timeoutMs: options.timeoutMs ?? settings.timeoutMs ?? 15_000,
          fresh: options.fresh ?? settings.fresh ?? false,
          progress: options.progress ?? (() => undefined),
          mayAskAbout: () => true,
        },
        (_id, error) => {
          throw error;
        },
      );
    return { ask, close: async () => (await assembled).close() };
  }

  return {
    google,
    open,
    cold: async (words, options) => {
      const product = open(options);
      try {
        return await product.ask(words, options);
      } finally {
        await product.close();
      }
    },
    close: async () => {
      rmSync(folder, { recursive: true, force: true });
      await google.close();
    },
  };
}

/** The report of a `why` answer; anything else is a failed test with the answer in its message. */
export function reportOf(answer: Answer): WhyReport {
  if (answer.kind !== 'why') throw new Error(`Not a report: ${JSON.stringify(answer)}`);
  return answer.report;
}
