import { afterEach, describe, expect, it } from 'vitest';
import { ANA, type Bench, type BenchOptions, GENERAL, shownText, startBench } from './bench.js';

let bench: Bench | undefined;
afterEach(async () => {
  await bench?.close();
  bench = undefined;
});
const start = async (options: BenchOptions): Promise<Bench> => {
  bench = await startBench(options);
  return bench;
};

describe.each(['socket', 'http'] as const)('a command over %s', (mode) => {
  it('is acknowledged at once and answered to the person alone', async () => {
    const { emulator, asked, seenBy, untilSeen } = await start({ mode });
    const { acks } = await emulator.slash(ANA, GENERAL, 'why @bob dashboard');
    expect(acks[0]).toMatchObject({ ok: true, payload: mode === 'socket' ? {} : undefined });
    const answer = await untilSeen(ANA, (text) => text.includes('asked'));
    expect(shownText(answer)).toContain('asked why <@U0BOB|bob> dashboard (for asker)');
    expect(answer.via).toBe('response_url');
    expect(seenBy(ANA)).toHaveLength(1);
    expect(asked[0]?.words).toEqual(['why', '<@U0BOB|bob>', 'dashboard']);
    expect(emulator.state.channels.get(GENERAL)?.messages).toEqual([]);
    expect(emulator.state.violations).toEqual([]);
  });
});
