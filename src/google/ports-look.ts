/** What every read of Google gives and takes: a value or the reason why there is none, and the terms of a call. */

/** Google's APIs by the first label of their host; also the keys of `cost.byApi`. */
export type Api =
  | 'accesscontextmanager'
  | 'admin'
  | 'appengine'
  | 'cloudasset'
  | 'cloudidentity'
  | 'cloudresourcemanager'
  | 'compute'
  | 'iam'
  | 'iamcredentials'
  | 'iap'
  | 'logging'
  | 'oauth2'
  | 'orgpolicy'
  | 'policytroubleshooter'
  | 'privilegedaccessmanager'
  | 'run';

/**
 * Why a look gave nothing.
 * - `forbidden`: 403 or 401. Google may mean "absent or not allowed"; say both.
 * - `not-found`: 404. Proof of absence only where the method's documentation says so.
 * - `api-disabled`: 403 with reason SERVICE_DISABLED / accessNotConfigured.
 * - `edition`: the call needs an edition the customer does not have (Cloud Identity 3005/3006).
 * - `throttled`: 429 or a quota reason, after the retries that fitted.
 * - `deadline`: the question's own time was over. `unavailable`: 5xx or the network.
 * - `malformed`: an answer that could not be read. `invalid`: 400, the question itself was wrong.
 * - `not-held`: nobody was asked; the saved case or snapshot that answers instead does not hold this.
 */
export type ProblemKind =
  | 'forbidden'
  | 'not-found'
  | 'api-disabled'
  | 'edition'
  | 'throttled'
  | 'deadline'
  | 'unavailable'
  | 'malformed'
  | 'invalid'
  | 'not-held';

export interface LookProblem {
  readonly kind: ProblemKind;
  readonly api: Api;
  /** What was asked for, e.g. `projects/1/iap_web:getIamPolicy`. */
  readonly resource: string;
  /** HTTP status when there was one. */
  readonly status?: number;
  /** Google's own sentence, cut to 300 characters, secrets removed. */
  readonly message: string;
  /** A web page came instead of an answer in Google's form: a proxy's, or a front end's. */
  readonly page?: true;
  /** Only where nothing was sent, because there are no credentials of ours or they do not work. */
  readonly credentials?: CredentialsProblem;
}

/** Why we are nobody to Google, and what would change that. */
export interface CredentialsProblem {
  /** One sentence. */
  readonly why: string;
  /** What to do, to stand after "needs:". */
  readonly needs: string;
  /** What to run where somebody sits at a terminal. */
  readonly command: string | null;
}

/** What a read gives: a value, or the reason why there is none. Ports never throw for anything Google does. */
export type Look<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: LookProblem };

/** Handed to every call: the one deadline of the question, and the meter that counts what it cost. */
export interface CallContext {
  readonly signal: AbortSignal;
  readonly meter: Meter;
  /**
   * When {@link signal} will fire, in milliseconds since the epoch, where known: a wait that Google asks for is only
   * begun when it ends before this.
   */
  readonly deadline?: number | undefined;
}

/** Counts HTTP requests really sent, retries and pages included. */
export interface Meter {
  count(api: Api): void;
  /** Told when one of them has been answered or has failed: what is sent after that is a further round trip. */
  answered?(api: Api): void;
}
