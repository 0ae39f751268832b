/** In a crowd the first ones are answered while the last ones wait, and nobody waits for ever. */
import { describe, expect, it } from 'vitest';
import type { Ask, Asking } from '../../../src/app.js';
import { inTurns } from '../../../src/slack/asking/in-turns.js';
import { until } from '../../support/until.js';
import { gate, helpAnswer } from '../bench.js';

const asking = {
  speaker: { surface: 'slack', self: undefined, resolveSlackUser: undefined },
  signal: new AbortController().signal,
  timeoutMs: 1_000,
  fresh: false,
  progress: () => undefined,
  mayAskAbout: () => true,
} satisfies Asking;

/** A brain that answers when it is told to. */
function brain() {
  const begun: string[] = [];
  const gates = new Map<string, ReturnType<typeof gate>>();
  const ask: Ask = async ([word = '']) => {
    begun.push(word);
    const held = gate();
    gates.set(word, held);
    await held.opened;
    if (word === 'broken') throw new Error('broken');
    return helpAnswer(word);
  };
  return { ask, begun, answer: (word: string) => gates.get(word)?.open() };
}

describe('many questions at once', () => {
  it('are worked on a few at a time, in the order they came', async () => {
    const { ask, begun, answer } = brain();
    const turns = inTurns(ask, 2, 60_000);
    const asked = ['a', 'b', 'c', 'd'].map((word) => turns([word], asking));
    await until('two are begun', () => begun.length === 2);
    answer('a');
    await until('the third is begun', () => begun.length === 3);
    expect(begun).toEqual(['a', 'b', 'c']);
    answer('b');
    await until('the last is begun', () => begun.length === 4);
    answer('c');
    answer('d');
    await Promise.all(asked);
  });

  it('do not wait for ever behind those that hang', async () => {
    const { ask, begun, answer } = brain();
    const turns = inTurns(ask, 1, 20);
    const asked = ['hangs', 'next'].map((word) => turns([word], asking));
    await until('both are begun', () => begun.length === 2);
    answer('next');
    expect(await asked[1]).toEqual(helpAnswer('next'));
    answer('hangs');
    await asked[0];
  });

  it('leave their turn to the next one also when they break', async () => {
    const { ask, begun, answer } = brain();
    const turns = inTurns(ask, 1, 60_000);
    const broken = turns(['broken'], asking);
    const next = turns(['next'], asking);
    await until('the first is begun', () => begun.length === 1);
    answer('broken');
    await expect(broken).rejects.toThrow('broken');
    await until('the second is begun', () => begun.length === 2);
    answer('next');
    await next;
  });
});
