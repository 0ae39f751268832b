/** Audit log entries from the outside in: safe reading of untyped JSON, and what every audit entry has. */
import type { RawLogEntry } from '../google/ports.js';

/** A field by path; undefined when any step is missing, inherited, or not an object. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current: unknown = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}

export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The strings of a list; what is no string is left out. */
export const textsAt = (value: unknown, ...path: readonly (string | number)[]): readonly string[] =>
  listAt(value, ...path).filter((one): one is string => typeof one === 'string');

/** The start or the end of a long-running operation (`LogEntryOperation`). */
export interface Operation {
  readonly id: string;
  readonly first: boolean;
  readonly last: boolean;
}

/** What every audit entry says: when, who, with what, which method on what, and whether it worked. */
export interface AuditEnvelope {
  readonly insertId: string;
  readonly logName: string;
  /** RFC 3339. */
  readonly at: string;
  readonly actor: string | undefined;
  readonly userAgent: string | undefined;
  readonly service: string;
  readonly method: string;
  /** Google's name without scheme or host. */
  readonly resource: string;
  /** `resource.labels` of the entry. */
  readonly labels: unknown;
  readonly operation: Operation | undefined;
  /** A non-zero `status.code`: the attempt failed and changed nothing. */
  readonly failed: boolean;
  readonly payload: unknown;
}

/** `user:a@x`, `serviceAccount:b@y` as addresses; federated principals stay as they are. */
const plainSubject = (subject: string | undefined): string | undefined =>
  subject?.replace(/^(?:user|serviceAccount):/, '');

/** Names are written `//host/projects/…`, `https://host/v1/projects/…` or plainly. */
export const withoutHost = (name: string): string =>
  name.replace(/^(?:https?:)?\/\/[a-z0-9.-]+\/(?:(?:compute\/)?v\d+(?:(?:alpha|beta)\d*)?\/)?/i, '');

function operationOf(entry: RawLogEntry): Operation | undefined {
  const id = textAt(entry, 'operation', 'id');
  if (id === undefined) return undefined;
  return {
    id,
    first: at(entry, 'operation', 'first') === true,
    last: at(entry, 'operation', 'last') === true,
  };
}

/** Reads the envelope; nothing when it is not an audit entry with a time and a method. Source: Cloud Audit Logs `AuditLog`. */
export function envelopeOf(entry: RawLogEntry): AuditEnvelope | undefined {
  const payload = at(entry, 'protoPayload');
  const time = textAt(entry, 'timestamp') ?? textAt(entry, 'receiveTimestamp');
  const method = textAt(payload, 'methodName');
  if (time === undefined || method === undefined || Number.isNaN(Date.parse(time))) return undefined;
  const code = at(payload, 'status', 'code');
  return {
    insertId: textAt(entry, 'insertId') ?? '',
    logName: textAt(entry, 'logName') ?? '',
    at: time,
    actor:
      textAt(payload, 'authenticationInfo', 'principalEmail') ??
      plainSubject(textAt(payload, 'authenticationInfo', 'principalSubject')),
    userAgent: textAt(payload, 'requestMetadata', 'callerSuppliedUserAgent'),
    service: textAt(payload, 'serviceName') ?? '',
    method,
    resource: withoutHost(textAt(payload, 'resourceName') ?? ''),
    labels: at(entry, 'resource', 'labels'),
    operation: operationOf(entry),
    failed: typeof code === 'number' && code !== 0,
    payload,
  };
}
