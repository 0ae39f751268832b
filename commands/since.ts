/** How far back a question goes: `30m`, `24h`, `7d`, or a moment in RFC 3339. Pure. */
import type { Typed } from '../src/names/asked.js';

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/i;
/** Google keeps what is asked for here no longer (Cloud Logging, the bucket `_Required`). */
const LONGEST_MS = 400 * 86_400_000;

/** A length of time back from now, or a moment; both milliseconds. */
export type Since =
  | { readonly kind: 'ago'; readonly ms: number }
  | { readonly kind: 'at'; readonly at: number };

export const DAY: Since = { kind: 'ago', ms: 86_400_000 };

/** Reads it; `name` is what the person typed it behind. */
export function parseSince(text: string, name: string): Typed<Since> {
  const word = text.trim();
  const [, digits, unit] = /^(\d{1,6})\s*(m|min|h|d|w)$/i.exec(word) ?? [];
  const unitMs = UNIT_MS[unit?.toLowerCase().charAt(0) ?? ''];
  if (digits !== undefined && unitMs !== undefined) {
    const ms = Number(digits) * unitMs;
    if (ms > 0 && ms <= LONGEST_MS) return { ok: true, value: { kind: 'ago', ms } };
    const message =
      ms === 0 ? `${name} takes some time, not none.` : `The logs go back 400 days, not ${word}.`;
    return { ok: false, mistake: { message, nearest: `${name} ${ms === 0 ? '24h' : '400d'}` } };
  }
  const at = RFC3339.test(word) ? Date.parse(word) : Number.NaN;
  if (!Number.isNaN(at)) return { ok: true, value: { kind: 'at', at } };
  return {
    ok: false,
    mistake: {
      message: `${name} takes 30m, 24h, 7d or a moment in RFC 3339, not \u201c${word.slice(0, 80)}\u201d.`,
      nearest: `${name} 24h`,
    },
  };
}

/** The moment, in milliseconds. */
export const momentOf = (since: Since, now: number): number =>
  since.kind === 'at' ? since.at : now - since.ms;
