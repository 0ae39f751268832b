/** Causes of a walk that ended before there was a reply: one table row per code, made into a cause. Pure. */
import type { Fix } from '../../fixes/types.js';
import type { Observation } from '../observation.js';
import { type Literal, RANK, type Recognised, type Symptom } from '../symptoms/symptom.js';
import { mend } from './place.js';

export interface HaltRow {
  /** Verdict first, one sentence. `%` stands for the host. */
  readonly text: string;
  /** Who mends it, how, and what happens then. */
  readonly fix: readonly [Fix['for'], string, string];
}

/** The cause for a halt whose code stands in the table; nothing for other codes, and nothing once there was a reply. */
function haltCause(seen: Observation, rows: Readonly<Record<string, HaltRow>>): Recognised | undefined {
  const { halt, target } = seen;
  if (!halt || seen.reply || !Object.hasOwn(rows, halt.code)) return undefined;
  const row = rows[halt.code];
  if (!row) return undefined;
  const text = row.text.replaceAll('%', target.host);
  const errno = halt.errno === undefined ? '' : ` (${halt.errno})`;
  return {
    code: halt.code,
    // Refused by ourselves: nothing was sent, so nothing is known of the place (ruling 22).
    verdict: halt.code === 'target-refused' ? 'unknown' : 'failing',
    failedStage: halt.stage,
    answeredBy: 'none',
    rank: RANK.halt,
    sureness: 'certain',
    signs: [`stage ${halt.stage}`, `${halt.detail}${errno}`],
    text,
    adminText: `${text.replace(/\.$/, '')}: ${halt.detail}${errno}.`,
  };
}

/** A symptom whose rows are the ways a walk can end at one part of the path. */
export function haltSymptom(
  id: string,
  codes: readonly string[],
  rows: Readonly<Record<string, HaltRow>>,
  literals: readonly Literal[] = [],
): Symptom {
  return {
    id,
    codes,
    literals,
    recognise: (seen) => {
      const found = haltCause(seen, rows);
      return found ? { causes: [found] } : null;
    },
    fixes: (_seen, { code }) => {
      const row = rows[code];
      return row ? [mend(...row.fix)] : [];
    },
  };
}
