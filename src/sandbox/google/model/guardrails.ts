/** What an organisation keeps beside IAM policies: organisation policies, and access that is asked for and given for a while. */

/** One rule of an organisation policy, in Google's JSON. */
export interface OrgPolicyRuleJson {
  readonly allowAll?: boolean;
  readonly denyAll?: boolean;
  readonly values?: { readonly allowedValues?: readonly string[]; readonly deniedValues?: readonly string[] };
  readonly enforce?: boolean;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** The access of an entitlement or a grant, in Google's JSON. */
export interface PrivilegedAccessJson {
  readonly gcpIamAccess: {
    readonly resourceType: string;
    readonly resource: string;
    readonly roleBindings: readonly { readonly role: string }[];
  };
}

export interface EntitlementRecord {
  /** `projects/NUMBER/locations/global/entitlements/ID`; folders and organisations alike. */
  readonly name: string;
  readonly eligible: readonly string[];
  readonly approvers: readonly string[];
  readonly access: PrivilegedAccessJson;
  /** Seconds, as `14400s`. */
  readonly maxDuration: string;
  readonly createdAt: string;
}

export type PrivilegedGrantState =
  | 'APPROVAL_AWAITED'
  | 'DENIED'
  | 'SCHEDULED'
  | 'ACTIVATING'
  | 'ACTIVE'
  | 'ACTIVATION_FAILED'
  | 'EXPIRED'
  | 'REVOKING'
  | 'REVOKED'
  | 'ENDED';

export interface PrivilegedGrantRecord {
  /** `{entitlement}/grants/UUID`. */
  readonly name: string;
  readonly requester: string;
  state: PrivilegedGrantState;
  readonly requestedDuration: string;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly grantedAt: string | undefined;
  readonly removedAt: string | undefined;
}
