/** Looks at services from outside, one look for everybody who asks within half a minute. */
import type { ProbeReport } from '../../../probe/report.js';
import type { Desk } from '../../desk.js';
import { within } from '../../within.js';

/** How long a look is good for. */
const FRESH_MS = 30_000;
const MOST = 200;

export interface Probes {
  /** Without a credential, as anybody could; undefined when it could not be done in time. Never throws. */
  of(service: string): Promise<ProbeReport | undefined>;
}

/** Nobody's question: no person is named by it, and nobody's rights are used. */
export function createProbes({
  ask,
  clock,
  times,
  stopping,
}: Pick<Desk, 'ask' | 'clock' | 'times' | 'stopping'>): Probes {
  const looks = new Map<string, { readonly at: number; readonly report: Promise<ProbeReport | undefined> }>();

  async function look(service: string): Promise<ProbeReport | undefined> {
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(times.answerMs)]);
    const asked = ask(['probe', service], {
      speaker: { surface: 'slack', self: undefined, resolveSlackUser: undefined },
      signal,
      timeoutMs: times.questionMs,
      fresh: false,
      progress: () => undefined,
      mayAskAbout: () => false,
      isAdmin: () => false,
    });
    try {
      const answer = await within(times.answerMs, asked, undefined);
      return answer?.kind === 'probe' ? answer.report : undefined;
    } catch {
      return undefined;
    }
  }

  return {
    of(service) {
      const known = looks.get(service);
      if (known && clock.now() - known.at < FRESH_MS) return known.report;
      const report = look(service);
      looks.delete(service);
      looks.set(service, { at: clock.now(), report });
      for (const [oldest] of looks) {
        if (looks.size <= MOST) break;
        looks.delete(oldest);
      }
      return report;
    },
  };
}
