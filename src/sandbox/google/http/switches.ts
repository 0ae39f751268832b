/** What can be changed while the emulator runs: latency, page sizes, quotas, and the answers Google gives two ways. */
import type { Clock } from '../../../store/ports.js';
import { createTokenMint, type TokenMint } from '../tokens.js';

export interface Switches {
  /** Added to every answer, milliseconds. */
  latencyMs: number;
  /** No page is longer than this, whatever the request asks for; undefined: Google's own maxima. */
  pageCap: number | undefined;
  /** Whether the small per-minute quotas are enforced. */
  quotas: boolean;
  /** IAM v2 documents its list as metadata only; set to send the rules as well. */
  denyListHasRules: boolean;
  /** Looking up a group that does not exist: Google usually says 403, to some administrators 404. */
  missingGroupStatus: 403 | 404;
  /** A person of another customer in the Directory API. */
  foreignUserStatus: 403 | 404;
  /** Who signs the tokens of IAM Credentials. */
  readonly tokens: TokenMint;
}

export function defaultSwitches(clock: Clock = { now: Date.now }): Switches {
  return {
    latencyMs: 0,
    pageCap: undefined,
    quotas: false,
    denyListHasRules: false,
    missingGroupStatus: 403,
    foreignUserStatus: 403,
    tokens: createTokenMint(clock),
  };
}
