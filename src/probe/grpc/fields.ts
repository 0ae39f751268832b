/** gRPC metadata and rich details as they may be shown: without secrets. */
import type { Metadata } from '@grpc/grpc-js';
import type { Fields, GrpcErrorDetail } from '../observation.js';
import { redactFields, redactText } from '../wire/redact.js';

/** Names in lower case with all their values; `…-bin` values as base64. */
export function shownFields(metadata: Metadata, secrets: readonly string[]): Fields {
  const raw = Object.entries(metadata.toHttp2Headers()).map(([name, value]) => [
    name,
    Array.isArray(value) ? value : [String(value ?? '')],
  ]);
  return redactFields(Object.fromEntries(raw), secrets);
}

/** The same of rich details, which an application may fill with anything. */
export function shownDetails(
  details: readonly GrpcErrorDetail[],
  secrets: readonly string[],
): readonly GrpcErrorDetail[] {
  const clean = (text: string): string => redactText(text, secrets);
  return details.map((detail) => {
    if (detail.kind !== 'error-info') return detail;
    const { reason, domain, metadata } = detail;
    const cleaned = Object.entries(redactFields(asLists(metadata), secrets)).map(([name, values]) => [
      name,
      values[0] ?? '',
    ]);
    return {
      kind: 'error-info',
      reason: clean(reason),
      domain: clean(domain),
      metadata: Object.fromEntries(cleaned),
    };
  });
}

const asLists = (map: Readonly<Record<string, string>>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(map).map(([name, value]) => [name, [value]]));
