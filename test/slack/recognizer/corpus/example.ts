/** One message of the corpus, how it is written down, and into which half it falls. */
import type { Fired } from '../../../../src/slack/recognizer/index.js';

export interface Example {
  readonly family: string;
  readonly text: string;
  /** What people typed, where it is more than text. */
  readonly blocks?: readonly unknown[];
  /** Undefined: nothing is to be answered. */
  readonly expected: { readonly service: string | undefined; readonly about: Fired['about'] } | undefined;
}

const ABOUT = ['self', 'other', 'many'] as const;

/** `-` is silence, `?` a message that names no service, `payroll/other` payroll for somebody else. */
export function expectedOf(verdict: string): Example['expected'] {
  if (verdict === '-') return undefined;
  const [service = '', about = 'self'] = verdict.split('/');
  const known = ABOUT.find((one) => one === about);
  if (!known) throw new Error(`nobody is called ${about}`);
  return { service: service === '?' ? undefined : service, about: known };
}

/** A table, one message a line: `VERDICT | TEXT`, with `⏎` for a new line. */
export function examples(family: string, table: string): readonly Example[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [, verdict = '', said = ''] = /^(\S+) \| (.+)$/.exec(line) ?? [];
      if (said === '') throw new Error(`not a line of the corpus: ${line}`);
      return { family, text: said.replaceAll('⏎', '\n'), expected: expectedOf(verdict) };
    });
}

/** FNV-1a: the same on every machine and in every year, so that an entry never changes its half. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) {
    value ^= character.codePointAt(0) ?? 0;
    value = Math.imul(value, 0x01000193) >>> 0;
  }
  return value;
}

/** Half of the corpus is for tuning; of the other half only the totals are looked at. The batches written later were looked at as a whole. */
export const isHeldBack = ({ family, text, blocks }: Example): boolean =>
  family !== 'later' &&
  family !== 'more' &&
  ((hash(`${text}\n${blocks ? JSON.stringify(blocks) : ''}`) >>> 7) & 1) === 1;
