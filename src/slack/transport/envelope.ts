/** Tells Slack's Socket Mode frames from anything else, before a client that would fail on the latter sees them. */

/** Slack's frame types, and every future one as `other`; undefined when the frame has no such shape. */
export type EnvelopeKind = 'hello' | 'disconnect' | 'other';

/**
 * Reads the kind of a text frame. An `events_api` envelope without an event is none: the client (3.1.0) reads
 * `payload.event.type` unguarded.
 */
export function envelopeKind(data: unknown): EnvelopeKind | undefined {
  if (typeof data !== 'string') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || typeof value.type !== 'string') return undefined;
  if (value.type === 'hello' || value.type === 'disconnect') return value.type;
  if (!isRecord(value.payload)) return undefined;
  if (value.type !== 'events_api') return 'other';
  return isRecord(value.payload.event) && typeof value.payload.event.type === 'string' ? 'other' : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
