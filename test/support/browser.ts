/** A real Chromium for the tests of the sandbox's page. */
import type { Browser } from 'playwright-core';
import { findChromium, startChromium } from '../../scripts/browser.js';

/**
 * Asked at the top of a test file. Gives a starter of browsers, or undefined where Chromium cannot be had: the file then
 * skips its tests (`describe.skipIf`), so that they are counted. With `CI` set a missing Chromium fails the file.
 */
export async function browserForTests(): Promise<(() => Promise<Browser>) | undefined> {
  const found = await findChromium();
  if ('path' in found) return () => startChromium(found.path);
  if (process.env.CI) throw new Error(`The tests of the sandbox's page need Chromium. ${found.why}`);
  process.stderr.write(`\nSKIPPED, needs Chromium: ${found.why}\n`);
  return undefined;
}
