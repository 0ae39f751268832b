/** What a behaviour suite needs in order to run on some kind of fact cache. */
import type { FactCache } from '../../src/store/ports.js';
import type { FakeClock } from '../support/fake-clock.js';

export interface CacheWorld {
  readonly clock: FakeClock;
  /** One more cache, like a process that has just started. */
  open(options?: { readonly identity?: string; readonly version?: string }): FactCache;
  close(): Promise<void>;
}
