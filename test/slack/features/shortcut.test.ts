/** The shortcut "Why can't I get in?": about the right service, for whoever uses it, seen by nobody else. */
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { validateView } from '../../../src/render/slack-limits.js';
import type { ChannelMessage } from '../../../src/sandbox/slack/index.js';
import type { Heard } from '../../../src/slack/desk.js';
import { whichView } from '../../../src/slack/features/shortcut/which.js';
import { directoryOf } from '../../../src/slack/recognizer/index.js';
import { until } from '../../support/until.js';
import {
  ANA,
  type Bench,
  type BenchOptions,
  BOB,
  GENERAL,
  type Mode,
  ROOT,
  shownText,
  startBench,
} from '../bench.js';

let bench: Bench | undefined;
afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

const service = (name: string, url?: string) => ({
  name,
  aliases: [],
  url: url === undefined ? undefined : new URL(url),
  resource: undefined,
  audience: undefined,
  grpc: undefined,
  owners: [],
});
const SERVICES = [service('dashboard', 'https://dash.acme.test'), service('payroll')];

const heard: Heard[] = [];
async function start(mode: Mode = 'socket', options: BenchOptions = {}): Promise<Bench> {
  heard.length = 0;
  bench = await startBench({
    mode,
    heard: (one) => heard.push(one),
    ...options,
    config: { services: SERVICES, ...options.config },
  });
  return bench;
}
const answered = (running: Bench) => running.untilLogged('Answered a command');
const modal = async ({ emulator }: Bench, user: string) => {
  await until('a modal is open', () => (emulator.state.modals.get(user) ?? []).length > 0);
  return emulator.state.modals.get(user)?.at(-1)?.view;
};
const used = (running: Bench, user: string, on?: ChannelMessage) =>
  running.emulator.shortcut(user, on === undefined ? 'why_somewhere' : 'why_here', on);

describe.each(['socket', 'http'] as const)('the shortcut over %s', (mode) => {
  it('answers whoever uses it about the service of the message, alone', async () => {
    const running = await start(mode);
    const message = running.emulator.say(BOB, GENERAL, 'anyone else getting a 403 on dashboard?');
    expect((await used(running, ANA, message)).ok).toBe(true);
    await running.untilSeen(ANA, (text) => text.includes('asked why me dashboard'));
    expect(running.seenBy(BOB)).toEqual([]);
    expect(running.asked[0]?.asking.speaker.self).toEqual({ kind: 'user', email: 'ana@acme.test' });
    expect(heard).toMatchObject([{ question: { origin: 'shortcut', userId: ANA } }]);
  });

  it('asks which service where the message names none, and says what is wrong with the answer', async () => {
    const running = await start(mode);
    const message = running.emulator.say(BOB, GENERAL, 'it says I do not have access');
    await used(running, ANA, message);
    const view = await modal(running, ANA);
    expect(validateView(view)).toEqual([]);
    expect(JSON.stringify(view)).toContain('payroll');
    const empty = await running.emulator.submit(ANA, { service: { service: {} } });
    expect(empty.payload).toEqual({
      response_action: 'errors',
      errors: { service: 'Name the service you want to get into.' },
    });
    expect(running.asked).toEqual([]);
    const picked = { type: 'static_select', selected_option: { value: 'payroll' } };
    await running.emulator.submit(ANA, { service: { service: picked } });
    await running.untilSeen(ANA, (text) => text.includes('asked why me payroll'));
    expect(running.emulator.state.modals.get(ANA) ?? []).toEqual([]);
    expect(running.emulator.state.violations).toEqual([]);
  });
});

describe('the shortcut', () => {
  it('is about the writer of the message for an administrator, and for nobody else', async () => {
    const running = await start();
    const message = running.emulator.say(BOB, GENERAL, "I can't get into dashboard");
    await used(running, ROOT, message);
    await running.untilSeen(ROOT, (text) => text.includes('asked why <@U0BOB> dashboard'));
    const own = running.emulator.say(ROOT, GENERAL, "I can't get into dashboard");
    await used(running, ROOT, own);
    await running.untilSeen(ROOT, (text) => text.includes('asked why me dashboard'));
  });

  it.each([
    ['an address in code', 'it breaks: `GET https://dash.acme.test/x 403`'],
    ['nothing but a name', 'dashboard'],
    ['an address', 'look at https://dash.acme.test/boards?id=1'],
  ])('finds the service in %s', async (_what, text) => {
    const running = await start();
    await used(running, ANA, running.emulator.say(BOB, GENERAL, text));
    await running.untilSeen(ANA, (seen) => seen.includes('asked why me dashboard'));
  });

  it('finds the service in a message that was shared, or posted by a bot', async () => {
    const running = await start();
    await used(running, ANA, running.emulator.postAsBot(GENERAL, 'https://dash.acme.test answers 403'));
    await running.untilSeen(ANA, (seen) => seen.includes('asked why me dashboard'));
  });

  it('asks when a message names several services', async () => {
    const running = await start();
    await used(running, ANA, running.emulator.say(BOB, GENERAL, 'dashboard and payroll moved house'));
    await modal(running, ANA);
    expect(running.asked).toEqual([]);
  });

  it('refuses a guest at once, without a window', async () => {
    const guest = { id: 'U0GUEST', name: 'guest', email: 'guest@acme.test', isRestricted: true };
    const running = await start('socket', { emulator: { users: [guest] } });
    await used(running, guest.id);
    await answered(running);
    expect(running.emulator.state.modals.get(guest.id) ?? []).toEqual([]);
    const said = running.emulator.state.directMessages(guest.id).messages;
    expect(JSON.stringify(said)).toContain('You are a guest');
    expect(heard).toMatchObject([{ refused: 'guest' }]);
  });

  it('remembers across the window whose message it was, for administrators', async () => {
    const running = await start();
    const message = running.emulator.say(BOB, GENERAL, 'it says no');
    const picked = { type: 'static_select', selected_option: { value: 'payroll' } };
    for (const user of [ANA, ROOT]) {
      await used(running, user, message);
      await modal(running, user);
      await running.emulator.submit(user, { service: { service: picked } });
    }
    await running.untilSeen(ANA, (text) => text.includes('asked why me payroll'));
    await running.untilSeen(ROOT, (text) => text.includes('asked why <@U0BOB> payroll'));
  });

  it('that belongs to no message asks for the service, and answers by direct message', async () => {
    const running = await start();
    await used(running, ANA);
    await modal(running, ANA);
    await running.emulator.submit(ANA, {
      service: { service: { type: 'static_select', selected_option: { value: 'dashboard' } } },
    });
    await answered(running);
    expect(JSON.stringify(running.emulator.state.directMessages(ANA).messages)).toContain(
      'asked why me dashboard',
    );
  });

  it('lets people type where there are too many services to list, and corrects them', async () => {
    const many = Array.from({ length: 101 }, (_, n) => service(`service-${n}`));
    const running = await start('socket', { config: { services: [...SERVICES, ...many] } });
    await used(running, ANA);
    expect(JSON.stringify(await modal(running, ANA))).toContain('plain_text_input');
    const type = (value: string) =>
      running.emulator.submit(ANA, { service: { service: { type: 'plain_text_input', value } } });
    const sentence = async (value: string) => JSON.stringify((await type(value)).payload);
    expect(await sentence('dashbord')).toContain('Did you mean dashboard?');
    expect(await sentence('two words')).toContain('more than one word');
    expect(await sentence(`x${'y'.repeat(1_900)}`)).toContain('errors');
    await type('https://dash.acme.test/a');
    await answered(running);
    expect(running.asked.map(({ words }) => words)).toEqual([['why', 'me', 'https://dash.acme.test/a']]);
  });

  it('says how to ask when Slack opens no window', async () => {
    const running = await start();
    running.emulator.faults.add({ on: 'views.open', error: 'expired_trigger_id' });
    const message = running.emulator.say(BOB, GENERAL, 'no idea');
    await used(running, ANA, message);
    const said = await running.untilSeen(ANA, (text) => text.includes('/iap why me'));
    expect(shownText(said)).toContain('cannot tell from that message');
  });
});

describe('the window', () => {
  it('is one Slack takes, whatever services are called', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('<!channel>', '*', 'x'.repeat(200))),
          {
            maxLength: 110,
          },
        ),
        fc.string({ unit: 'grapheme' }),
        fc.boolean(),
        (names, told, complete) => {
          const services = names.map((name) => ({ name, aliases: [], url: undefined }));
          const view = whichView({ services, directory: directoryOf([]), complete }, told, {});
          expect(validateView(view)).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });
});
