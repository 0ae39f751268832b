/** How findings name people, places and times. Everything here is plain text; renderers do the rest. */
import type { Question } from './question.js';

/** The subject as people know it: the address, or the federated subject. */
export function whoIs(question: Question): string {
  const { subject } = question;
  return subject.kind === 'federated' ? subject.principal.subject : subject.email;
}

export function placeName(question: Question): string {
  return question.place.name;
}

/** `a, b and 3 more`. */
export function some(items: readonly string[], shown = 3): string {
  const head = items.slice(0, shown);
  const rest = items.length - head.length;
  if (rest > 0) return `${head.join(', ')} and ${rest} more`;
  return head.length > 1 ? `${head.slice(0, -1).join(', ')} and ${head[head.length - 1]}` : (head[0] ?? '');
}

/** `2026-11-22 14:02 UTC`. */
export function moment(rfc3339: string): string {
  const time = new Date(rfc3339);
  return Number.isNaN(time.getTime()) ? rfc3339 : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** An arrow chain of members without their type words: `maya@… → eng@… → dash-users@…`. */
export function chain(via: readonly string[]): string {
  return via.map((member) => member.replace(/^(?:user|group|serviceAccount|domain):/, '')).join(' \u2192 ');
}
