/** The questions put to IAP's log: what it decided about one person, and whom it refused. */
import type { LogQuery } from '../../google/ports.js';
import { type Container, containerName, type Email } from '../../names/index.js';

export interface NamedQuery {
  readonly name: string;
  readonly query: LogQuery;
}

/** A string as the logging query language quotes it. */
export const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;

const about = (since: string, filter: string): string =>
  [
    'protoPayload.serviceName="iap.googleapis.com"',
    'protoPayload.methodName="AuthorizeUser"',
    `timestamp>=${quoted(since)}`,
    filter,
  ].join(' AND ');

const of = (email: Email): string => `protoPayload.authenticationInfo.principalEmail=${quoted(email)}`;
const REFUSED = 'protoPayload.status.code=7';

/** One place: the person's entries anywhere in the project, and refusals there, whomever they name. */
export function queriesForPlace(
  project: Container,
  email: Email,
  since: string,
  tail: string,
): readonly NamedQuery[] {
  const there = `protoPayload.authorizationInfo.resource:${quoted(tail)}`;
  return [
    {
      name: `AuthorizeUser ${email} ${tail} since ${since}`,
      query: {
        resourceNames: [containerName(project)],
        filter: about(since, `(${of(email)} OR (${REFUSED} AND ${there}))`),
        limit: 100,
      },
    },
  ];
}

/**
 * Every place of a project at once, because log reads are few a minute. The two are kept apart: a busy service refuses
 * so many that one person's entries would fall off the end.
 */
export function queriesForProject(project: Container, email: Email, since: string): readonly NamedQuery[] {
  const resourceNames = [containerName(project)];
  return [
    {
      name: `AuthorizeUser ${email} since ${since}`,
      query: { resourceNames, filter: about(since, of(email)), limit: 100 },
    },
    {
      name: `refusals since ${since}`,
      query: { resourceNames, filter: about(since, REFUSED), limit: 200 },
    },
  ];
}
