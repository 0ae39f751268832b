/** A real Chromium for the pictures and the tests of the sandbox's page: the system's own, installed where it is missing, never fetched. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

const script = fileURLToPath(new URL('ensure-program.mjs', import.meta.url));

/** Nothing of these asks anybody but the page's own server for anything. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Shared memory is small in containers.
  '--disable-dev-shm-usage',
];

/** Finds or installs Chromium: its path, or why there is none. */
export function findChromium(): Promise<{ readonly path: string } | { readonly why: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, 'chromium', 'chromium'], (error, stdout, stderr) => {
      resolve(error ? { why: stderr.trim() || error.message } : { path: stdout.trim() });
    });
  });
}

export function startChromium(path: string): Promise<Browser> {
  return chromium.launch({ executablePath: path, headless: true, args: FLAGS });
}
