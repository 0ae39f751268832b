/** How many people a change hit: one report names one person's entry, and a run over a group has many. */
import type { ListedChange } from '../../../diagnosis/changes/report.js';
import type { Desk } from '../../desk.js';
import { causeOf, type Incident, type Insight } from './state.js';

type Reach = NonNullable<Insight['reach']>;

/** The change may be older than the first question by so much. */
const BEFORE_MS = 3_600_000;
const QUESTION_MS = 20_000;

/** All entries of one cause together, as far as they concern the service. Undefined: none, or nobody lost anything. */
export function reachIn(changes: readonly ListedChange[], { service, change }: Incident): Reach | undefined {
  const same = changes.filter((one) => causeOf({ ...one, id: one.entry }) === change?.cause);
  const lost = same.map(
    ({ services, effect }) => services.find(({ name }) => name === service)?.lost ?? effect.lostCount,
  );
  const affected = lost.reduce((sum, one) => sum + one, 0);
  return affected === 0 ? undefined : { affected, complete: same.every(({ effect }) => effect.complete) };
}

/**
 * Nobody's question: the bot looks for its own message, and of what it sees only the number goes into a channel. Never
 * throws; undefined when it cannot be told.
 */
export async function reachOf(
  incident: Incident,
  desk: Desk,
  signal: AbortSignal,
): Promise<Reach | undefined> {
  const { service, change } = incident;
  if (change === undefined) return undefined;
  const since = new Date(change.at - BEFORE_MS).toISOString();
  const answer = await desk.ask(['changes', service, 'since', since], {
    speaker: { surface: 'slack', self: undefined, resolveSlackUser: undefined },
    signal: AbortSignal.any([signal, AbortSignal.timeout(QUESTION_MS)]),
    timeoutMs: QUESTION_MS,
    fresh: false,
    progress: () => undefined,
    mayAskAbout: () => true,
    isAdmin: () => true,
  });
  return answer.kind === 'changes' ? reachIn(answer.report.changes, incident) : undefined;
}
