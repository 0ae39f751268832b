/** A running bot, in both ways of talking to Slack: its metrics move when they should, and its audit is there for administrators only. */
import { describe, expect, it } from 'vitest';
import { readExposition, sumOf } from './support/exposition.js';
import { CHANNEL, GUEST, MAYA, ROOT, runningBots } from './support/running-bot.js';
import { until } from './support/until.js';

/** Stands in a question, and must stand nowhere else. */
const SECRET = 'zebra-crossing-7';
const { google, start } = runningBots();

describe.each(['http', 'socket'] as const)('a bot over %s', (mode) => {
  it('moves each of its metrics when it should, on a page that Prometheus reads', async () => {
    const { ask, get, metrics } = await start(mode);
    const before = await metrics();
    expect(sumOf(before, 'iap_doctor_questions_total')).toBe(0);
    expect(sumOf(before, 'iap_doctor_ready')).toBe(1);
    expect(sumOf(before, 'iap_doctor_slack_requests_total', { method: 'auth.test', result: 'ok' })).toBe(1);

    await ask(MAYA, 'why me dashboard', /can't get into dashboard/);
    const after = await metrics();
    readExposition(after);
    for (const [name, labels, least] of [
      ['questions_total', { verb: 'why', surface: 'slack', origin: 'command' }, 1],
      ['verdicts_total', { verb: 'why', verdict: 'denied' }, 1],
      ['question_duration_seconds_count', { verb: 'why' }, 1],
      ['stage_duration_seconds_count', { verb: 'why', stage: 'facts' }, 1],
      ['google_requests_total', { api: 'iap', result: 'ok' }, 1],
      ['google_requests_total', { api: 'cloudidentity', result: 'ok' }, 1],
      ['google_request_duration_seconds_count', { api: 'iap' }, 1],
      ['cache_requests_total', { kind: 'allowPolicy', result: 'miss' }, 1],
      ['slack_requests_total', { method: 'users.info', result: 'ok' }, 1],
      ['slack_requests_total', { method: 'response_url', result: 'ok' }, 1],
    ] as const)
      expect(sumOf(after, `iap_doctor_${name}`, labels), name).toBeGreaterThanOrEqual(least);
    const families = readExposition(after);
    const states = families.get('iap_doctor_jobs')?.samples.map(({ labels }) => labels.state);
    expect(states?.sort()).toEqual(['active', 'dead', 'delayed', 'waiting']);
    expect(families.get('iap_doctor_outbox_waiting')?.samples).toHaveLength(1);
    expect(families.get('iap_doctor_redis_connected')?.samples).toEqual([]);

    await ask(MAYA, 'why me dash', /can't get into dashboard/);
    await until(
      'a hit',
      async () => sumOf(await metrics(), 'iap_doctor_cache_requests_total', { result: 'hit' }) > 0,
    );
    expect(sumOf(await metrics(), 'iap_doctor_questions_total')).toBe(2);
    expect((await get('/metrics', 'HEAD')).headers.get('content-type')).toContain('version=0.0.4');
    expect((await get('/metrics', 'POST')).status).toBe(405);
  });

  it('writes down every question, refused ones too, and never what was typed', async () => {
    const { ask, log, text, metrics } = await start(mode);
    await ask(MAYA, 'why me dashboard', /can't get into dashboard/);
    await ask(MAYA, 'why root@acme.test dashboard', /ask about yourself/);
    await ask(MAYA, 'who dashboard', /about everybody/);
    await ask(GUEST, 'why me dashboard', /guest/);
    await ask(MAYA, `${SECRET} ${SECRET}`, /don.t know how to/);
    await until('five lines', () => log().filter(({ event }) => event === 'question').length === 5);
    const lines = log().filter(({ event }) => event === 'question');
    expect(lines).toMatchObject([
      {
        severity: 'INFO',
        user: MAYA.id,
        email: MAYA.email,
        about: MAYA.email,
        channel: CHANNEL,
        verb: 'why',
        place: 'dashboard',
        verdict: 'denied',
        reference: expect.stringMatching(/^[0-9A-Z]{8}$/),
        audience: 'asker',
        refused: null,
      },
      { about: ROOT.email, verb: 'why', verdict: 'refused', refused: 'about-others' },
      { about: null, verb: 'who', verdict: 'refused', refused: 'admins-only' },
      { user: GUEST.id, email: GUEST.email, verb: 'why', verdict: 'refused', refused: 'guest' },
      { verb: 'other', verdict: 'mistake', code: null },
    ]);
    expect(text()).not.toContain(SECRET);
    const page = await metrics();
    expect(page).not.toContain(SECRET);
    expect(page).not.toMatch(/acme\.test|U0MAYA|C0HELP|dashboard/);
    expect(sumOf(page, 'iap_doctor_refusals_total')).toBe(3);
  });

  it('hears a question wherever it is asked', async () => {
    const { ask, slack, log, metrics } = await start(mode);
    const heard = async (origin: string) =>
      until(origin, async () => sumOf(await metrics(), 'iap_doctor_questions_total', { origin }) > 0, 20_000);
    await ask(MAYA, 'why me dashboard', /can't get into dashboard/);
    const answer = slack.state.ephemerals.find(({ user }) => user === MAYA.id);
    if (answer) await slack.click(MAYA.id, answer, 'check_again');
    await heard('button');
    slack.say(MAYA.id, CHANNEL, '<@U0DOCTOR> why me grafana');
    await heard('mention');
    const message = slack.say(MAYA.id, CHANNEL, 'wiki is slow today');
    await slack.shortcut(MAYA.id, 'why_here', message);
    await heard('shortcut');
    await slack.openHome(MAYA.id);
    await heard('home');
    const lines = log().filter(({ event }) => event === 'question');
    for (const origin of ['command', 'button', 'mention', 'shortcut', 'home'])
      expect(
        lines.find((line) => line.origin === origin),
        origin,
      ).toMatchObject({
        user: MAYA.id,
        email: MAYA.email,
        about: MAYA.email,
        verb: 'why',
        refused: null,
      });
  });

  it('shows administrators what it was asked, and nobody else', async () => {
    const { ask, log } = await start(mode);
    await ask(MAYA, 'why me dashboard', /can't get into dashboard/);
    const told = await ask(ROOT, 'status audit', /last question I was asked/);
    expect(told).toContain('maya@acme.test asked why');
    expect(told).toMatch(/denied \(/);
    const refused = await ask(MAYA, 'status audit', /for the administrators/);
    expect(refused).not.toMatch(/asked why/);
    const mine = await ask(MAYA, 'status', /I am up/);
    expect(mine).not.toMatch(/asked why|Lately|Given up|wait to be posted/);
    const full = await ask(ROOT, 'status', /everything I need|could not try/);
    expect(full).toMatch(/Work: 0 jobs wait/);
    expect(full).toMatch(
      new RegExp(`Slack: ${mode === 'socket' ? 'Socket Mode' : 'HTTP'}, connected · no Redis`),
    );
    expect(full).toMatch(/Asked: 4 questions since/);
    expect(log().filter(({ refused: why }) => why === 'admins-only')).toHaveLength(1);
  });

  it('counts messages it looked at and replies it gave, and audits the question it asked itself', async () => {
    const { slack, metrics, log } = await start(mode);
    await slack.say(MAYA.id, CHANNEL, 'good morning everybody');
    await slack.say(MAYA.id, CHANNEL, 'I get a 403 on dashboard since lunch, can somebody help?');
    const count = async (name: string, labels: Readonly<Record<string, string>>) =>
      sumOf(await metrics(), `iap_doctor_${name}`, labels);
    await until('a reply', async () => (await count('replies_total', { outcome: 'answered' })) === 1, 20_000);
    expect(await count('messages_recognised_total', { decision: 'answer', gate: 'none' })).toBe(1);
    // The greeting; what the bot itself posted comes back as an event too.
    expect(await count('messages_recognised_total', { decision: 'silent' })).toBeGreaterThanOrEqual(1);
    expect(await count('questions_total', { origin: 'message' })).toBe(1);
    expect(log().filter(({ event }) => event === 'question')).toMatchObject([
      { origin: 'message', user: MAYA.id, channel: CHANNEL, thread: expect.any(String), place: 'dashboard' },
    ]);
    expect(await count('slack_requests_total', { method: 'chat.postMessage', result: 'ok' })).toBe(1);
  });

  it('counts limits of Slack, and what Google refuses', async () => {
    const { ask, metrics, slack } = await start(mode);
    slack.faults.add({ on: 'users.info', retryAfter: 1, times: 1 });
    google().faults.push({ kind: 'server-error' });
    try {
      await ask(MAYA, 'why me grafana', /./);
      await until('counted', async () => sumOf(await metrics(), 'iap_doctor_questions_total') === 1);
    } finally {
      google().faults.length = 0;
    }
    const page = await metrics();
    expect(sumOf(page, 'iap_doctor_slack_rate_limited_total', { method: 'users.info' })).toBe(1);
    expect(sumOf(page, 'iap_doctor_slack_requests_total', { method: 'users.info', result: 'limited' })).toBe(
      1,
    );
    expect(sumOf(page, 'iap_doctor_google_requests_total', { result: 'failed' })).toBeGreaterThan(0);
  });
});
