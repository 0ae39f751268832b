/** How long each kind of fact may be used: the table of the design, in one place. */
import type { Lifetime } from './ports.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const lifetime = (name: string, freshMs: number, usableMs: number, revalidate: boolean): Lifetime => ({
  name,
  freshMs,
  usableMs,
  negativeMs: Math.min(30 * SECOND, freshMs),
  revalidate,
});

/** Slow facts (tiny quotas, rare changes) are refreshed in the background; fast ones are read again when due. */
export const lifetimes = {
  allowPolicy: lifetime('allowPolicy', 60 * SECOND, 15 * MINUTE, false),
  groupMembership: lifetime('groupMembership', 120 * SECOND, 15 * MINUTE, false),
  directoryUser: lifetime('directoryUser', 5 * MINUTE, HOUR, false),
  slowPolicy: lifetime('slowPolicy', 10 * MINUTE, 6 * HOUR, true),
  inventory: lifetime('inventory', 15 * MINUTE, 24 * HOUR, true),
  logs: lifetime('logs', 20 * SECOND, 2 * MINUTE, false),
} as const;

/** Whoever is in no group is "not found" in the graph: as good an answer as an empty list of groups, and kept as long. */
export const membershipGraph: Lifetime = {
  ...lifetimes.groupMembership,
  negativeMs: lifetimes.groupMembership.freshMs,
};

/** What is read anew by `fast`: what a mend changes, and what Google lets be read often. Logs are 60 reads a minute in all. */
export const isFast = (of: Lifetime): boolean => !of.revalidate && of.name !== lifetimes.logs.name;
