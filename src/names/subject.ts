/** Whom a question is about: the `<who>` of every verb, once it is typed and canonical. */
import { type Email, isServiceAccountEmail, parseEmail } from './email.js';
import type { Principal } from './principal.js';
import { parseAllowMember } from './principal-parse.js';

/** A person, a service account, or a federated identity. Groups and domains cannot sign in and are not subjects. */
export type Subject =
  | { readonly kind: 'user'; readonly email: Email }
  | { readonly kind: 'serviceAccount'; readonly email: Email }
  | {
      readonly kind: 'federated';
      readonly principal: Principal & { readonly kind: 'federatedSubject' };
      readonly raw: string;
    };

/** Reads an address, `user:…`, `serviceAccount:…` or `principal://…`; nothing when it names nobody who can sign in. */
export function parseSubject(text: string): Subject | undefined {
  const trimmed = text.trim();
  if (/^principal:\/\//i.test(trimmed)) {
    const principal = parseAllowMember(trimmed);
    if (principal.kind === 'federatedSubject') return { kind: 'federated', principal, raw: trimmed };
    // Deny policies write people and service accounts as principals too.
    return principal.kind === 'user' || principal.kind === 'serviceAccount'
      ? { kind: principal.kind, email: principal.email }
      : undefined;
  }
  const typed = /^(user|serviceaccount):(.+)$/i.exec(trimmed);
  const email = parseEmail(typed?.[2] ?? trimmed);
  if (!email) return undefined;
  const isAccount = typed?.[1]?.toLowerCase() === 'serviceaccount' || isServiceAccountEmail(email);
  return { kind: isAccount ? 'serviceAccount' : 'user', email };
}

/** The subject as a member of an allow policy: `user:…`, `serviceAccount:…`, `principal://…`. */
export function subjectMember(subject: Subject): string {
  return subject.kind === 'federated' ? subject.raw : `${subject.kind}:${subject.email}`;
}
