/** Principals as they stand in allow policies (v1), deny policies (v2) and boundary bindings, in one union. */
import type { Brand } from './brand.js';
import type { Container } from './container.js';
import type { DomainName, Email } from './email.js';

/** A Cloud Identity or Workspace customer, `C0123abcd`. */
export type CustomerId = Brand<string, 'CustomerId'>;

/** A workforce or workload identity pool, by Google's name up to and including the pool. */
export interface Pool {
  readonly kind: 'workforce' | 'workload';
  /** `locations/global/workforcePools/POOL` or `projects/NUM/locations/global/workloadIdentityPools/POOL`. */
  readonly name: string;
}

/**
 * Every principal form of `facts/iam-eval.md` §2. Source: IAM "Principal identifiers".
 * `unrecognised` keeps what could not be read, so that nothing is dropped in silence; it never matches anybody.
 */
export type Principal =
  | { readonly kind: 'user'; readonly email: Email }
  | { readonly kind: 'serviceAccount'; readonly email: Email }
  | { readonly kind: 'group'; readonly email: Email }
  | { readonly kind: 'domain'; readonly domain: DomainName }
  | { readonly kind: 'customer'; readonly customer: CustomerId }
  | { readonly kind: 'workspace'; readonly customer: CustomerId }
  | { readonly kind: 'allUsers' }
  | { readonly kind: 'allAuthenticatedUsers' }
  | { readonly kind: 'federatedSubject'; readonly pool: Pool; readonly subject: string }
  | { readonly kind: 'federatedGroup'; readonly pool: Pool; readonly group: string }
  | {
      readonly kind: 'federatedAttribute';
      readonly pool: Pool;
      readonly attribute: string;
      readonly value: string;
      /** One of GKE's own segments (`namespace/…`, `kubernetes.cluster/…`), written without `attribute.`. */
      readonly gke?: true;
    }
  | { readonly kind: 'federatedPool'; readonly pool: Pool }
  | {
      readonly kind: 'gkeWorkload';
      readonly project: string;
      readonly namespace: string;
      readonly account: string;
    }
  | {
      readonly kind: 'accountsOf';
      readonly container: Container;
      readonly type: 'ServiceAccount' | 'ServiceAgent';
    }
  | { readonly kind: 'container'; readonly container: Container }
  | {
      readonly kind: 'convenience';
      readonly role: 'projectOwner' | 'projectEditor' | 'projectViewer';
      readonly project: string;
    }
  | { readonly kind: 'agent'; readonly raw: string }
  | { readonly kind: 'deleted'; readonly was: Principal; readonly uid: string | undefined }
  | { readonly kind: 'unrecognised'; readonly raw: string };
