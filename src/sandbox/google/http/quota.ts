/** Per-minute read quotas that are small enough by default to shape the product. */
import type { Clock } from '../../../store/ports.js';
import type { Route } from './route.js';

type QuotaName = NonNullable<Route['quota']>;

/** Reads per minute and project (IAM and Cloud Logging quota pages). */
const LIMITS: Readonly<Record<QuotaName, number>> = {
  'iam-v2-reads': 5,
  'iam-v3-reads': 5,
  'logging-reads': 60,
};

export interface QuotaCounter {
  /** Counts one read; false when the minute is used up. A refused read does not count. */
  spend(quota: QuotaName): boolean;
}

/** Counts reads of the last sixty seconds by the given clock. */
export function quotaCounter(clock: Clock): QuotaCounter {
  const spent = new Map<QuotaName, number[]>();
  return {
    spend(quota) {
      const now = clock.now();
      const recent = (spent.get(quota) ?? []).filter((at) => now - at < 60_000);
      const allowed = recent.length < LIMITS[quota];
      if (allowed) recent.push(now);
      spent.set(quota, recent);
      return allowed;
    },
  };
}
