/** The fictional company with its front door, a configuration that leads there, and the built program to probe it with. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { FrontDoorOptions } from '../../src/sandbox/front/index.js';
import { sandboxConfigYaml } from '../../src/sandbox/world.js';
import { openStreet, type Street } from '../sandbox/front/harness.js';
import { type Ended, run } from './program.js';

export interface ProbeStreet extends Street {
  /** A folder that is gone in the end, for token files. */
  readonly folder: string;
  readonly config: string;
  /** Every secret that was handed out: none of them may stand in any output. */
  readonly handedOut: readonly string[];
  /** An ID token that is written to a file; the name of the file. */
  tokenFile(email: string, claims?: Readonly<Record<string, unknown>>): string;
  /** Any text in a file. */
  file(text: string): string;
  /** Runs the program with `probe` and these words. */
  probe(...words: readonly string[]): Promise<Ended>;
}

export interface ConfigMore {
  readonly allow?: readonly string[];
  readonly connectTo?: Readonly<Record<string, string>>;
  readonly services?: readonly Readonly<Record<string, unknown>>[];
}

/** The configuration of acme.test with its hosts led to `connectTo`. */
export function probeConfig(
  ca: string,
  { allow = ['127.0.0.1'], connectTo = {}, services = [] }: ConfigMore,
): string {
  const config = parse(sandboxConfigYaml()) as Record<string, unknown>;
  const all = [...services, ...(config.services as unknown[])];
  return stringify({ ...config, services: all, probe: { allow, ca, connectTo } });
}

/** Starts everything. `more` adds services and detours to the configuration. */
export async function openProbeStreet(
  options: Partial<FrontDoorOptions> = {},
  more: (street: Street) => ConfigMore | Promise<ConfigMore> = () => ({}),
): Promise<ProbeStreet> {
  const street = await openStreet(options);
  const folder = mkdtempSync(join(tmpdir(), 'iap-doctor-probe-'));
  const ca = join(folder, 'ca.pem');
  const config = join(folder, 'iap-doctor.yaml');
  const extra = await more(street);
  writeFileSync(ca, street.front.caPem);
  // Wildcards are nothing to connect to by name.
  const hosts = Object.entries(street.front.connectTo()).filter(([host]) => !host.includes('*'));
  const connectTo = { ...Object.fromEntries(hosts), ...extra.connectTo };
  writeFileSync(config, probeConfig(ca, { ...extra, connectTo }));
  const handedOut: string[] = [];
  let files = 0;
  const file = (text: string): string => {
    files += 1;
    const path = join(folder, `token-${files}.txt`);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  return {
    ...street,
    folder,
    config,
    handedOut,
    file,
    tokenFile(email, claims) {
      const token = street.idToken(email, claims);
      handedOut.push(token);
      return file(token);
    },
    probe: (...words) =>
      run(['probe', ...words, '--config', config], { IAP_DOCTOR_GOOGLE_ENDPOINT: street.google.url }, folder),
    close: async () => {
      rmSync(folder, { recursive: true, force: true });
      await street.close();
    },
  };
}
