/** Policies of every family in Google's own JSON shapes, so that what is stored is what is sent. */

export interface Expr {
  readonly expression: string;
  readonly title?: string;
  readonly description?: string;
}

export interface PolicyBinding {
  readonly role: string;
  readonly members: readonly string[];
  readonly condition?: Expr;
}

export interface PolicyAuditConfig {
  readonly service: string;
  readonly auditLogConfigs: readonly {
    readonly logType: string;
    readonly exemptedMembers?: readonly string[];
  }[];
}

/** An IAM v1 policy. `version` and `etag` are made when it is sent. */
export interface Policy {
  readonly bindings: readonly PolicyBinding[];
  readonly auditConfigs?: readonly PolicyAuditConfig[];
}

export interface DenyRuleJson {
  readonly description?: string;
  readonly denyRule: {
    readonly deniedPrincipals: readonly string[];
    readonly exceptionPrincipals?: readonly string[];
    readonly deniedPermissions: readonly string[];
    readonly exceptionPermissions?: readonly string[];
    readonly denialCondition?: Expr;
  };
}

/** A deny policy; its attachment point is the key it is stored under. */
export interface DenyPolicyRecord {
  readonly id: string;
  readonly displayName: string;
  rules: readonly DenyRuleJson[];
  readonly createdAt: string;
}

export interface BoundaryPolicyRecord {
  /** `organizations/O/locations/global/principalAccessBoundaryPolicies/ID`. */
  readonly name: string;
  readonly displayName: string;
  details: {
    readonly rules: readonly {
      readonly description?: string;
      readonly resources: readonly string[];
      readonly effect: 'ALLOW';
    }[];
    readonly enforcementVersion: string;
  };
}

export interface BoundaryBindingRecord {
  /** `organizations/O/locations/global/policyBindings/ID`. */
  readonly name: string;
  readonly displayName: string;
  readonly principalSet: string;
  readonly policy: string;
  readonly condition?: Expr;
}

export interface LevelConditionJson {
  readonly ipSubnetworks?: readonly string[];
  readonly devicePolicy?: Readonly<Record<string, unknown>>;
  readonly requiredAccessLevels?: readonly string[];
  readonly negate?: boolean;
  readonly members?: readonly string[];
  readonly regions?: readonly string[];
}

export interface AccessLevelRecord {
  /** `accessPolicies/N/accessLevels/NAME`. */
  readonly name: string;
  readonly title: string;
  basic?: { readonly conditions: readonly LevelConditionJson[]; readonly combiningFunction?: 'AND' | 'OR' };
  custom?: { readonly expr: Expr };
}

export interface AccessPolicyRecord {
  /** `accessPolicies/N`. */
  readonly name: string;
  /** `organizations/O`. */
  readonly parent: string;
  readonly title: string;
  readonly scopes?: readonly string[];
  levels: AccessLevelRecord[];
}

export interface RoleRecord {
  /** `roles/X`, `projects/P/roles/X`, `organizations/O/roles/X`. */
  readonly name: string;
  readonly title: string;
  includedPermissions: readonly string[];
  stage: 'ALPHA' | 'BETA' | 'GA' | 'DEPRECATED' | 'DISABLED' | 'EAP';
  deleted: boolean;
}
