/** Every entry parser, in the order in which they are tried. A new kind is one file and one line here. */
import type { RawLogEntry } from '../../google/ports.js';
import type { Change, EntryParser } from '../change.js';
import { envelopeOf } from '../entry.js';
import { containerPolicy } from './container-policy.js';
import { iapPolicy } from './iap-policy.js';
import { adminMembership, cloudIdentityMembership } from './membership.js';

export const entryParsers: readonly EntryParser[] = [
  containerPolicy,
  iapPolicy,
  cloudIdentityMembership,
  adminMembership,
];

/** The change an entry tells of. A failed attempt is no change; neither is an entry of no known kind. */
export function parseChange(entry: RawLogEntry): Change | undefined {
  const envelope = envelopeOf(entry);
  if (!envelope || envelope.failed) return undefined;
  for (const parser of entryParsers) {
    const change = parser.parse(envelope);
    if (change) return change;
  }
  return undefined;
}
