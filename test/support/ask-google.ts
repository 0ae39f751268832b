/** One cold question to the product in this process, against any server that speaks like Google, under a frozen clock. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerTo, understand } from '../../commands/ask.js';
import { commonFlags } from '../../src/cli-flags.js';
import type { Config } from '../../src/config.js';
import { loadConfig } from '../../src/config-load.js';
import type { WhyReport } from '../../src/diagnosis/report.js';
import { createGoogle } from '../../src/google/index.js';
import { createMemoryFactCache } from '../../src/store/memory.js';
import type { Clock } from '../../src/store/ports.js';
import { reportOf } from './product.js';

/** A configuration from its text. */
export function configOf(yaml: string): Config {
  const folder = mkdtempSync(join(tmpdir(), 'iap-doctor-config-'));
  try {
    const file = join(folder, 'iap-doctor.yaml');
    writeFileSync(file, yaml);
    const loaded = loadConfig({ file, env: {} });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.mistakes));
    return loaded.config;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface ColdQuestion {
  readonly url: string;
  readonly token: string;
  readonly config: Config;
  readonly clock: Clock;
  readonly words: readonly string[];
  readonly timeoutMs: number;
}

/** Asks with nothing remembered. The retries of this client hardly wait, so that many questions can be asked. */
export async function askCold(question: ColdQuestion): Promise<WhyReport> {
  const { url, token, config, clock, words, timeoutMs } = question;
  const google = createGoogle({ endpoint: new URL(url), token, retryBaseMs: 2, now: () => clock.now() });
  const cache = createMemoryFactCache({ clock, version: 'test', identity: token });
  try {
    const answer = await answerTo(
      understand(words, 'terminal', commonFlags),
      { config, google, cache, clock, newReference: () => '7Q2MK4XD' },
      {
        speaker: { surface: 'terminal', self: undefined, resolveSlackUser: undefined },
        signal: new AbortController().signal,
        timeoutMs,
        fresh: false,
        progress: () => undefined,
        mayAskAbout: () => true,
      },
      (_id, error) => {
        throw error;
      },
    );
    return reportOf(answer);
  } finally {
    await cache.close();
    google.close();
  }
}
