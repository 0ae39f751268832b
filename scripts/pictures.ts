/** `npm run pictures`: starts the sandbox, drives its page in Chromium, and writes the pictures of the README to docs/pictures. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openStage } from '../src/sandbox/stage.js';
import { startPage } from '../src/sandbox/web/server.js';
import { findChromium, startChromium } from './browser.js';

interface Picture {
  readonly name: string;
  readonly hash: string;
  readonly size: { readonly width: number; readonly height: number };
  /** Does what is to be seen, and resolves when it is. */
  readonly play: (page: Page) => Promise<void>;
}

const say = async (page: Page, text: string): Promise<void> => {
  await page.locator('.chat > .composer textarea').fill(text);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
};

const PICTURES: readonly Picture[] = [
  {
    name: 'thread-reply',
    hash: '#as=maya',
    size: { width: 1040, height: 780 },
    async play(page) {
      await say(page, 'anyone else getting a 403 on dashboard since lunch?');
      await page.locator('.thread').getByText('Only visible to you').waitFor();
      await page.locator('.thread').getByRole('button', { name: 'Ask the owner' }).waitFor();
      await page.getByText('iap-doctor is looking').waitFor({ state: 'detached' });
    },
  },
  {
    name: 'probe',
    hash: '#as=bob&at=C0PLATFORM&panel=calls',
    size: { width: 1040, height: 960 },
    async play(page) {
      await say(page, '/iap probe ledger --as ci-deployer@acme-prod.iam.gserviceaccount.com');
      await page.getByRole('article').getByText('wrong audience').first().waitFor();
      await page.getByRole('article').getByRole('button', { name: 'Evidence' }).waitFor();
      await page.getByText('iap-doctor is looking').waitFor({ state: 'detached' });
    },
  },
  {
    name: 'timeline',
    hash: '#as=maya&front=instruments&panel=timeline&wide=1',
    size: { width: 1040, height: 700 },
    async play(page) {
      await page
        .getByRole('button', { name: /removed maya@acme.test/ })
        .first()
        .click();
    },
  },
];

const root = resolve(import.meta.dirname, '..');
const target = join(root, 'docs/pictures');

/** One picture in light and one in dark, of a company that nothing has happened to yet. */
async function draw(browser: Browser, folder: string, picture: Picture): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    const stage = await openStage({ now: () => Date.now() });
    const served = await startPage(stage, { folder });
    const page = await browser.newPage({
      viewport: picture.size,
      colorScheme,
      locale: 'en-GB',
      // As the people of the company have it in Slack.
      timezoneId: 'Europe/Berlin',
      reducedMotion: 'reduce',
    });
    await page.addInitScript("localStorage.setItem('iap-doctor-hint-seen', 'yes')");
    await page.goto(served.url + picture.hash);
    await page.locator('.frame').waitFor();
    await picture.play(page);
    // What hovers or blinks is none of the picture's business.
    await page.mouse.move(0, 0);
    await page.evaluate('document.activeElement?.blur()');
    const dark = colorScheme === 'dark' ? '-dark' : '';
    await page.screenshot({ path: join(target, `${picture.name}${dark}.png`), animations: 'disabled' });
    await page.close();
    await served.close();
    await stage.close();
  }
}

const found = await findChromium();
if (!('path' in found)) {
  process.stderr.write(`${found.why}\n`);
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'iap-doctor-pictures-'));
const build = spawnSync('npx', ['vite', 'build', '--outDir', folder], { cwd: root, stdio: 'inherit' });
if (build.status !== 0) process.exit(build.status ?? 1);
mkdirSync(target, { recursive: true });
const browser = await startChromium(found.path);
for (const picture of PICTURES) {
  await draw(browser, folder, picture);
  process.stdout.write(`docs/pictures/${picture.name}.png, ${picture.name}-dark.png\n`);
}
await browser.close();
rmSync(folder, { recursive: true, force: true });
