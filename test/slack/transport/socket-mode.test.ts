/** Socket Mode stays connected: through refreshes, cuts, nonsense and outages. */
import { afterEach, describe, expect, it } from 'vitest';
import { takeViolations } from '../../support/emulated-slack.js';
import { until } from '../../support/until.js';
import { ANA, type Bench, type BenchOptions, GENERAL, gate, helpAnswer, startBench } from '../bench.js';

let bench: Bench | undefined;
afterEach(async () => {
  await bench?.close();
  bench = undefined;
});
const start = async (options: BenchOptions): Promise<Bench> => {
  bench = await startBench({ mode: 'socket', ...options });
  return bench;
};
const answered = async ({ emulator, untilSeen }: Bench, word: string): Promise<void> => {
  await emulator.slash(ANA, GENERAL, `why ${word}`);
  await untilSeen(ANA, (text) => text.includes(`why ${word} `));
};

describe('the connection', () => {
  it('is opened again at once when Slack asks for a refresh', async () => {
    const running = await start({});
    const { emulator, bot } = running;
    for (const reason of ['refresh_requested', 'warning', 'refresh_requested'] as const) {
      emulator.sockets.refresh(reason);
      const startedAt = performance.now();
      await until('a new connection', () => emulator.sockets.open === 1 && bot.ready().ok);
      expect(performance.now() - startedAt).toBeLessThan(4_000);
      await answered(running, `after-${performance.now()}`);
    }
    await until('the old connections are gone', () => emulator.sockets.open === 1);
    expect(emulator.state.violations).toEqual([]);
  });

  it('is opened again after a cut, and readiness tells the truth meanwhile', async () => {
    const running = await start({});
    const { emulator, bot } = running;
    const lift = emulator.faults.add({ on: 'apps.connections.open', status: 503 });
    emulator.sockets.drop();
    await until('not ready', () => !bot.ready().ok);
    expect(bot.ready().why).toBe('no connection to Slack');
    await until('tried', () => running.calls('apps.connections.open').length > 2);
    lift();
    await until('ready', () => bot.ready().ok);
    await answered(running, 'after');
  });

  it('survives a refusal of its token while running and comes back when it is right again', async () => {
    const running = await start({ times: { reconnectMs: 10 } });
    const { emulator, bot } = running;
    const lift = emulator.faults.add({ on: 'apps.connections.open', error: 'invalid_auth' });
    emulator.sockets.drop();
    await until('tried', () => running.calls('apps.connections.open').length > 3);
    lift();
    await until('ready', () => bot.ready().ok);
    await answered(running, 'after');
  });

  it('is not lost to frames that make no sense', async () => {
    const running = await start({});
    for (const frame of [
      'null',
      '7',
      'not json',
      '{}',
      '[]',
      '{"type":null}',
      '{"type":"events_api"}',
      '{"type":"events_api","envelope_id":"x","payload":null}',
      '{"type":"events_api","envelope_id":"x","payload":{"event":null}}',
      '{"type":"slash_commands","envelope_id":"x","payload":null}',
      '{"type":"slash_commands","envelope_id":"x","payload":{}}',
      '{"type":"interactive","envelope_id":"x","payload":{"type":"block_actions"}}',
      '{"type":"something_new","envelope_id":"x","payload":{}}',
    ])
      running.emulator.sockets.sendRaw(frame);
    await answered(running, 'after');
    // Slack sent none of these, so it does not know what is acknowledged.
    const unknown = takeViolations(running.emulator).flatMap(({ what }) => what);
    expect(new Set(unknown)).toEqual(new Set(['acknowledged an unknown envelope x']));
  });
});

describe('an answer', () => {
  it('arrives although the connection is refreshed or cut between acknowledgement and answer', async () => {
    for (const cut of ['refresh', 'drop'] as const) {
      const waiting = gate();
      const running = await start({
        ask: async () => {
          await waiting.opened;
          return helpAnswer(`after ${cut}`);
        },
      });
      const { acks } = await running.emulator.slash(ANA, GENERAL, 'why me');
      expect(acks[0].ok).toBe(true);
      running.emulator.sockets[cut]();
      waiting.open();
      await running.untilSeen(ANA, (text) => text.includes(`after ${cut}`));
      await running.close();
      bench = undefined;
    }
  });
});

describe('one envelope', () => {
  it('goes to one of several connections, so that two bots answer it once', async () => {
    const first = await start({});
    const { startSlack } = await import('../../../src/slack/index.js');
    const { configWith, environmentFor, memoryOnce, simpleRender, worksAlone } = await import('../bench.js');
    const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    const second = await startSlack({
      ask: async (words) => helpAnswer(`second ${words.join(' ')}`),
      environment: environmentFor(first.emulator, 'socket'),
      config: configWith([]),
      render: simpleRender,
      logger: quiet,
      clock: { now: () => Date.now() },
      once: memoryOnce(),
      ...worksAlone(),
      newReference: () => 'REF',
      isInGroup: async () => false,
    });
    try {
      for (let n = 0; n < 4; n++) {
        await first.emulator.slash(ANA, GENERAL, `why n${n}.`);
        await first.untilSeen(ANA, (text) => text.includes(`why n${n}.`));
      }
      const texts = first.seenBy(ANA).map((message) => message.text);
      expect(texts).toHaveLength(4);
      expect(texts.filter((text) => text.startsWith('second'))).toHaveLength(2);
    } finally {
      await second.stop();
    }
  });
});
