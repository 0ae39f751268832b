/** The services people may mean in a message: the configured ones at once, those found behind IAP as soon as they are known. */
import type { Config } from '../config.js';
import type { Place } from '../diagnosis/question.js';
import type { Clock } from '../store/ports.js';
import { type Log, whatWentWrong } from './log.js';
import { type Directory, directoryOf, knownServices } from './recognizer/index.js';
import { within } from './within.js';

/** Lists the places behind IAP. */
export type ListPlaces = (
  signal: AbortSignal,
) => Promise<{ readonly places: readonly Place[]; readonly complete: boolean }>;

/** A service as the Slack side knows it. */
export interface SeenService {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly url: URL | undefined;
}

export interface SeenServices {
  readonly services: readonly SeenService[];
  /** What the recognizer goes by. */
  readonly directory: Directory;
  /** False until everything has been listed. */
  readonly complete: boolean;
}

export interface ServiceDirectory {
  /** What is known; waits up to a second for what has never been listed, and renews what is old in the background. Never throws. */
  seen(): Promise<SeenServices>;
}

const FRESH_MS = 5 * 60_000;
const LIST_MS = 20_000;
const FIRST_MS = 1_000;

export function createServiceDirectory(
  config: Config,
  list: ListPlaces,
  clock: Clock,
  log: Log,
): ServiceDirectory {
  const seenOf = (places: readonly Place[], complete: boolean): SeenServices => {
    const found = places.filter(({ service }) => service === undefined);
    return {
      services: [
        ...config.services.map(({ name, aliases, url }) => ({ name, aliases, url })),
        ...found.map(({ name, url }) => ({ name, aliases: [], url })),
      ],
      directory: directoryOf(knownServices(config.services, found)),
      complete,
    };
  };
  let known = seenOf([], config.projects.length === 0);
  let listedAt = config.projects.length === 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  let listing: Promise<void> | undefined;

  async function renew(): Promise<void> {
    try {
      const { places, complete } = await list(AbortSignal.timeout(LIST_MS));
      known = seenOf(places, complete);
    } catch (error) {
      log.warn({ error: whatWentWrong(error) }, 'The services behind IAP could not be listed');
    }
    listedAt = clock.now();
    listing = undefined;
  }

  return {
    async seen() {
      const first = listedAt === Number.NEGATIVE_INFINITY;
      if (clock.now() - listedAt >= FRESH_MS) listing ??= renew();
      if (first && listing) await within(FIRST_MS, listing, undefined);
      return known;
    },
  };
}
