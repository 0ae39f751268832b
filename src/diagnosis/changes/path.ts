/** Whether a change lies on the way of a person to a service. Pure. */
import type { Email, Subject } from '../../names/index.js';
import { subjectMember } from '../../names/index.js';
import type { Place } from '../question.js';
import type { ServiceView } from './judge.js';
import { addressOf } from './model.js';
import type { Outcome, ServiceOutcome } from './outcome.js';

/** What was asked about. */
export interface Asked {
  readonly subject: Subject | undefined;
  readonly place: Place | undefined;
}

export const emailOf = ({ subject }: Asked): Email | undefined =>
  subject === undefined || subject.kind === 'federated' ? undefined : subject.email;

/** Sets of an allow policy that may hold a person. */
function mayHold(member: string, address: string): boolean {
  if (member === 'allUsers' || member === 'allAuthenticatedUsers') return true;
  const domain = /^domain:(.+)$/.exec(member)?.[1];
  if (domain !== undefined) return address.endsWith(`@${domain.toLowerCase()}`);
  return member.startsWith('principalSet:');
}

/** Whether the change could mean this very person. */
export function means({ listed, meant }: Outcome, subject: Subject): boolean {
  const address = addressOf(subjectMember(subject));
  return meant.has(address) || listed.change.deltas.some(({ member }) => mayHold(member, address));
}

/** Kinds of change that are about certain people; all others are about everybody who uses the service. */
function isAboutPeople({ listed: { change } }: Outcome): boolean {
  switch (change.kind) {
    case 'iam-policy':
    case 'iap-policy':
    case 'group-membership':
    case 'custom-role':
      return true;
    case 'deny-policy':
      return change.touched?.what === 'deny' && change.touched.rules !== undefined;
    default:
      return change.touched?.what === 'account';
  }
}

/** The services at which the change lies on the path that was asked about. */
export function onPath(
  outcome: Outcome,
  { subject, place }: Asked,
  uses: (service: ServiceView) => boolean,
): readonly ServiceOutcome[] {
  const here = outcome.services.filter(({ service }) => place === undefined || service.place === place);
  if (subject === undefined) return here;
  if (isAboutPeople(outcome)) return means(outcome, subject) ? here : [];
  return here.filter(({ service }) => place !== undefined || uses(service));
}
