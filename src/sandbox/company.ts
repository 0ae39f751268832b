/** Starts the fictional company's Google and front door on this computer, and the configuration that makes the product know both. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config, Environment } from '../config.js';
import { formatMistakes, loadConfig } from '../config-load.js';
import type { Clock } from '../store/ports.js';
import { type FrontDoor, startFrontDoor } from './front/index.js';
import { type GoogleEmulator, startGoogleEmulator } from './google/emulator.js';
import { acmeWorld, type BrokenPath, brokenPaths, sandboxConfigYaml, sandboxServices } from './world.js';

export interface Company {
  readonly google: GoogleEmulator;
  readonly front: FrontDoor;
  readonly config: Config;
  readonly environment: Environment;
  readonly close: () => Promise<void>;
}

/** The front door as acme.test has it: each broken path broken in its own way. */
function openFront(google: GoogleEmulator): Promise<FrontDoor> {
  const hostOf = ({ name }: BrokenPath): string => `${name}.acme.test`;
  const grpc = sandboxServices.flatMap(({ url, grpc: method }) =>
    url !== undefined && method !== undefined ? [new URL(url).hostname] : [],
  );
  return startFrontDoor({
    world: google.world,
    tokens: google.switches.tokens,
    switches: Object.fromEntries(brokenPaths.map((path) => [hostOf(path), path.switches])),
    grpc,
    careless: brokenPaths.filter(({ careless }) => careless).map(hostOf),
  });
}

export interface CompanyOptions {
  /** Slack channels in which access-request messages are answered. */
  readonly channels?: readonly string[];
}

/** Everything outside of the product that a question about acme.test needs. `extra` adds to the environment, e.g. Slack's. */
export async function openCompany(
  clock: Clock,
  extra: NodeJS.ProcessEnv = {},
  { channels = [] }: CompanyOptions = {},
): Promise<Company> {
  const google = await startGoogleEmulator({ world: acmeWorld(clock) });
  const front = await openFront(google);
  const folder = mkdtempSync(join(tmpdir(), 'iap-doctor-sandbox-'));
  const close = async (): Promise<void> => {
    rmSync(folder, { recursive: true, force: true });
    await front.close();
    await google.close();
  };
  const file = join(folder, 'iap-doctor.yaml');
  const ca = join(folder, 'ca.pem');
  const connectTo = front.connectTo();
  writeFileSync(ca, front.caPem);
  // Cloud Run's own addresses are no services of the configuration, but the way around IAP.
  const allow = [
    ...new Set(Object.values(connectTo)),
    ...front.hosts.filter((one) => one.endsWith('.run.test')),
  ];
  writeFileSync(file, sandboxConfigYaml({ ca, connectTo, allow, channels }));
  const loaded = loadConfig({ file, env: { ...extra, IAP_DOCTOR_GOOGLE_ENDPOINT: google.url } });
  if (!loaded.ok) {
    await close();
    throw new Error(`The sandbox\u2019s own configuration is wrong:\n${formatMistakes(loaded.mistakes)}`);
  }
  return { google, front, config: loaded.config, environment: loaded.environment, close };
}
