/** Where the bars of a question's calls begin and end, as parts of the time the whole question took. */
import type { GoogleCall, Question } from '../../web/protocol.js';

export interface Bar {
  readonly call: GoogleCall;
  /** 0 to 1. */
  readonly from: number;
  /** 0 to 1, never so small that it cannot be seen. */
  readonly length: number;
}

const SEEN = 0.012;

/** The bars in the order of arrival. A call without an answer goes on to the end. */
export function barsOf(question: Question, calls: readonly GoogleCall[]): readonly Bar[] {
  const mine = calls
    .filter((one) => one.question === question.id)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const start = Math.min(Date.parse(question.at), ...mine.map((one) => Date.parse(one.at)));
  const ends = mine.map((one) => Date.parse(one.at) + (one.ms ?? 0));
  const span = Math.max(1, question.ms ?? 0, ...ends.map((end) => end - start));
  return mine.map((call) => {
    const from = Math.min(1 - SEEN, (Date.parse(call.at) - start) / span);
    const length = call.ms === undefined ? 1 - from : Math.min(1 - from, call.ms / span);
    return { call, from, length: Math.max(SEEN, length) };
  });
}

/** Milliseconds for people: `84 ms`, `1.2 s`. */
export function shortTime(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

/** The words of a path that tell one call from another: no query, no version, long numbers shortened. */
export function shortPath(path: string): string {
  const [bare = ''] = path.split('?');
  const words = decode(bare)
    .replace(/^\/(?:[a-z]+\/)?v\d\w*\//, '/')
    .replace(/\d{9,}/g, (number) => `…${number.slice(-4)}`);
  return words === '' ? '/' : words;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
