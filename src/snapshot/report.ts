/** The answers to `snapshot` and `drift` as data: what `--json` prints. */
import type { BlindSpot, Cost } from '../diagnosis/report.js';
import type { Hit } from './hit.js';
import type { Snapshot } from './model.js';

export interface SnapshotReport {
  readonly schema: 'iap-doctor.snapshot/1';
  readonly id: string;
  readonly snapshot: Snapshot;
  /** The document as it is kept in git. */
  readonly text: string;
  /** Where it was written; null when it goes to standard output. */
  readonly out: string | null;
  /** False when no policy at all could be read. */
  readonly read: boolean;
  readonly blindSpots: readonly BlindSpot[];
  readonly cost: Cost;
}

export interface DriftAuthor {
  readonly actor: string | null;
  readonly tool: string | null;
  /** RFC 3339. */
  readonly at: string;
  readonly entry: string;
}

export interface DriftItem {
  readonly action: 'added' | 'removed' | 'changed';
  readonly kind: string;
  readonly resource: string;
  readonly text: string;
  readonly deltas: readonly {
    readonly action: 'add' | 'remove' | 'change';
    readonly role: string;
    readonly member: string;
    readonly condition: string | null;
  }[];
  /** Null when no log entry explains it. */
  readonly author: DriftAuthor | null;
}

export interface DriftReport {
  readonly schema: 'iap-doctor.drift/1';
  readonly id: string;
  readonly file: string;
  /** What the file was compared with: what is in force, or another snapshot. */
  readonly against: string | null;
  readonly verdict: 'same' | 'differs' | 'unknown';
  readonly differences: readonly DriftItem[];
  /** Who gained and who lost access by all differences together. */
  readonly hits: readonly Hit[];
  readonly blindSpots: readonly BlindSpot[];
  readonly cost: Cost;
}
