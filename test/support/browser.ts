/** A real Chromium for the tests of the sandbox's page: the system's own, installed where it is missing, never fetched. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

const script = fileURLToPath(new URL('../../scripts/ensure-program.mjs', import.meta.url));

/** Finds or installs Chromium: its path, or why there is none. */
function ensure(): Promise<{ readonly path: string } | { readonly why: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, 'chromium', 'chromium'], (error, stdout, stderr) => {
      resolve(error ? { why: stderr.trim() || error.message } : { path: stdout.trim() });
    });
  });
}

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

/**
 * Asked at the top of a test file. Gives a starter of browsers, or undefined where Chromium cannot be had: the file then
 * skips its tests (`describe.skipIf`), so that they are counted. With `CI` set a missing Chromium fails the file.
 */
export async function browserForTests(): Promise<(() => Promise<Browser>) | undefined> {
  const found = await ensure();
  if ('path' in found)
    return () => chromium.launch({ executablePath: found.path, headless: true, args: FLAGS });
  if (process.env.CI) throw new Error(`The tests of the sandbox's page need Chromium. ${found.why}`);
  process.stderr.write(`\nSKIPPED, needs Chromium: ${found.why}\n`);
  return undefined;
}
