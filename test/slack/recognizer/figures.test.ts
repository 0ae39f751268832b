/** How well access requests are recognised: held to figures on messages that nothing was tuned on. */
import { describe, expect, it } from 'vitest';
import { isHeldBack } from './corpus/example.js';
import { CORPUS } from './corpus/index.js';
import { last } from './corpus/last.js';
import { scoreOf } from './score.js';

describe('the corpus', () => {
  it('holds at least 440 different messages, 45 % of them to be left alone', () => {
    const said = new Set(CORPUS.map(({ text, blocks }) => `${text}${JSON.stringify(blocks)}`));
    expect(said.size).toBe(CORPUS.length);
    expect(CORPUS.length).toBeGreaterThanOrEqual(440);
    const silent = CORPUS.filter(({ expected }) => !expected).length;
    expect(silent / CORPUS.length).toBeGreaterThanOrEqual(0.45);
  });

  it('has two halves, each with enough of both kinds', () => {
    for (const half of [CORPUS.filter(isHeldBack), CORPUS.filter((example) => !isHeldBack(example))]) {
      expect(half.length).toBeGreaterThan(200);
      expect(half.filter(({ expected }) => expected).length).toBeGreaterThan(100);
      expect(half.filter(({ expected }) => !expected).length).toBeGreaterThan(100);
    }
  });
});

describe('the recognizer', () => {
  it('is right about more than 98 % of what it answers and misses less than 10 % of the held-back half', () => {
    const { precision, recall, serviceRight, aboutRight } = scoreOf(CORPUS.filter(isHeldBack));
    expect(precision).toBeGreaterThan(0.98);
    expect(recall).toBeGreaterThan(0.9);
    expect(serviceRight).toBeGreaterThan(0.98);
    expect(aboutRight).toBeGreaterThan(0.93);
  });

  it('keeps nine in ten on messages written after all tuning', () => {
    const { precision, recall } = scoreOf(last);
    expect(precision).toBeGreaterThanOrEqual(0.9);
    expect(recall).toBeGreaterThanOrEqual(0.9);
  });

  it('gives a reason with every decision', () => {
    const { misses } = scoreOf(CORPUS);
    for (const { recognition } of misses)
      if (recognition.fires) expect(recognition.because.length).toBeGreaterThan(0);
      else expect(recognition.gate).toMatch(/^(?:no-phrase|no-context|negative)$/);
  });
});
