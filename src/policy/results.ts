/** What the pure evaluators answer: a truth value with the whole explanation behind it. */
import type { Container, Email, Principal } from '../names/index.js';
import type { EffectiveTagFact } from './tags.js';
import type { Condition, DenyRule, Known, Missing, Truth } from './types.js';

/** What is known of the request when conditions are evaluated. Undefined means: not known to us. */
export interface RequestContext {
  /** RFC 3339 moment of evaluation. */
  readonly at: string;
  readonly host: string | undefined;
  /** The path as the browser sent it, without query; both it and its normal form are checked, as IAP does. */
  readonly path: string | undefined;
  readonly destination: { readonly ip: string | undefined; readonly port: number | undefined };
  /** `iap.googleapis.com` and the type of the leaf, e.g. `iap.googleapis.com/WebServiceVersion`. */
  readonly resource: { readonly service: string; readonly type: string };
  readonly tags: Known<readonly EffectiveTagFact[]>;
  /** Access levels that were evaluated, by full name, exact case. */
  readonly levels: ReadonlyMap<string, LevelResult>;
  /** Whether {@link levels} is everything the organisation has: then an absent name does not exist. */
  readonly levelsComplete: Known<true>;
}

export type ClauseKind =
  | 'expiry'
  | 'hours'
  | 'path'
  | 'host'
  | 'access-level'
  | 'tag'
  | 'resource-name'
  | 'resource-type'
  | 'destination'
  | 'unknown-attribute'
  | 'other';

/** One atom of a condition (what stands between `&&`, `||` and `!`). */
export interface Clause {
  readonly kind: ClauseKind;
  /** The atom's own text. */
  readonly text: string;
  readonly truth: Truth;
  /** Stands under an odd number of `!`, or compares with `!=`. */
  readonly negated: boolean;
  /** For `access-level`: the full name as written. */
  readonly level: string | undefined;
  /** A plain half-sentence: what was compared with what. */
  readonly detail: string;
}

/** Why Google itself would fail on a condition. */
export interface ConditionError {
  readonly kind:
    | 'syntax'
    | 'malformed-time'
    | 'unsupported-attribute'
    | 'unknown-level'
    /** The level exists but cannot be evaluated: its expression is broken, or a level it depends on is gone. */
    | 'broken-level'
    | 'runtime';
  readonly text: string;
}

export interface ConditionResult {
  readonly truth: Truth;
  readonly clauses: readonly Clause[];
  /** The attributes that would have to be known, only where the verdict flips with them. */
  readonly missing: readonly AttributeNeed[];
  readonly error: ConditionError | undefined;
  /** RFC 3339; the moment the condition stopped being true, where it is a plain upper bound on time. */
  readonly expiredAt: string | undefined;
  /** RFC 3339; the next moment within 14 days at which it becomes true with everything else unchanged. */
  readonly nextTrueAt: string | undefined;
}

export interface AttributeNeed {
  /** `request.path`, `request.host`, `access level accessPolicies/1/accessLevels/corp`, `tag env` … */
  readonly attribute: string;
  /** With which value the whole condition would be true: `true` if the clause has to hold, `false` if it must not. */
  readonly wouldPassIf: 'true' | 'false';
  /** How to give it: `--path`, `--access-level NAME`, one visit whose log entry can be read … */
  readonly needs: string;
}

export interface LevelResult {
  readonly name: string;
  readonly truth: Truth;
  /** For a level that is not met: what failed first. */
  readonly failed: 'ip' | 'device' | 'other' | undefined;
  readonly detail: string;
  /** For `unknown`: what is missing. */
  readonly missing: readonly string[];
  /** A level it depends on does not exist. */
  readonly broken: boolean;
}

/** One way in. */
export interface Grant {
  readonly node: string;
  readonly role: string;
  readonly member: string;
  readonly principal: Principal;
  /** `["user:a@x", "group:eng@x", "group:dash@x"]`; the last one is the bound member. */
  readonly via: readonly string[];
  /** Whether every step of {@link via} is known. */
  readonly traced: boolean;
  readonly condition: Condition | undefined;
  readonly conditionResult: ConditionResult | undefined;
}

/** A member–role–condition triple that was looked at and does not let the subject in, with the reason code it stands for. */
export interface Miss {
  readonly failedOn: 'role' | 'member' | 'condition' | 'node';
  /** The allow-side code of `facts/reasons.md` this triple is an example of. */
  readonly code: string;
  readonly node: string;
  readonly role: string;
  readonly member: string;
  readonly condition: Condition | undefined;
  readonly conditionResult: ConditionResult | undefined;
  /** Plain half-sentence for an administrator. */
  readonly detail: string;
  /** For member misses by group: the group concerned. */
  readonly group: Email | undefined;
  /** Chain into the bound group where the subject does match the member (role and condition misses). */
  readonly via: readonly string[];
}

/** A binding, node or role that might grant, if only it could be seen. */
export interface AllowUnknown {
  readonly node: string;
  readonly role: string | undefined;
  readonly member: string | undefined;
  readonly condition: Condition | undefined;
  readonly conditionResult: ConditionResult | undefined;
  readonly missing: Missing;
}

export interface AllowResult {
  readonly truth: 'true' | 'false' | 'unknown';
  readonly grants: readonly Grant[];
  /** Nearest first. */
  readonly misses: readonly Miss[];
  readonly unknowns: readonly AllowUnknown[];
}

/** A deny rule that was found to apply, or that might. */
export interface DenyHit {
  readonly truth: 'true' | 'unknown';
  readonly node: string;
  readonly policy: string;
  readonly ruleIndex: number;
  readonly rule: DenyRule;
  /** The denied principal that matched, and the chain into it. */
  readonly member: string;
  readonly via: readonly string[];
  /** `unevaluable`: Google cannot evaluate the condition and denies; `exception-missed`: denied although exceptions exist. */
  readonly flavour: 'plain' | 'unevaluable' | 'exception-missed';
  readonly missing: Missing | undefined;
}

export interface DenyResult {
  readonly truth: 'true' | 'false' | 'unknown';
  readonly hits: readonly DenyHit[];
  readonly unknowns: readonly Missing[];
  /** Rules that look meant for IAP but name a permission that does not match (`deny-misses`). */
  readonly nearMisses: readonly {
    readonly node: string;
    readonly policy: string;
    readonly permission: string;
  }[];
}

export interface BoundaryResult {
  /** `true`: no relevant boundary, or one that includes the resource. */
  readonly truth: 'true' | 'false' | 'unknown';
  readonly relevant: readonly {
    readonly policy: string;
    readonly binding: string;
    readonly includes: Truth;
    readonly enforced: boolean;
    readonly detail: string;
  }[];
  readonly unknowns: readonly Missing[];
  /** Set when `false` because Google could not evaluate a binding's condition. */
  readonly unevaluable: boolean;
}

/** The whole IAM decision: `boundary AND NOT deny AND allow`. */
export interface Decision {
  readonly truth: 'true' | 'false' | 'unknown';
  readonly allow: AllowResult;
  readonly deny: DenyResult;
  readonly boundary: BoundaryResult;
}

/** The chain a decision is taken over. */
export interface DecisionChain {
  /** Containers, project first, organisation last. */
  readonly containers: readonly Container[];
  /** IAP nodes leaf first, then the containers. */
  readonly nodes: readonly string[];
}
