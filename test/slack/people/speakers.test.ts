/** Who is answered, about whom, and how much they are shown. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Ask } from '../../../src/app.js';
import type { WhyReport } from '../../../src/diagnosis/report.js';
import { parseSubject, type Subject } from '../../../src/names/index.js';
import { plainMessage } from '../../../src/slack/saying/message.js';
import {
  ANA,
  type Bench,
  type BenchOptions,
  email,
  GENERAL,
  helpAnswer,
  ROOT,
  shownText,
  startBench,
} from '../bench.js';

let bench: Bench | undefined;
afterEach(async () => {
  await bench?.close();
  bench = undefined;
});
const start = async (options: BenchOptions): Promise<Bench> => {
  bench = await startBench(options);
  return bench;
};
const subject = (text: string): Subject => {
  const parsed = parseSubject(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
};
/** Answers with whether the speaker may ask about the second word. */
const mayAsk: Ask = async (words, asking) =>
  helpAnswer(`may: ${await asking.mayAskAbout(subject(words[1] ?? ''))}`);

describe('not answered, with a clear sentence and a reference,', () => {
  it.each([
    ['a guest', { isRestricted: true }, 'guest'],
    ['a single-channel guest', { isUltraRestricted: true }, 'guest'],
    ['a deactivated account', { deleted: true }, 'deactivated'],
    ['a bot', { isBot: true }, 'bots'],
    ['somebody of another organisation', { isStranger: true }, 'another Slack workspace'],
    ['somebody of another workspace', { teamId: 'T0OTHER' }, 'another Slack workspace'],
    ['somebody whose address is not confirmed', { isEmailConfirmed: false }, 'confirmed'],
  ])('is %s', async (_who, more, sentence) => {
    const guest = { id: 'U0GUEST', name: 'guest', email: 'guest@acme.test', ...more };
    const running = await start({ emulator: { users: [guest] } });
    await running.emulator.slash(guest.id, GENERAL, 'why me');
    const answer = await running.untilSeen(guest.id, (text) => text.includes('REF-0001'));
    expect(shownText(answer)).toContain(sentence);
    expect(running.asked).toEqual([]);
  });

  it.each([
    ['is limited', { on: 'users.info', retryAfter: 30 }, 'did not tell me who you are'],
    ['is down', { on: 'users.info', status: 503 }, 'did not tell me who you are'],
    ['refuses', { on: 'users.info', error: 'missing_scope' }, 'the scopes users:read and users:read.email'],
  ])('is anybody while Slack %s and cannot tell who they are', async (_how, fault, said) => {
    const running = await start({});
    running.emulator.faults.add(fault);
    await running.emulator.slash(ANA, GENERAL, 'why me');
    const answer = await running.untilSeen(ANA, (text) => text.includes('REF-0001'));
    expect(shownText(answer)).toContain(said);
    expect(running.asked).toEqual([]);
  });
});

describe('a member', () => {
  it('is answered after a limit of Slack that is over soon', async () => {
    const running = await start({});
    running.emulator.faults.add({ on: 'users.info', retryAfter: 1, times: 1 });
    await running.emulator.slash(ANA, GENERAL, 'why me');
    await running.untilSeen(ANA, (text) => text.includes('asked why me'));
  });

  it('is answered after a passing fault of Slack, and from memory afterwards', async () => {
    const running = await start({});
    running.emulator.faults.add({ on: 'users.info', status: 503, times: 2 });
    await running.emulator.slash(ANA, GENERAL, 'why one');
    await running.untilSeen(ANA, (text) => text.includes('one'));
    running.emulator.faults.add({ on: 'users.info', retryAfter: 60 });
    await running.emulator.slash(ANA, GENERAL, 'why two');
    await running.untilSeen(ANA, (text) => text.includes('two'));
    expect(running.calls('users.info')).toHaveLength(3);
  });

  it('of the same organisation but another workspace is answered', async () => {
    const user = { id: 'U0GRID', name: 'grid', teamId: 'T0OTHER', enterpriseTeams: ['T0OTHER', 'T0ACME'] };
    const running = await start({ emulator: { users: [user] } });
    await running.emulator.slash(user.id, GENERAL, 'help');
    await running.untilSeen(user.id, (text) => text.includes('asked help'));
  });

  it('whose profile shows no address gets an answer that knows no address of theirs', async () => {
    const running = await start({ emulator: { scopes: ['commands', 'chat:write', 'users:read'] } });
    await running.emulator.slash(ANA, GENERAL, 'why me');
    await running.untilSeen(ANA, (text) => text.includes('asked why me'));
    expect(running.asked[0]?.asking.speaker.self).toBeUndefined();
  });

  it('may ask about themselves and about nobody else', async () => {
    const running = await start({ ask: mayAsk });
    await running.emulator.slash(ANA, GENERAL, 'why ana@acme.test');
    await running.untilSeen(ANA, (text) => text.includes('may: true (for asker)'));
    await running.emulator.slash(ANA, GENERAL, 'why bob@acme.test');
    const answer = await running.untilSeen(ANA, (text) => text.includes('may: false (for asker)'));
    expect(shownText(answer)).not.toContain('could not look up');
  });

  it('is told when it could not be looked up whether they are an administrator, and is treated as none', async () => {
    const admins = [{ kind: 'group', email: email('iap-admins@acme.test') } as const];
    const running = await start({ ask: mayAsk, admins, isInGroup: async () => undefined });
    await running.emulator.slash(ANA, GENERAL, 'why bob@acme.test');
    const answer = await running.untilSeen(ANA, (text) => text.includes('may: false (for asker)'));
    expect(shownText(answer)).toContain('could not look up whether you are one');
  });

  it('does not wait for a look-up of administrators that hangs', async () => {
    const admins = [{ kind: 'group', email: email('iap-admins@acme.test') } as const];
    const running = await start({ admins, isInGroup: () => new Promise(() => undefined) });
    await running.emulator.slash(ANA, GENERAL, 'why me');
    await running.untilSeen(ANA, (text) => text.includes('asked why me (for asker)'));
  });
});

describe('an administrator', () => {
  it('by address may ask about anybody and reads the full text', async () => {
    const running = await start({ ask: mayAsk });
    await running.emulator.slash(ROOT, GENERAL, 'why bob@acme.test');
    await running.untilSeen(ROOT, (text) => text.includes('may: true (for admin)'));
  });

  it('by group may ask about anybody, and is looked up once for a command', async () => {
    const looks: string[] = [];
    const running = await start({
      ask: mayAsk,
      admins: [{ kind: 'group', email: email('iap-admins@acme.test') }],
      isInGroup: async (person, group) => {
        looks.push(`${person} in ${group}`);
        return person === email('ana@acme.test');
      },
    });
    await running.emulator.slash(ANA, GENERAL, 'why bob@acme.test');
    await running.untilSeen(ANA, (text) => text.includes('may: true (for admin)'));
    expect(looks).toEqual(['ana@acme.test in iap-admins@acme.test']);
  });
});

describe('the renderer', () => {
  it('is told whether the answer is about its reader', async () => {
    const report = (address: string) =>
      ({ id: 'AAAA-BBBB', who: { asked: address, email: address } }) as WhyReport;
    const running = await start({
      ask: async (words) => ({ kind: 'why', report: report(words[1] ?? '') }),
      render: (answer, audience, about) =>
        plainMessage(`${answer.kind === 'why' ? answer.report.who.email : ''} ${audience} ${about}`),
    });
    await running.emulator.slash(ROOT, GENERAL, 'why root@acme.test');
    await running.untilSeen(ROOT, (text) => text.includes('root@acme.test admin self'));
    await running.emulator.slash(ROOT, GENERAL, 'why bob@acme.test');
    await running.untilSeen(ROOT, (text) => text.includes('bob@acme.test admin other'));
  });
});

describe('somebody mentioned whom Slack cannot tell about just now', () => {
  it('is not taken for nobody: the answer says so', async () => {
    const running = await start({
      ask: async (_words, asking) => {
        running.emulator.faults.add({ on: 'users.info', retryAfter: 30 });
        return helpAnswer(`found ${String(await asking.speaker.resolveSlackUser?.('U0BOB'))}`);
      },
    });
    await running.emulator.slash(ANA, GENERAL, 'why @bob');
    const answer = await running.untilSeen(ANA, (text) => text.includes('found undefined'));
    expect(shownText(answer)).toContain('Slack did not tell me who that user is');
  });
});
