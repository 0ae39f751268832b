/** What people type for `<who>` and `<where>`, understood but not yet looked up. */
import type { IapResource } from './iap-resource.js';
import type { Subject } from './subject.js';

/** `asked` is the text as it was typed, for showing back. */
export type AskedWho =
  | { readonly kind: 'me' }
  | { readonly kind: 'slackUser'; readonly id: string; readonly asked: string }
  | { readonly kind: 'subject'; readonly subject: Subject; readonly asked: string };

/**
 * A place. A bare host such as `dash.acme.test` is a `url` with https, and `bare` says so: whoever resolves it tries
 * its `asked` as a service name first.
 */
export type AskedWhere =
  | { readonly kind: 'name'; readonly name: string; readonly asked: string }
  | {
      readonly kind: 'url';
      readonly url: URL;
      /** The path as typed, not normalised, without query; `/` where there was none. */
      readonly path: string;
      readonly bare: boolean;
      readonly asked: string;
    }
  | { readonly kind: 'resource'; readonly resource: IapResource; readonly asked: string };

/** A mistake in what was typed: a sentence, and the nearest valid form where there is one. */
export interface TypedMistake {
  readonly message: string;
  readonly nearest: string | undefined;
}

export type Typed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly mistake: TypedMistake };
