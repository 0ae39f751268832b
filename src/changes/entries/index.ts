/** Every entry parser, in the order in which they are tried. A new kind is one file and one line here. */
import type { RawLogEntry } from '../../google/ports.js';
import type { Change, EntryParser } from '../change.js';
import { envelopeOf } from '../entry.js';
import { accessLevel } from './access-level.js';
import { personAccount, serviceAccount } from './account.js';
import { adminRole } from './admin-role.js';
import { boundary } from './boundary.js';
import { containerPolicy } from './container-policy.js';
import { customRole } from './custom-role.js';
import { denyPolicy } from './deny-policy.js';
import { adminGroup, cloudIdentityGroup } from './group.js';
import { iapPolicy } from './iap-policy.js';
import { iapSettings } from './iap-settings.js';
import { appEngineSwitch, computeSwitch, runSwitch } from './iap-switch.js';
import { identityProvider } from './identity-provider.js';
import { adminMembership, cloudIdentityMembership } from './membership.js';
import { oauthClient } from './oauth-client.js';
import { orgPolicy } from './org-policy.js';
import { other } from './other.js';
import { resourcePolicy } from './resource-policy.js';

export const entryParsers: readonly EntryParser[] = [
  containerPolicy,
  iapPolicy,
  cloudIdentityMembership,
  adminMembership,
  resourcePolicy,
  iapSettings,
  denyPolicy,
  boundary,
  accessLevel,
  customRole,
  cloudIdentityGroup,
  adminGroup,
  computeSwitch,
  runSwitch,
  appEngineSwitch,
  oauthClient,
  adminRole,
  personAccount,
  serviceAccount,
  orgPolicy,
  identityProvider,
  other,
];

const byService = new Map(
  [...new Set(entryParsers.flatMap(({ services }) => services))].map((service) => [
    service,
    entryParsers.filter(({ services }) => services.includes(service)),
  ]),
);

/** What an entry is to whoever looks for changes. */
export type Reading =
  | { readonly kind: 'changes'; readonly changes: readonly Change[] }
  /** Of a kind that is known, or no audit entry at all, and not to be understood. */
  | { readonly kind: 'unreadable' }
  /** An attempt that failed; where it was long-running its start is no change either. */
  | { readonly kind: 'failed'; readonly operation: string | undefined }
  /** Nothing that concerns access: a read, or some other service's business. */
  | { readonly kind: 'nothing' };

const NOTHING: Reading = { kind: 'nothing' };
const UNREADABLE: Reading = { kind: 'unreadable' };

/** Reads one entry. Never throws, whatever it holds. */
export function readEntry(entry: RawLogEntry): Reading {
  const envelope = envelopeOf(entry);
  if (!envelope) return UNREADABLE;
  if (envelope.failed) return { kind: 'failed', operation: envelope.operation?.id };
  for (const parser of byService.get(envelope.service) ?? []) {
    const parsed = parser.parse(envelope);
    if (parsed === undefined) continue;
    if (parsed === 'unreadable') return UNREADABLE;
    return parsed.length === 0 ? NOTHING : { kind: 'changes', changes: parsed };
  }
  return NOTHING;
}
