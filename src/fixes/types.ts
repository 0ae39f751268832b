/** What a fix is, and everything a remedy may know when it writes one. */
import type { Email, IapResource, Subject } from '../names/index.js';

export interface Fix {
  readonly title: string;
  readonly for: 'person' | 'owner' | 'operator';
  /** Who acts, in words, where that is nobody whom `for` makes one think of. */
  readonly who?: string;
  /** 0 this person and service, 1 a group or all services of one type, 2 project, 3 folder, 4 organisation. */
  readonly overgrant: 0 | 1 | 2 | 3 | 4;
  readonly gcloud: string | null;
  readonly terraform: string | null;
  readonly console: string | null;
  /** What happens next, how long it takes, how to see that it worked. */
  readonly then: string;
}

/** The facts a remedy works with. Everything that may be absent is optional; nothing here is guessed. */
export interface FixContext {
  readonly code: string;
  readonly subject: Subject;
  /** As an allow policy would name the subject. */
  readonly member: string;
  readonly resource: IapResource;
  /** The text id of the place's project, where it is known. */
  readonly projectId?: string | undefined;
  readonly placeName: string;
  readonly url: string | undefined;
  readonly role: string;
  readonly permission: string;
  /** The binding, policy or group the cause is about. */
  readonly node: string | undefined;
  readonly boundRole: string | undefined;
  readonly boundMember: string | undefined;
  readonly condition:
    | {
        readonly expression: string;
        readonly title: string | undefined;
        readonly description?: string | undefined;
      }
    | undefined;
  /** The place's own policy holds bindings with conditions: gcloud then asks which is meant, unless it is told. */
  readonly beside?: boolean | undefined;
  readonly group: Email | undefined;
  /** Node on which that group has access. */
  readonly groupNode: string | undefined;
  readonly otherAccount: Email | undefined;
  readonly expiredAt: string | undefined;
  readonly nextTrueAt: string | undefined;
  readonly level: string | undefined;
  readonly policyName: string | undefined;
  /** The binding of a boundary policy, by its full name. */
  readonly bindingName?: string | undefined;
  /** The directory of the own organisation does not know the address. */
  readonly unheardOf?: boolean | undefined;
  /** What could not be seen, and the right that would cure it. */
  readonly needs: string | undefined;
  /** IAP's service agent at the place's project. */
  readonly agent?: string | undefined;
  /** The Cloud Run service concerned. */
  readonly run?: { readonly region: string; readonly service: string } | undefined;
  /** The other IAP resource concerned: the second one on the way, or the one that took the place of the first. */
  readonly otherResource?: IapResource | undefined;
  /** The host name that was asked for. */
  readonly host?: string | undefined;
  /** Workforce pools that sign people in there. */
  readonly pools?: readonly string[] | undefined;
  /** Entitlement of Privileged Access Manager, `projects/P/locations/global/entitlements/ID`. */
  readonly entitlement?: string | undefined;
  /** Organisation policy constraint that stands against the grant. */
  readonly constraint?: string | undefined;
}

/** One file of remedies: the codes it mends and how. */
export interface Remedy {
  readonly codes: readonly string[];
  readonly fixes: (context: FixContext) => readonly Fix[];
}
