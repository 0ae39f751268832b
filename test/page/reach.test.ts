/** Who can use the sandbox's page: by keyboard alone, on a phone, in the dark, and with a reader of screens. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserForTests } from '../support/browser.js';
import { answered, openSandbox, type SandboxInBrowser, type } from './sandbox.js';

const start = await browserForTests();
const PHONE = { viewport: { width: 375, height: 740 }, hasTouch: true, isMobile: true };

interface Found {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** What axe finds against WCAG 2.2 A and AA and good practice, one line each. */
async function barriers(page: Page, without: readonly string[] = []): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<Found>(
    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
  );
  return found.violations
    .filter(({ id }) => !without.includes(id))
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
    );
}

// What runs in the page is written as text: the tests themselves know no `document`.

/** How far the page can be moved sideways, in pixels. */
const sideways = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');

/** The name of what has the focus, as a reader of screens would begin to say it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate<string>(
    "document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? ''",
  );

/** Whether it can be seen what has the focus. */
const showsFocus = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>(`(() => {
    const at = document.activeElement;
    if (at === null || at === document.body) return true;
    const { outlineStyle, boxShadow } = getComputedStyle(at.closest('.composer') ?? at);
    return outlineStyle !== 'none' || boxShadow !== 'none';
  })()`);

/** The colour behind the conversation. */
const paper = (page: Page): Promise<string> =>
  page.evaluate<string>("getComputedStyle(document.querySelector('.chat')).backgroundColor");

describe.skipIf(start === undefined)('the sandbox’s page', { timeout: 90_000 }, () => {
  let sandbox: SandboxInBrowser;
  beforeAll(async () => {
    if (start !== undefined) sandbox = await openSandbox(start);
  });
  afterAll(() => sandbox?.close());

  it('can be used by the keyboard alone, and always shows where one is', async () => {
    const { page, problems, leave } = await sandbox.visit();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toContain('Skip to the conversation');
    await page.keyboard.press('Enter');
    for (let i = 0; i < 20 && !(await focused(page)).startsWith('Message #help-access'); i++) {
      await page.keyboard.press('Tab');
      expect(await showsFocus(page), await focused(page)).toBe(true);
    }
    await page.keyboard.type('/iap wh');
    await page.getByRole('option', { name: /^why/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type('me das');
    await page.getByRole('option', { name: /^dashboard/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    expect(await page.locator('.chat > .composer textarea').inputValue()).toBe('/iap why me dashboard ');
    await page.keyboard.press('Enter');
    const answer = await answered(page, "can't get into dashboard");
    await answer.getByRole('button', { name: 'Evidence' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Evidence' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused(page)).toContain('Evidence');
    expect(problems).toEqual([]);
    await leave();
  });

  it('goes along the timeline by arrow keys, and through the instruments', async () => {
    const { page, problems, leave } = await sandbox.visit();
    await page.getByRole('tab', { name: 'Broken things' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await focused(page)).toBe('Timeline');
    const marks = page.locator('.mark');
    await marks.first().waitFor();
    expect(
      await marks.evaluateAll((all) => all.filter((one) => one.getAttribute('tabindex') === '0').length),
    ).toBe(1);
    await page.locator('.mark[tabindex="0"]').focus();
    const before = await focused(page);
    await page.keyboard.press('ArrowLeft');
    expect(await focused(page)).not.toBe(before);
    await page.keyboard.press('Enter');
    await page.locator('.entries [data-selected="true"]').waitFor();
    expect(problems).toEqual([]);
    await leave();
  });

  it('tells readers of screens what is said after they came', async () => {
    const { page, leave } = await sandbox.visit('#as=bob&at=C0RANDOM');
    const { slack, people } = sandbox.stage;
    const ana = people.find((one) => one.name === 'ana');
    slack.say(ana?.id ?? '', 'C0RANDOM', 'lunch at noon?');
    await page
      .locator('[role=status]', { hasText: 'Ana Lima: lunch at noon?' })
      .waitFor({ state: 'attached' });
    await leave();
  });

  it.each(['light', 'dark'] as const)(
    'has no barrier that axe finds, in the %s',
    async (colorScheme) => {
      const { page, problems, leave } = await sandbox.visit('#as=bob&panel=calls', {
        colorScheme,
        reducedMotion: 'reduce',
      });
      await type(page, '/iap why maya@acme.test dashboard');
      const answer = await answered(page, 'dashboard');
      expect(await barriers(page), 'conversation and calls').toEqual([]);
      await page.getByRole('tab', { name: 'Timeline' }).click();
      await page.locator('.entry').first().click();
      expect(await barriers(page), 'timeline').toEqual([]);
      await page.getByRole('tab', { name: 'Broken things' }).click();
      await page.getByRole('searchbox', { name: 'Find a switch' }).fill('dashboard');
      expect(await barriers(page), 'switches').toEqual([]);
      await answer.getByRole('button', { name: 'Evidence' }).click();
      await page.getByRole('dialog', { name: 'Evidence' }).waitFor();
      expect(await barriers(page), 'modal').toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: /You are/ }).click();
      expect(await barriers(page), 'people').toEqual([]);
      await page.keyboard.press('Escape');
      await page.locator('.chat > .composer textarea').fill('/iap wh');
      expect(await barriers(page), 'suggestions').toEqual([]);
      expect(problems).toEqual([]);
      await leave();
    },
    90_000,
  );

  it('fits on a phone: one part at a time, and nothing sideways', async () => {
    const { page, problems, leave } = await sandbox.visit('#as=bob', PHONE);
    await type(page, '/iap why maya@acme.test dashboard');
    await answered(page, 'dashboard');
    await type(page, '/iap probe gallery');
    await answered(page, 'gallery');
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    for (const part of ['Places', 'Instruments', 'Conversation']) {
      await page
        .getByRole('navigation', { name: 'Parts of the page' })
        .getByRole('button', { name: part })
        .click();
      expect(await sideways(page), part).toBeLessThanOrEqual(0);
      expect(await page.locator('.frame > :is(.places, .chat, .instruments):visible').count()).toBe(1);
      // Where only one part is in front, the conversation and the title are out of sight.
      expect(await barriers(page, ['landmark-one-main', 'page-has-heading-one']), part).toEqual([]);
    }
    await page.getByRole('button', { name: 'Instruments', exact: true }).click();
    for (const tab of ['Timeline', 'Google calls', 'Broken things']) {
      await page.getByRole('tab', { name: tab }).click();
      expect(await sideways(page), tab).toBeLessThanOrEqual(0);
    }
    expect(problems).toEqual([]);
    await leave();
  });

  it('is dark where the system is, and as the reader chose from then on', async () => {
    const { page, problems, leave } = await sandbox.visit('', { colorScheme: 'dark' });
    const dark = await paper(page);
    await page.getByRole('button', { name: /Colours: as the system has it/ }).click();
    expect(await paper(page)).not.toBe(dark);
    await page.reload();
    await page.getByRole('button', { name: /Colours: light/ }).waitFor();
    expect(await paper(page)).not.toBe(dark);
    await page.getByRole('button', { name: /Colours: light/ }).click();
    expect(await paper(page)).toBe(dark);
    expect(problems).toEqual([]);
    await leave();
  });

  it('needs no style and no script that the page itself did not bring', async () => {
    const { page, problems, leave } = await sandbox.visit();
    await page.route(sandbox.url, async (route) => {
      const response = await route.fetch();
      const strict =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'";
      await route.fulfill({
        response,
        headers: { ...response.headers(), 'content-security-policy': strict },
      });
    });
    await page.reload();
    await type(page, '/iap why me dashboard');
    await answered(page, 'dashboard');
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await page.locator('.mark').first().waitFor();
    expect(problems).toEqual([]);
    await leave();
  });
});
