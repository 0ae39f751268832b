/** Effective tags as conditions see them. */

export interface EffectiveTagFact {
  /** `tagKeys/123`. */
  readonly tagKey: string;
  /** `tagValues/456`. */
  readonly tagValue: string;
  /** `700000000001/env`. */
  readonly namespacedTagKey: string;
  /** `700000000001/env/prod`. */
  readonly namespacedTagValue: string;
}
