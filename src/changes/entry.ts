/** Audit log entries from the outside in: safe reading of untyped JSON, and what every audit entry has. */
import type { RawLogEntry } from '../google/ports.js';

/** A field by path; undefined when any step is missing or not an object. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current: unknown = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined;
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

/** What every audit entry says: when, who, with what, which method on what, and whether it worked. */
export interface AuditEnvelope {
  readonly insertId: string;
  /** RFC 3339. */
  readonly at: string;
  readonly actor: string | undefined;
  readonly userAgent: string | undefined;
  readonly service: string;
  readonly method: string;
  readonly resource: string;
  /** A non-zero `status.code`: the attempt failed and changed nothing. */
  readonly failed: boolean;
  readonly payload: unknown;
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
    at: time,
    actor:
      textAt(payload, 'authenticationInfo', 'principalEmail') ??
      textAt(payload, 'authenticationInfo', 'principalSubject'),
    userAgent: textAt(payload, 'requestMetadata', 'callerSuppliedUserAgent'),
    service: textAt(payload, 'serviceName') ?? '',
    method,
    resource: textAt(payload, 'resourceName') ?? '',
    failed: typeof code === 'number' && code !== 0,
    payload,
  };
}
