/** Starts the fictional company's Google on this computer and the configuration that makes the product know it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config, Environment } from '../config.js';
import { formatMistakes, loadConfig } from '../config-load.js';
import type { Clock } from '../store/ports.js';
import { type GoogleEmulator, startGoogleEmulator } from './google/emulator.js';
import { acmeWorld, sandboxConfigYaml } from './world.js';

export interface Company {
  readonly google: GoogleEmulator;
  readonly config: Config;
  readonly environment: Environment;
  readonly close: () => Promise<void>;
}

/** Everything outside of the product that a question about acme.test needs. `extra` adds to the environment, e.g. Slack's. */
export async function openCompany(clock: Clock, extra: NodeJS.ProcessEnv = {}): Promise<Company> {
  const google = await startGoogleEmulator({ world: acmeWorld(clock) });
  const folder = mkdtempSync(join(tmpdir(), 'iap-doctor-sandbox-'));
  const file = join(folder, 'iap-doctor.yaml');
  writeFileSync(file, sandboxConfigYaml());
  const loaded = loadConfig({ file, env: { ...extra, IAP_DOCTOR_GOOGLE_ENDPOINT: google.url } });
  rmSync(folder, { recursive: true, force: true });
  if (!loaded.ok) {
    await google.close();
    throw new Error(`The sandbox\u2019s own configuration is wrong:\n${formatMistakes(loaded.mistakes)}`);
  }
  return { google, config: loaded.config, environment: loaded.environment, close: () => google.close() };
}
