/** Everything a verb needs to answer, put together once by the composition roots. */
import type { Config } from './config.js';
import type { Google } from './google/ports.js';
import type { Clock, FactCache } from './store/ports.js';

export interface App {
  readonly config: Config;
  readonly google: Google;
  readonly cache: FactCache;
  readonly clock: Clock;
  /** The question's time, milliseconds. */
  readonly timeoutMs: number;
  /** Bypass caches. */
  readonly fresh: boolean;
  /** Makes the eight-character reference shown with every answer. */
  readonly newReference: () => string;
}
