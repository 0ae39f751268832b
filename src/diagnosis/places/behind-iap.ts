/** The places behind IAP, listed outside any question: for recognising what people write about. */
import type { Config } from '../../config.js';
import type { Google } from '../../google/ports.js';
import { Engine, type EngineOptions } from '../engine.js';
import type { Place } from '../question.js';
import { discoveredPlaces } from './discovered.js';
import { shelvesOf } from './resolve.js';

/** Configured and found places; `complete` is false when part of the inventory could not be read. */
export async function placesBehindIap(
  source: Omit<EngineOptions, 'fresh'> & { readonly google: Google },
  config: Config,
): Promise<{ readonly places: readonly Place[]; readonly complete: boolean }> {
  const { google, ...options } = source;
  const scope = new Engine({ ...options, fresh: false }).scope();
  const { places, unread } = await scope.get(discoveredPlaces(shelvesOf(google), config));
  return { places, complete: unread.length === 0 };
}
