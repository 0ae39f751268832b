/** How well the recognizer does on a list of messages: the figures, and what it got wrong. */
import { type Recognition, recognise } from '../../../src/slack/recognizer/index.js';
import type { Example } from './corpus/example.js';
import { DIRECTORY } from './corpus/index.js';

export interface Miss {
  readonly what: 'fires wrongly' | 'stays silent' | 'wrong service' | 'wrong person';
  readonly example: Example;
  readonly recognition: Recognition;
}

export interface Score {
  readonly messages: number;
  readonly toFire: number;
  /** Of those that fired, how many should have. */
  readonly precision: number;
  /** Of those that should fire, how many did. */
  readonly recall: number;
  /** Of those that rightly fired, how many name the right service, or rightly none. */
  readonly serviceRight: number;
  /** Of those that rightly fired, how many are about the right person. */
  readonly aboutRight: number;
  readonly misses: readonly Miss[];
}

/** The settings of the fictional company. */
export const SETTINGS = { directory: DIRECTORY, botUserId: 'U0BOT', team: 'T0ACME' };

/** The recognizer's word on one message of the corpus, as an ordinary post of a colleague. */
export const recognitionOf = ({ text, blocks }: Example): Recognition =>
  recognise({ text, ...(blocks ? { blocks } : {}), user: 'U0MAYA', userTeam: 'T0ACME', ts: '1.1' }, SETTINGS);

function missOf(example: Example): Miss | undefined {
  const recognition = recognitionOf(example);
  const { expected } = example;
  const miss = (what: Miss['what']): Miss => ({ what, example, recognition });
  if (!recognition.fires) return expected ? miss('stays silent') : undefined;
  if (!expected) return miss('fires wrongly');
  if (recognition.service !== expected.service) return miss('wrong service');
  return recognition.about === expected.about ? undefined : miss('wrong person');
}

const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

/** The figures for one list. */
export function scoreOf(examples: readonly Example[]): Score {
  const misses = examples.flatMap((example) => missOf(example) ?? []);
  const missed = (what: Miss['what']): number => misses.filter((miss) => miss.what === what).length;
  const toFire = examples.filter(({ expected }) => expected).length;
  const hits = toFire - missed('stays silent');
  const wrongAbout = misses.filter(
    ({ recognition, example: { expected } }) =>
      recognition.fires && expected && recognition.about !== expected.about,
  ).length;
  return {
    messages: examples.length,
    toFire,
    precision: share(hits, hits + missed('fires wrongly')),
    recall: share(hits, toFire),
    serviceRight: share(hits - missed('wrong service'), hits),
    aboutRight: share(hits - wrongAbout, hits),
    misses,
  };
}
