/** What a change came to: who gained and who lost, at every service it touches. */
import type { Listed } from '../../changes/fold.js';
import type { ServiceView } from './judge.js';

/** What a change did at one service. */
export interface ServiceOutcome {
  readonly service: ServiceView;
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  readonly narrowed: readonly string[];
  readonly widened: readonly string[];
  /** Those of whom it could not be told. */
  readonly open: readonly string[];
}

export interface Outcome {
  readonly listed: Listed;
  /** Services it touches, whether or not anybody's access changed there. */
  readonly services: readonly ServiceOutcome[];
  /** Members, each once, by name. */
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  /** Whether everybody it could mean was looked at, and could be told. */
  readonly complete: boolean;
  /** There was no time to work it out. */
  readonly late: boolean;
  /** Addresses the change could mean, before or after. */
  readonly meant: ReadonlySet<string>;
}
