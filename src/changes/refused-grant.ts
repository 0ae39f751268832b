/** Attempts to grant access that Google refused: failed `SetIamPolicy` entries, with whom they meant and which constraint stood against it. */
import type { RawLogEntry } from '../google/ports.js';
import { at, envelopeOf, listAt, textAt } from './entry.js';

export interface RefusedGrant {
  /** RFC 3339. */
  readonly at: string;
  readonly actor: string | undefined;
  /** Google's name without scheme or host. */
  readonly resource: string;
  /** Every role and member of the policy that was to be written. */
  readonly attempted: readonly { readonly role: string; readonly member: string }[];
  /** `iam.allowedPolicyMemberDomains` and the like, where the entry names it or says what it forbids. */
  readonly constraint: string | undefined;
  readonly insertId: string;
}

const SERVICES = ['iap.googleapis.com', 'cloudresourcemanager.googleapis.com'];
const CONSTRAINT = /constraints\/(iam\.[A-Za-z.]+)/;
/** What the legacy constraint says without naming itself (Google Cloud knowledge base, "permitted customer"). */
const PERMITTED = /permitted (?:customer|organi[sz]ation)/i;

function constraintOf(payload: unknown): string | undefined {
  const status = JSON.stringify(at(payload, 'status') ?? {});
  const named = CONSTRAINT.exec(status)?.[1]?.replace(/\.$/, '');
  return named ?? (PERMITTED.test(status) ? 'iam.allowedPolicyMemberDomains' : undefined);
}

/** Reads one entry; nothing when it is not an attempt to set an allow policy that failed. */
export function parseRefusedGrant(entry: RawLogEntry): RefusedGrant | undefined {
  const envelope = envelopeOf(entry);
  if (!envelope?.failed || !SERVICES.includes(envelope.service)) return undefined;
  if (!/(?:^|\.)SetIamPolicy$/.test(envelope.method)) return undefined;
  const { payload } = envelope;
  const attempted = listAt(payload, 'request', 'policy', 'bindings').flatMap((binding) => {
    const role = textAt(binding, 'role');
    const members = listAt(binding, 'members').filter((m): m is string => typeof m === 'string');
    return role === undefined ? [] : members.map((member) => ({ role, member }));
  });
  return {
    at: envelope.at,
    actor: envelope.actor,
    resource: envelope.resource.replace(/^\/\/[a-z]+\.googleapis\.com\//, ''),
    attempted,
    constraint: constraintOf(payload),
    insertId: envelope.insertId,
  };
}
