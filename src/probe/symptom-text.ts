/** From pasted error text to codes: what gcloud, gRPC clients, browsers and IAP's own pages print, word for word. Pure. */
import { symptoms } from './symptoms/index.js';
import type { Sureness } from './symptoms/symptom.js';

export interface TextSymptom {
  readonly code: string;
  readonly sureness: Sureness;
  /** The words that were recognised. */
  readonly quote: string;
}

/** Longer texts are cut: an error is at the beginning of what people paste, or they paste a log. */
const LONGEST = 20_000;

/** Chat programs make quotes curly, escape three characters and break lines. */
const readable = (text: string): string =>
  text
    .slice(0, LONGEST)
    .replace(/[\u2018\u2019\u201b\u00b4]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/&(amp|lt|gt|quot);/g, (_all, name: string) => ({ amp: '&', lt: '<', gt: '>' })[name] ?? '"')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * The codes whose own words stand in a text, in the order in which they stand there; empty for anything else. Only
 * literals of programs and pages count, so ordinary sentences about access give nothing.
 */
export function symptomOfText(text: string): readonly TextSymptom[] {
  const line = readable(text);
  const found = symptoms
    .flatMap(({ literals }) => literals ?? [])
    .flatMap(({ code, sureness, pattern }) => {
      const match = pattern.exec(line);
      return match ? [{ code, sureness, quote: match[0].slice(0, 200), at: match.index }] : [];
    })
    .sort((a, b) => a.at - b.at || Number(a.sureness === 'likely') - Number(b.sureness === 'likely'));
  const had = new Set<string>();
  return found
    .filter(({ code }) => !had.has(code) && had.add(code))
    .map(({ code, sureness, quote }) => ({ code, sureness, quote }));
}
