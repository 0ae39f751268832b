/** What people type for `<who>`, before it is resolved: themselves, a Slack user, or a subject by name. */
import type { Subject } from './subject.js';

export type AskedWho =
  | { readonly kind: 'me' }
  | { readonly kind: 'slackUser'; readonly id: string; readonly asked: string }
  | { readonly kind: 'subject'; readonly subject: Subject; readonly asked: string };

/** A mistake in what was typed: a sentence, and the nearest valid form where there is one. */
export interface TypedMistake {
  readonly message: string;
  readonly nearest: string | undefined;
}

export type Typed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly mistake: TypedMistake };
