/** What an answer comes to in one line that names nobody: for the list of somebody's recent answers. Pure. */
import type { Answer } from './answer.js';
import { probeReason } from './kinds/probe-reasons.js';
import { hasPlace, placeName, voiceFor } from './kinds/why-people.js';
import { reasonPhrase } from './kinds/why-reasons.js';

const WHY = { allowed: 'can get in', denied: 'can\u2019t get in', unknown: 'cannot tell' } as const;
const PROBE = {
  through: 'the way there works',
  guarded: 'guarded by IAP, as it should be',
  blocked: 'IAP refuses the caller',
  failing: 'the way there is broken',
  exposed: 'open without IAP',
  unknown: 'cannot tell',
} as const;

/** Nothing for answers that are about neither a person's access nor a path. */
export function recentWords(answer: Answer, about: 'self' | 'other'): string | undefined {
  if (answer.kind === 'probe') {
    const { where, verdict, cause } = answer.report;
    const reason = probeReason(cause?.code);
    return `${where.name}: ${PROBE[verdict]}${reason === undefined ? '' : ` (${reason})`}`;
  }
  if (answer.kind !== 'why') return undefined;
  const { report } = answer;
  const name = hasPlace(report.where) ? placeName(report.where) : 'every service I know';
  const somebody = about === 'self' ? 'you' : 'somebody else';
  // With several services at once there is no one verdict to tell.
  if (!hasPlace(report.where)) return `${name}: looked for ${somebody}`;
  const reason =
    about === 'self'
      ? reasonPhrase(report.verdict, report.cause?.code, voiceFor(report.who, 'self'))
      : undefined;
  const verdict =
    report.verdict === 'unknown' ? `${WHY.unknown} about ${somebody}` : `${somebody} ${WHY[report.verdict]}`;
  return `${name}: ${verdict}${reason === undefined ? '' : `: ${reason}`}`;
}
