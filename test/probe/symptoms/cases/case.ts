/** What a case of a symptom is, and the replies that many of them share. */
import type { Observation, StageName } from '../../../../src/probe/observation.js';
import type { AnsweredBy, ProbeVerdict } from '../../../../src/probe/report.js';
import { around, iap } from '../build.js';

export interface Case {
  readonly name: string;
  readonly seen: Observation;
  /** Verdict, stage, who answered, and the cause's code; null where there is none. */
  readonly is: readonly [ProbeVerdict, StageName | null, AnsweredBy, string | null];
  /** Codes that stand beside it. */
  readonly also?: readonly string[];
  /** Codes among the warnings. */
  readonly notes?: readonly string[];
}

export const IAP_401 = 'Invalid IAP credentials: ';
export const HTML = { 'content-type': 'text/html; charset=utf-8' };
export const JSON_TYPE = { 'content-type': 'application/json' };
export const GFE = { ...HTML, server: 'Google Frontend' };
export const refuses = (words: string) => iap(401, `${IAP_401}${words}`);
export const blocked = (code: string): Case['is'] => ['blocked', 'iap', 'iap', code];
export const broken = (code: string): Case['is'] => ['failing', 'iap', 'iap', code];
export const page = (title: string, text: string): string =>
  `<html><head><title>${title}</title></head><body><h1>Error: ${title.replace(/^\d+ /, '')}</h1><h2>${text}</h2></body></html>`;
export const access = (
  code: string | null,
  verdict: 'allowed' | 'denied' | 'unknown' = 'denied',
): ReturnType<typeof around> =>
  around({
    access: {
      subject: 'serviceAccount:x',
      verdict,
      code,
      text: 'said to all.',
      adminText: 'said to admins.',
    },
  });
export const DENIED = iap(403, 'Access denied. For user prober@acme-prod.iam.gserviceaccount.com.');
