/** A refusal in what somebody pasted, as a page, a browser or curl words it, and not as a program does. Pure. */
import { plain, respelled } from './normalise.js';

const REFUSALS: readonly (readonly [string, RegExp])[] = [
  ['403', /(?<![\w.#/])403\b(?!\.\d|\s*ms)/],
  ['401', /(?<![\w.#/])401\b(?!\.\d|\s*ms)/],
  ['forbidden', /\bforbidden\b/],
  ['denied', /\b(?:access|permission)[\s_]?denied\b/],
  ['unauthorized', /\bunauthorized\b|\bunauthenticated\b/],
  [
    'refusal of IAP',
    /\binvalid (?:iap credentials|gcip id token)\b|\bproblem with your request\. error code\b/,
  ],
  ['no access', /\byou don't have (?:access|permission)|\bdoesn't have permission\b/],
];

/** Lines that somebody wrote, not ones that were shown to them. */
const PROGRAM =
  /=>|\bthrow\s|\bconst\s|\blet\s+\w+\s*=|\breturn\s|\bif\s*\(|\bfunction\b|\bimport\s|\bdef\s|\bclass\s|\bexpect\(|\bassert|\.status\(|\bselect\s.+\bfrom\b|\bgit(?:\s|@)|\.git\b|\bpublickey\b|\bdocker\b|\bnpm\s/;

/** The word for the refusal a paste shows; undefined where it shows none, or is a piece of a program. */
export function refusalIn(pasted: string): string | undefined {
  const text = respelled(plain(pasted));
  if (PROGRAM.test(text)) return undefined;
  return REFUSALS.find(([, pattern]) => pattern.test(text))?.[0];
}
