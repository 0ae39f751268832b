/** The button "Share": the answer for everybody, once, in the channel it was asked in, by whoever it belongs to. */
import { afterEach, describe, expect, it } from 'vitest';
import { type ChannelMessage, type EphemeralMessage, pingsOf } from '../../../src/sandbox/slack/index.js';
import { denied } from '../../render/fixtures.js';
import { until } from '../../support/until.js';
import { ANA, type Bench, BOB, GENERAL, ROOT } from '../bench.js';
import { labelsOf, startButtoned, why, wordsOf } from './buttoned.js';

let bench: Bench;
afterEach(() => bench.close());

const inChannel = (channel = GENERAL): readonly ChannelMessage[] =>
  bench.emulator.state.channels.get(channel)?.messages ?? [];

async function asked(user: string, channel = GENERAL): Promise<EphemeralMessage> {
  await bench.emulator.slash(user, channel, 'why me dashboard');
  return bench.untilSeen(user, (text) => text.includes('share'));
}

describe.each(['socket', 'http'] as const)('sharing over %s', (mode) => {
  it('asks first, then posts the answer for everybody, without what is for administrators', async () => {
    ({ bench } = await startButtoned({ mode }));
    const message = await asked(ROOT);
    expect(JSON.stringify(message.blocks)).toContain('Everybody in this channel will see it');
    expect(wordsOf(message)).toContain('hr-sync@');
    await bench.emulator.click(ROOT, message, 'share');
    await until('it is shared', () => inChannel().length === 1);
    const [shared] = inChannel();
    expect(wordsOf(shared)).toContain("Ana can't get into dashboard");
    expect(wordsOf(shared)).not.toContain('hr-sync@');
    expect(JSON.stringify(shared?.blocks)).toContain(`"user_id":"${ROOT}"`);
    expect(labelsOf(shared)).toEqual([]);
    expect(bench.emulator.state.violations).toEqual([]);
  });
});

describe('sharing', () => {
  it('happens once, and a second click leads to it', async () => {
    ({ bench } = await startButtoned());
    const message = await asked(ANA);
    await bench.emulator.click(ANA, message, 'share');
    await until('it is shared', () => inChannel().length === 1);
    await bench.untilLogged('Shared an answer');
    await bench.emulator.click(ANA, message, 'share');
    const told = await bench.untilSeen(ANA, (text) => text.includes('shared this answer already'));
    expect(JSON.stringify(told.blocks)).toContain('"type":"link"');
    expect(inChannel()).toHaveLength(1);
  });

  it('happens once for two clicks at the same moment', async () => {
    ({ bench } = await startButtoned());
    const message = await asked(ANA);
    await Promise.all([1, 2, 3].map(() => bench.emulator.click(ANA, message, 'share')));
    await bench.untilLogged('Shared an answer');
    await bench.emulator.settled();
    expect(inChannel()).toHaveLength(1);
  });

  it('reaches a channel that the bot is not in, once', async () => {
    const channels = [{ id: GENERAL, name: 'general', botIsMember: false }];
    ({ bench } = await startButtoned({ emulator: { channels } }));
    const message = await asked(ANA);
    await Promise.all([1, 2].map(() => bench.emulator.click(ANA, message, 'share')));
    await until('it is shared', () => inChannel().length > 0);
    await bench.untilLogged('Shared an answer');
    expect(inChannel()).toHaveLength(1);
    expect(bench.emulator.state.violations).toEqual([]);
  });

  it('says when Slack does not let it, and may be tried again', async () => {
    ({ bench } = await startButtoned());
    const message = await asked(ANA);
    bench.emulator.faults.add({ on: 'chat.postMessage', times: 1, error: 'restricted_action' });
    bench.emulator.faults.add({ on: 'response_url', times: 1, status: 403 });
    await bench.emulator.click(ANA, message, 'share');
    await bench.untilSeen(ANA, (text) => text.includes('did not let me post'));
    expect(inChannel()).toHaveLength(0);
  });

  it('is for whoever was given the answer', async () => {
    ({ bench } = await startButtoned());
    const message = await asked(ANA);
    await bench.emulator.click(BOB, message, 'share');
    await bench.untilSeen(BOB, (text) => text.includes('somebody else'));
    expect(inChannel()).toHaveLength(0);
  });

  it('is not offered where nobody else reads, nor for answers about everybody', async () => {
    const started = await startButtoned();
    bench = started.bench;
    const direct = bench.emulator.state.directMessages(ANA).id;
    await bench.emulator.slash(ANA, direct, 'why me dashboard');
    const message = await bench.untilSeen(ANA, (text) => text.includes('Evidence'));
    expect(labelsOf(message)).not.toContain('Share');
    started.brain.answer = { kind: 'help', help: { title: 'status', verbs: [], details: [] } };
    await bench.emulator.slash(ANA, GENERAL, 'help');
    expect(labelsOf(await bench.untilSeen(ANA, (text) => text.includes('status')))).toEqual([]);
  });

  it('offers the buttons in their order, no more than five', async () => {
    ({ bench } = await startButtoned());
    const labels = labelsOf(await asked(ANA));
    expect(labels).toEqual(['Watch until mended', 'Check again', 'Evidence', 'Share']);
  });

  it('keeps strange names from mentioning anybody', async () => {
    const hostile = '<!channel> <@U0BOB> <https://evil.test|x> @here';
    const report = { ...denied, where: { ...denied.where, name: hostile }, note: hostile };
    ({ bench } = await startButtoned({}, { answer: why(report), asked: 0 }));
    const message = await asked(ANA);
    await bench.emulator.click(ANA, message, 'share');
    await until('it is shared', () => inChannel().length === 1);
    const [shared] = inChannel();
    expect(shared && pingsOf(shared)).toEqual([`user ${ANA}`]);
  });
});
