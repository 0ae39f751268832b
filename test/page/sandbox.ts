/** The whole sandbox with its page in a real Chromium: what is wrong on a page is collected, and has to be nothing. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { openStage, type Stage } from '../../src/sandbox/stage.js';
import { startPage } from '../../src/sandbox/web/server.js';

export interface Visit {
  readonly page: Page;
  /** Errors in the console, exceptions, and requests that left this computer. */
  readonly problems: readonly string[];
  readonly leave: () => Promise<void>;
}

export interface SandboxInBrowser {
  readonly stage: Stage;
  readonly url: string;
  /** Opens the page as one who has never been there; `hash` says where to begin. */
  readonly visit: (hash?: string, options?: BrowserContextOptions) => Promise<Visit>;
  /** Ends the page's server as Ctrl+C would; pages that are open stay open. */
  readonly stopServing: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const root = resolve(import.meta.dirname, '../..');

/** The page as it is now, built where nobody else looks. */
async function buildPage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'iap-doctor-page-'));
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', '--outDir', folder], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  return folder;
}

/** Starts everything; nothing is shared with other test files. */
export async function openSandbox(start: () => Promise<Browser>): Promise<SandboxInBrowser> {
  const folder = await buildPage();
  const stage = await openStage({ now: () => Date.now() }, { redis: false });
  const served = await startPage(stage, { folder });
  const browser = await start();
  let stopped: Promise<void> | undefined;
  const stopServing = (): Promise<void> => {
    stopped ??= served.close();
    return stopped;
  };
  return {
    stage,
    url: served.url,
    visit: (hash = '', options = {}) => visit(browser, served.url, hash, options),
    stopServing,
    async close() {
      await browser.close();
      await stopServing();
      await stage.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function visit(
  browser: Browser,
  url: string,
  hash: string,
  options: BrowserContextOptions,
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    colorScheme: 'light',
    ...options,
  });
  const problems: string[] = [];
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) problems.push(`asked for ${request.url()}`);
  });
  await page.goto(url + hash);
  await page.locator('.frame').waitFor();
  return { page, problems, leave: () => context.close() };
}

/** Types into the box of the channel and sends it. */
export async function type(page: Page, text: string): Promise<void> {
  const box = page.locator('.chat > .composer').getByRole('textbox');
  await box.fill(text);
  await box.press('Escape');
  await box.press('Enter');
}

/** The newest message of the app that only the reader sees. */
export const answers = (page: Page): Locator =>
  page.getByRole('article').filter({ hasText: 'Only visible to you' });

/** Resolves when the page shows that a question has been answered. */
export async function answered(page: Page, words: string | RegExp): Promise<Locator> {
  const answer = answers(page).filter({ hasText: words }).last();
  await answer.waitFor();
  return answer;
}
