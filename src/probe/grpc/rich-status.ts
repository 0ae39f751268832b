/** What a server tells beyond the status: `grpc-status-details-bin` (google/rpc/status.proto, error_details.proto). */
import type { GrpcErrorDetail } from '../observation.js';
import { readFields, type WireFields } from './wire.js';

const MOST = 20;

/** The details in a serialised `google.rpc.Status`; empty when there are none or the bytes are something else. */
export function errorDetails(status: Uint8Array): readonly GrpcErrorDetail[] {
  const entries = readFields(status)?.bytes(3).slice(0, MOST) ?? [];
  return entries.flatMap((entry) => {
    const any = readFields(entry);
    const url = any?.text(1);
    if (any === undefined || url === undefined || url === '') return [];
    const type = url.slice(url.lastIndexOf('/') + 1);
    const value = readFields(any.bytes(2).at(-1) ?? new Uint8Array());
    return [value === undefined ? { kind: 'other' as const, type } : readDetail(type, value)];
  });
}

function readDetail(type: string, value: WireFields): GrpcErrorDetail {
  switch (type) {
    case 'google.rpc.ErrorInfo':
      return { kind: 'error-info', reason: value.text(1), domain: value.text(2), metadata: mapOf(value, 3) };
    case 'google.rpc.RetryInfo': {
      const delay = readFields(value.bytes(1).at(-1) ?? new Uint8Array());
      const ms = (delay?.number(1) ?? 0) * 1000 + (delay?.number(2) ?? 0) / 1_000_000;
      return { kind: 'retry-info', delayMs: Math.round(ms) };
    }
    default:
      return { kind: 'other', type };
  }
}

function mapOf(message: WireFields, field: number): Record<string, string> {
  return Object.fromEntries(
    message.bytes(field).flatMap((entry) => {
      const pair = readFields(entry);
      return pair === undefined ? [] : [[pair.text(1), pair.text(2)]];
    }),
  );
}
