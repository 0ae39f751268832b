/** How new facts have to be for somebody who says that they are stopped: not older than that, as far as all can share them. */
import type { Freshness } from '../../../store/ports.js';
import type { Desk } from '../../desk.js';
import type { Request } from './request.js';

/** Between being stopped and saying so. */
const GRACE_MS = 10_000;
/** For so long everybody who asks about a service shares what was read for the first one. */
const SHARED_MS = 60_000;

const moment = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/**
 * Policies and groups are remembered for a minute and more; whoever is stopped now is often stopped by what changed
 * since. So the first one within a minute who asks about a service has what is older than their message read anew, and
 * everybody after them shares that: a crowd costs no more than one person.
 */
export async function newerFor(
  { service, ts }: Pick<Request, 'service' | 'ts'>,
  { clock, notes }: Pick<Desk, 'clock' | 'notes'>,
): Promise<Freshness> {
  const written = Number(ts) * 1_000;
  if (!Number.isFinite(written)) return false;
  const since = Math.min(written, clock.now()) - GRACE_MS;
  const { value } = await notes.claim(
    `facts not older than ${service ?? 'any service'}`,
    since,
    SHARED_MS,
    moment,
  );
  return { since: value };
}
