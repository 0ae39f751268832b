/** IAP's own decisions in the logs (`AuthorizeUser`): who was let in or refused, where, from which address, with which levels. */
import type { RawLogEntry } from '../google/ports.js';
import { type Email, type IapResource, iapName, parseEmail, parseIapResource } from '../names/index.js';
import { envelopeOf, listAt, textAt } from './entry.js';

export interface AuthorizeEntry {
  readonly insertId: string;
  /** RFC 3339. */
  readonly at: string;
  readonly granted: boolean;
  /** Google does not promise the address of a refused person: real refusals carry an empty `authenticationInfo`. */
  readonly email: Email | undefined;
  readonly resource: IapResource | undefined;
  readonly ip: string | undefined;
  readonly host: string | undefined;
  readonly path: string | undefined;
  /** Levels the request met. */
  readonly levels: readonly string[];
  /** Levels the device did not meet; also present on granted requests, so not proof of anything. */
  readonly unsatisfiedLevels: readonly string[];
  readonly deviceState: string | undefined;
  readonly oauthClientId: string | undefined;
}

const strings = (values: readonly unknown[]): string[] =>
  values.filter((v): v is string => typeof v === 'string');

/** Reads one entry; nothing when it is not an AuthorizeUser decision. `granted` is absent, not false, on refusals. */
export function parseAuthorize(entry: RawLogEntry): AuthorizeEntry | undefined {
  const envelope = envelopeOf(entry);
  if (envelope?.method !== 'AuthorizeUser') return undefined;
  const { payload } = envelope;
  const info = listAt(payload, 'authorizationInfo')[0];
  const principal = textAt(payload, 'authenticationInfo', 'principalEmail');
  const resource = textAt(info, 'resource');
  const granted = typeof info === 'object' && info !== null && 'granted' in info && info.granted === true;
  return {
    insertId: envelope.insertId,
    at: envelope.at,
    granted: granted && !envelope.failed,
    email: principal === undefined ? undefined : parseEmail(principal),
    resource: resource === undefined ? undefined : parseIapResource(resource),
    ip: textAt(payload, 'requestMetadata', 'callerIp'),
    host: textAt(payload, 'requestMetadata', 'requestAttributes', 'host'),
    path: textAt(payload, 'requestMetadata', 'requestAttributes', 'path'),
    levels: strings(listAt(payload, 'requestMetadata', 'requestAttributes', 'auth', 'accessLevels')),
    unsatisfiedLevels: strings(listAt(payload, 'metadata', 'unsatisfied_access_levels')),
    deviceState: textAt(payload, 'metadata', 'device_state'),
    oauthClientId: textAt(payload, 'metadata', 'oauth_client_id'),
  };
}

/**
 * Whether an entry is about this resource, or about a version of it: IAP checks App Engine's versions. Project number and
 * id may differ, so only the part below the project counts.
 */
export function isAbout(entry: AuthorizeEntry, resource: IapResource): boolean {
  if (!entry.resource) return false;
  const tail = (r: IapResource): string => iapName(r).split('/').slice(2).join('/');
  const own = tail(resource);
  const logged = tail(entry.resource);
  return logged === own || logged.startsWith(`${own}/versions/`);
}
