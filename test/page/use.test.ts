/** The sandbox's page used as people use it, in a real Chromium, against the real bot. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserForTests } from '../support/browser.js';
import { answered, answers, openSandbox, type SandboxInBrowser, type } from './sandbox.js';

const start = await browserForTests();

describe.skipIf(start === undefined)('the sandbox’s page', { timeout: 90_000 }, () => {
  let sandbox: SandboxInBrowser;
  beforeAll(async () => {
    if (start !== undefined) sandbox = await openSandbox(start);
  });
  afterAll(() => sandbox?.close());

  it('answers a slash command where it was typed, for the one who typed it', async () => {
    const { page, problems, leave } = await sandbox.visit();
    await type(page, '/iap why me dashboard');
    const answer = await answered(page, 'You can’t get into dashboard'.replace('’', "'"));
    expect(await answer.innerText()).toContain('dash-users@acme.test');
    expect(await page.locator('.typed').last().innerText()).toContain('/iap why me dashboard');
    await chooseInDialog(page, 'noor');
    await page.getByText('Noor Haddad').first().waitFor();
    expect(await answers(page).count()).toBe(0);
    expect(problems).toEqual([]);
    await leave();
  });

  it('opens the evidence as a dialog with its name, keeps the focus in it, and closes it by Escape', async () => {
    const { page, problems, leave } = await sandbox.visit();
    await type(page, '/iap why me dashboard');
    const answer = await answered(page, 'dashboard');
    const button = answer.getByRole('button', { name: 'Evidence' });
    await button.click();
    const dialog = page.getByRole('dialog', { name: 'Evidence' });
    await dialog.waitFor();
    for (let i = 0; i < 6; i++) {
      await page.keyboard.press('Tab');
      // The browser's own controls may be among the stops; nothing of the page behind is.
      const behind = await page.evaluate<boolean>(
        "document.activeElement !== document.body && document.activeElement?.closest('dialog') === null",
      );
      expect(behind).toBe(false);
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(sandbox.stage.slack.state.modals.get(personId('maya'))).toEqual([]);
    expect(problems).toEqual([]);
    await leave();
  });

  it('finds people by what stops them, and becomes one by the keyboard alone', async () => {
    const { page, problems, leave } = await sandbox.visit();
    await page.getByRole('button', { name: /You are/ }).click();
    await page.getByRole('combobox', { name: 'Find a person' }).fill('tess');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /You are\s+Tess Moreau/ }).waitFor();
    await type(page, '/iap why me orders');
    await answered(page, /orders/);
    expect(new URL(page.url()).hash).toContain('as=tess');
    expect(problems).toEqual([]);
    await leave();
  });

  it('leads the first visit from the question to its switch, whoever one has become meanwhile', async () => {
    const { page, problems, leave } = await sandbox.visit('#as=cleo');
    await page.getByRole('button', { name: 'Show the switch' }).click();
    await page.getByRole('button', { name: /You are\s+Maya/ }).waitFor();
    await page.locator('.switch-row', { hasText: 'Maya Lindqvist' }).waitFor();
    expect(problems).toEqual([]);
    await leave();
  });

  it('finds the guests of the workspace by that word', async () => {
    const { page, leave } = await sandbox.visit();
    await page.getByRole('button', { name: /You are/ }).click();
    await page.getByRole('combobox', { name: 'Find a person' }).fill('guest');
    const guests = sandbox.stage.people.filter(({ isRestricted }) => isRestricted === true);
    const people = page.getByRole('dialog').getByRole('option');
    await people.nth(guests.length).waitFor({ state: 'detached' });
    expect(await people.count()).toBe(guests.length);
    await leave();
  });

  it('flips a switch, and the next answer is another one', async () => {
    const { page, problems, leave } = await sandbox.visit('#as=ines&find=dash-users%20ines');
    await page.getByRole('switch', { name: /Ines Duarte/ }).click();
    await page.locator('.switch-row', { hasText: 'not a member' }).waitFor();
    await type(page, '/iap why me dashboard');
    await answered(page, "can't get into dashboard");
    await page.getByRole('button', { name: /Put back/ }).click();
    await page.locator('.switch-row', { hasText: /(?<!not )a member/ }).waitFor();
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await page.getByText('your switch').first().waitFor();
    expect(problems).toEqual([]);
    await leave();
  });

  it('shows the reply in the thread of a message to everybody, and what is private to the one who asked', async () => {
    const { page, problems, leave } = await sandbox.visit('#as=iris');
    await type(page, 'anyone else getting a 403 on dashboard since lunch?');
    const thread = page.locator('.thread').last();
    await thread
      .getByRole('article', { name: /^iap-doctor/ })
      .first()
      .waitFor();
    await thread.getByText('Only visible to you').waitFor();
    expect(await thread.innerText()).toContain('dashboard');
    await chooseInDialog(page, 'bob');
    await page.getByRole('button', { name: /You are\s+Bob/ }).waitFor();
    await thread
      .getByRole('article', { name: /^iap-doctor/ })
      .first()
      .waitFor();
    expect(await thread.getByText('Only visible to you').count()).toBe(0);
    await thread.getByRole('button', { name: /^Reply in the thread…/ }).click();
    await page.getByRole('textbox', { name: 'Reply in the thread as bob' }).fill('looking into it');
    await page.keyboard.press('Enter');
    await thread.getByText('looking into it').waitFor();
    expect(problems).toEqual([]);
    await leave();
  });

  it('looks for the one who uses the shortcut of a message, and leaves the message as it was', async () => {
    const { page, problems, leave } = await sandbox.visit('#as=tess&at=C0PLATFORM');
    await type(page, 'my 403 on orders is back');
    const message = page.getByRole('article', { name: /^Tess Moreau/ });
    await message.hover();
    await message.getByRole('button', { name: /^More for the message/ }).click();
    await page.keyboard.press('Enter');
    await answered(page, "can't get into orders");
    expect(await message.innerText()).toContain('my 403 on orders is back');
    expect(problems).toEqual([]);
    await leave();
  });

  it('asks the owner through a form, and the owner finds it in their direct messages', async () => {
    const { page, problems, leave } = await sandbox.visit('#as=jude');
    await type(page, '/iap why me dashboard');
    const answer = await answered(page, "can't get into dashboard");
    await answer.getByRole('button', { name: 'Ask the owner' }).click();
    const form = page.getByRole('dialog', { name: 'Ask the owner' });
    await form.getByRole('textbox', { name: /Anything to add/ }).fill('for the quarterly numbers');
    await form.getByRole('button', { name: 'Send' }).click();
    await form.waitFor({ state: 'detached' });
    await chooseInDialog(page, 'bob@acme');
    await page.getByRole('button', { name: 'iap-doctor · Messages' }).click();
    await page.getByRole('article').getByText('for the quarterly numbers').waitFor();
    expect(problems).toEqual([]);
    await leave();
  });

  it('asks before it shares, as Slack does, and shares only after a yes', async () => {
    const { page, problems, leave } = await sandbox.visit('#as=vera&at=C0RANDOM');
    await type(page, '/iap why me dashboard');
    const answer = await answered(page, 'dashboard');
    const shared = page.getByText('Shared by');
    await answer.getByRole('button', { name: 'Share' }).press('Enter');
    const question = page.getByRole('dialog', { name: 'Share this answer?' });
    await question.getByRole('button', { name: 'Keep it to myself' }).click();
    await question.waitFor({ state: 'detached' });
    expect(await shared.count()).toBe(0);
    await answer.getByRole('button', { name: 'Share' }).click();
    await question.getByRole('button', { name: 'Share', exact: true }).click();
    await shared.waitFor();
    expect(await shared.count()).toBe(1);
    expect(problems).toEqual([]);
    await leave();
  });

  it('draws the calls to Google behind an answer', async () => {
    const { page, problems, leave } = await sandbox.visit('#as=nils&panel=calls');
    await type(page, '/iap why me grafana');
    await answered(page, 'grafana');
    const question = page.locator('.question', { hasText: '/iap why me grafana' }).first();
    await question.locator('.bar-row').first().waitFor();
    expect(await question.locator('.bar-row').count()).toBeGreaterThan(3);
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByText('Ask something, and every call').waitFor();
    expect(problems).toEqual([]);
    await leave();
  });

  it('opens the Home tab for whoever one is', async () => {
    const { page, problems, leave } = await sandbox.visit('#as=otto');
    await page.getByRole('button', { name: 'iap-doctor · Home' }).click();
    const home = page.getByRole('region', { name: 'Home tab' });
    await home.locator('.blocks').getByText('dashboard').first().waitFor();
    expect(await page.locator('.chat-head').innerText()).toContain('Otto Brandt');
    expect(problems).toEqual([]);
    await leave();
  });

  it('plays a scene, and shows where it happens', async () => {
    const { page, problems, leave } = await sandbox.visit('#as=bob&at=C0RANDOM');
    await page.getByRole('button', { name: /^Play: Everybody is locked out of the handbook/ }).click();
    await page.getByRole('article').getByText('locked out of handbook, please help').waitFor();
    expect(await page.locator('.chat-head').innerText()).toContain('#help-access');
    expect(problems).toEqual([]);
    await leave();
  });

  it('tells the timeline twice: as a drawing and as a list, and one leads to the other', async () => {
    const { page, problems, leave } = await sandbox.visit('#panel=timeline&wide=1&find=maya');
    const mark = page.locator('.mark').first();
    await mark.waitFor();
    const entry = page.locator('.entry', { hasText: 'removed maya@acme.test from dash-users@acme.test' });
    expect(await entry.count()).toBe(1);
    await page
      .getByRole('button', { name: /removed maya@acme.test/ })
      .first()
      .click();
    expect(await entry.getAttribute('aria-pressed')).toBe('true');
    expect(await page.locator('.links path').count()).toBeGreaterThan(0);
    expect(problems).toEqual([]);
    await leave();
  });

  it('keeps lines apart, and breaks words that are longer than a line', async () => {
    const { page, problems, leave } = await sandbox.visit('#as=bob&at=C0PLATFORM', {
      viewport: { width: 375, height: 812 },
    });
    await type(page, `${'x'.repeat(300)} and on`);
    const long = page.locator('.message', { hasText: 'and on' });
    await long.waitFor();
    expect(
      await long.evaluate((one) => {
        const edge = one.getBoundingClientRect().right;
        return [...one.querySelectorAll('*')].filter((each) => each.getBoundingClientRect().right > edge + 1)
          .length;
      }),
    ).toBe(0);
    await type(page, '/iap probe gallery');
    const answer = await answered(page, 'Renew the certificate.');
    expect(await answer.innerText()).toMatch(/Renew the certificate\.\s*\n/);
    expect(problems).toEqual([]);
    await leave();
  });

  it('shows what strangers wrote as words, and opens links without telling where they were', async () => {
    const { page, problems, leave } = await sandbox.visit('#as=bob&at=C0RANDOM');
    const { slack } = sandbox.stage;
    slack.state.post({
      channel: 'C0RANDOM',
      text: 'hostile',
      threadTs: undefined,
      user: slack.state.bot.userId,
      botId: slack.state.bot.botId,
      subtype: undefined,
      blocks: [
        {
          type: 'section',
          text: {
            type: 'mrkdwn',
            text: '<javascript:alert(1)|press> <https://acme.test/|safe> &lt;img src=x onerror=alert(1)&gt;',
          },
        },
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: [
                { type: 'link', url: 'javascript:alert(2)', text: 'here' },
                { type: 'text', text: '<script>alert(3)</script>' },
              ],
            },
          ],
        },
        { type: 'markdown', text: '[x](javascript:alert(4)) <img src=x onerror=alert(5)>' },
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              action_id: 'bad',
              url: 'javascript:alert(6)',
              text: { type: 'plain_text', text: 'Bad' },
            },
          ],
        },
      ],
    });
    const message = page.getByRole('article').filter({ hasText: 'safe' });
    await message.getByText('<script>alert(3)</script>').waitFor();
    const alerts: string[] = [];
    page.on('dialog', (dialog) => {
      alerts.push(dialog.message());
      void dialog.dismiss();
    });
    await message.getByText('press').click();
    await message.getByText('here', { exact: true }).click();
    await message.getByRole('button', { name: 'Bad' }).click();
    const links = await message
      .getByRole('link')
      .evaluateAll((all) =>
        all.map((one) => ({ href: one.getAttribute('href'), rel: one.getAttribute('rel') })),
      );
    expect(links).toContainEqual({ href: 'https://acme.test/', rel: 'noopener noreferrer' });
    expect(links.filter(({ href }) => href?.startsWith('javascript:'))).toEqual([]);
    expect(await message.locator('img, script').count()).toBe(0);
    expect(alerts).toEqual([]);
    expect(problems).toEqual([]);
    await leave();
  });

  // The last one, as nothing can be asked afterwards.
  it('says that the sandbox is gone and not that the bot runs, and keeps what was typed', async () => {
    const { page, leave } = await sandbox.visit();
    const health = page.locator('.health');
    await health.getByText('The bot is running').waitFor();
    await sandbox.stopServing();
    await health.getByText('Start it again with').waitFor();
    expect(await health.innerText()).not.toContain('running');
    await type(page, '/iap help');
    await page.waitForFunction("document.querySelector('.chat > .composer textarea').value === '/iap help'");
    expect(await page.locator('.notice').count()).toBe(1);
    await leave();
  });

  function personId(name: string): string {
    return sandbox.stage.people.find((one) => one.name === name)?.id ?? '';
  }
});

async function chooseInDialog(
  page: Awaited<ReturnType<SandboxInBrowser['visit']>>['page'],
  name: string,
): Promise<void> {
  await page.getByRole('button', { name: /You are/ }).click();
  await page.getByRole('combobox', { name: 'Find a person' }).fill(name);
  await page.getByRole('option').first().click();
}
