/** The memory of facts made of a case file: what was read then is read now, and nothing else. */

import type { RecordedLook } from '../diagnosis/engine.js';
import type { Look, LookProblem } from '../google/ports.js';
import type { CachedLook, FactCache, FactRequest } from '../store/ports.js';

const absent = (key: string): LookProblem => ({
  kind: 'not-held',
  api: 'cloudresourcemanager',
  resource: key,
  message: 'The case file does not hold this.',
});

/** Answers from the recorded looks; one that is missing or does not fit is a look that failed, never a "no". */
export function caseCache(looks: readonly RecordedLook[]): FactCache {
  const byKey = new Map(looks.map((look) => [look.key, look]));
  return {
    get: async <T>(request: FactRequest<T>): Promise<CachedLook<T>> => {
      const found = byKey.get(request.key);
      const base = {
        readAt: found?.readAt ?? new Date(0).toISOString(),
        cached: true,
        stale: false,
        staleBecause: undefined,
      };
      if (!found) return { ...base, look: { ok: false, problem: absent(request.key) } };
      if (!found.look.ok) return { ...base, look: found.look };
      const value = request.revive(found.look.value);
      const look: Look<T> =
        value === undefined ? { ok: false, problem: absent(request.key) } : { ok: true, value };
      return { ...base, look };
    },
    health: () => ({ kind: 'memory', connected: true, problem: undefined }),
    close: async () => undefined,
  };
}
