/** The Home tab: at once, then with answers, one's own only, and never more often than makes sense. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Ask } from '../../../../src/app.js';
import type { WhyReport } from '../../../../src/diagnosis/report.js';
import { renderEvidence } from '../../../../src/render/blocks.js';
import { validateView } from '../../../../src/render/slack-limits.js';
import type { Heard } from '../../../../src/slack/desk.js';
import { AGAIN } from '../../../../src/slack/features/app-home/show.js';
import { EVIDENCE } from '../../../../src/slack/features/evidence.js';
import { plainMessage } from '../../../../src/slack/saying/message.js';
import { NOW, noPlaceGiven } from '../../../render/fixtures.js';
import { until } from '../../../support/until.js';
import {
  ANA,
  type Bench,
  type BenchOptions,
  BOB,
  GENERAL,
  gate,
  helpAnswer,
  ROOT,
  startBench,
} from '../../bench.js';

let bench: Bench | undefined;
afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

const report: WhyReport = {
  ...noPlaceGiven,
  services: [
    { name: 'dashboard', verdict: 'denied', code: 'not-in-group' },
    { name: 'payroll', verdict: 'allowed', code: null },
    { name: 'grafana', verdict: 'unknown', code: 'groups-not-readable' },
  ],
};
const service = (name: string, url?: string) => ({
  name,
  aliases: [],
  url: url === undefined ? undefined : new URL(url),
  resource: undefined,
  audience: undefined,
  grpc: undefined,
  owners: [],
});

let references = 0;
const ask: Ask = async (words) =>
  words[0] === 'why'
    ? { kind: 'why', report: { ...report, id: `ANSW-${String(++references).padStart(4, '0')}` } }
    : helpAnswer(`${words[0]} is fine`);

const heard: Heard[] = [];
async function start(options: BenchOptions = {}): Promise<Bench> {
  heard.length = 0;
  references = 0;
  bench = await startBench({
    ask,
    heard: (one) => heard.push(one),
    renderEvidence: (given, audience, about) => renderEvidence(given, audience, { about, now: NOW }),
    ...options,
    config: { services: [service('dashboard', 'https://dash.acme.test'), service('payroll')] },
  });
  return bench;
}

const shownTo = ({ emulator }: Bench, user: string): string =>
  JSON.stringify(emulator.state.homes.get(user)?.view ?? {});
const untilShown = (running: Bench, user: string, part: string): Promise<void> =>
  until(`${part} on the Home tab`, () => shownTo(running, user).includes(part));
const homesOf = ({ emulator }: Bench, user: string): readonly string[] =>
  emulator.state.happenings.all.flatMap((one) =>
    one.type === 'home' && one.user === user ? [JSON.stringify(one.view.view)] : [],
  );
const press = (running: Bench, user: string, actionId: string) => {
  const view = running.emulator.state.homes.get(user);
  if (view === undefined) throw new Error('no Home tab');
  return running.emulator.clickInView(user, view, actionId);
};

describe.each(['socket', 'http'] as const)('the Home tab over %s', (mode) => {
  it('is there at once with what is known, and again when the answers are', async () => {
    const door = gate();
    const running = await start({
      mode,
      ask: async (words, asking) => {
        await door.opened;
        return ask(words, asking);
      },
    });
    expect((await running.emulator.openHome(ANA)).ok).toBe(true);
    await untilShown(running, ANA, 'Looking at what you can get into');
    expect(shownTo(running, ANA)).toContain('https://dash.acme.test');
    door.open();
    await untilShown(running, ANA, 'you are not in the group that has access');
    const tab = shownTo(running, ANA);
    expect(tab).toMatch(/\u2713 You can get into .*payroll/);
    expect(tab).toMatch(/\? I can’t tell about .*grafana/);
    expect(tab).toContain('As of');
    expect(tab).not.toContain('How I am');
    expect(homesOf(running, ANA)).toHaveLength(2);
    for (const view of homesOf(running, ANA)) expect(validateView(JSON.parse(view))).toEqual([]);
    expect(heard).toMatchObject([
      { question: { origin: 'home', userId: ANA, words: ['why', 'me'], fresh: false } },
    ]);
    expect(running.emulator.state.violations).toEqual([]);
  });

  it('is filled anew by its button, as often as it is pressed', async () => {
    const running = await start({ mode });
    await running.emulator.openHome(ANA);
    await untilShown(running, ANA, 'ANSW-0001');
    await press(running, ANA, AGAIN);
    await untilShown(running, ANA, 'ANSW-0002');
    expect(heard.map(({ question }) => question.fresh)).toEqual([false, 'fast']);
  });
});

describe('the Home tab', () => {
  it('is not filled by every look at it', async () => {
    const running = await start();
    await running.emulator.openHome(ANA);
    await untilShown(running, ANA, 'ANSW-0001');
    await running.emulator.openHome(ANA);
    await running.emulator.openHome(BOB);
    await untilShown(running, BOB, 'ANSW-0002');
    expect(heard.map(({ question }) => question.userId)).toEqual([ANA, BOB]);
  });

  it('shows administrators how the bot is, and looks for that seldom', async () => {
    const running = await start();
    await running.emulator.openHome(ROOT);
    await untilShown(running, ROOT, 'status is fine (for admin)');
    expect(shownTo(running, ROOT)).toContain('How I am');
    await press(running, ROOT, AGAIN);
    await untilShown(running, ROOT, 'ANSW-0002');
    expect(shownTo(running, ROOT)).toContain('status is fine');
    expect(running.asked.map(({ words }) => words[0])).toEqual(['why', 'status', 'why']);
  });

  it('shows one’s own recent answers with their evidence, and nobody else’s', async () => {
    const running = await start();
    await running.emulator.slash(ANA, GENERAL, 'why me');
    await running.emulator.slash(BOB, GENERAL, 'why me');
    await until('both are answered', () => heard.length === 2);
    await running.emulator.openHome(ANA);
    await untilShown(running, ANA, 'ANSW-0003');
    const own = heard.find(({ question }) => question.userId === ANA)?.reference ?? 'none';
    const theirs = heard.find(({ question }) => question.userId === BOB)?.reference ?? 'none';
    expect(shownTo(running, ANA)).toContain(own);
    expect(shownTo(running, ANA)).not.toContain(theirs);
    await press(running, ANA, EVIDENCE);
    await until('a modal is open', () => (running.emulator.state.modals.get(ANA) ?? []).length > 0);
    expect(JSON.stringify(running.emulator.state.modals.get(ANA)?.at(-1)?.view)).toContain(own);
  });

  it('keeps no more than five of them, and none of its own looks', async () => {
    const running = await start();
    for (let n = 0; n < 7; n++) await running.emulator.slash(ANA, GENERAL, `why me place-${n}`);
    await until('all are answered', () => heard.length === 7);
    await running.emulator.openHome(ANA);
    await untilShown(running, ANA, 'ANSW-0008');
    const recent = shownTo(running, ANA).match(/ago \u00b7 ANSW-\d+/g) ?? [];
    expect(recent).toHaveLength(5);
    await press(running, ANA, AGAIN);
    await untilShown(running, ANA, 'ANSW-0009');
    expect(shownTo(running, ANA)).not.toContain('ago \u00b7 ANSW-0008');
  });

  it('refuses a guest politely and shows them nothing', async () => {
    const guest = { id: 'U0GUEST', name: 'guest', email: 'guest@acme.test', isRestricted: true };
    const running = await start({ emulator: { users: [guest] } });
    await running.emulator.openHome(guest.id);
    await untilShown(running, guest.id, 'You are a guest');
    expect(homesOf(running, guest.id)).toHaveLength(1);
    expect(shownTo(running, guest.id)).not.toContain('dash');
    expect(heard).toMatchObject([{ refused: 'guest' }]);
  });

  it('leaves alone what has been put there meanwhile', async () => {
    const door = gate();
    const running = await start({
      ask: async (words, asking) => {
        await door.opened;
        return ask(words, asking);
      },
    });
    await running.emulator.openHome(ANA);
    await untilShown(running, ANA, 'Looking');
    running.emulator.faults.add({ on: 'views.publish', error: 'hash_conflict' });
    door.open();
    await until(
      'the answer is there',
      () => heard.length === 1 && running.calls('views.publish').length === 2,
    );
    expect(running.calls('views.publish')[1]?.args).toHaveProperty('hash');
    expect(running.log.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
  });

  it('says why where there is no list', async () => {
    const running = await start({
      ask: async () => ({
        kind: 'failure',
        failure: { id: 'BROKEN', message: 'Nothing works.', remedy: 'Wait.' },
      }),
      render: () => plainMessage('Nothing works. Wait. [BROKEN]'),
    });
    await running.emulator.openHome(ANA);
    await untilShown(running, ANA, 'Nothing works. Wait.');
    expect(shownTo(running, ANA)).toContain(AGAIN);
  });

  it('says that something went wrong rather than looking for ever', async () => {
    const running = await start({
      // A report with holes: nothing can be made of it.
      ask: async () => ({
        kind: 'why',
        report: {
          ...report,
          where: { ...report.where },
          services: undefined,
          blindSpots: undefined,
        } as never,
      }),
    });
    await running.emulator.openHome(ANA);
    await untilShown(running, ANA, 'Something went wrong inside me');
    expect(shownTo(running, ANA)).toContain('REF-');
  });

  it('says so when nobody could look up whether its reader is an administrator', async () => {
    const running = await start({
      admins: [{ kind: 'group', email: 'iap-admins@acme.test' as never }],
      isInGroup: async () => undefined,
    });
    await running.emulator.openHome(ANA);
    await untilShown(running, ANA, 'could not look up whether you are one');
    expect(shownTo(running, ANA)).not.toContain('How I am');
  });

  it('is not touched when somebody opens the messages instead', async () => {
    const running = await start();
    const event = { type: 'app_home_opened', user: ANA, channel: 'D1', tab: 'messages', event_ts: '1.0' };
    expect((await running.emulator.event(event)).ok).toBe(true);
    await running.emulator.openHome(BOB);
    await untilShown(running, BOB, 'ANSW-0001');
    expect(homesOf(running, ANA)).toEqual([]);
  });
});
