/** Stage alpn: which protocol the server chose, and whether it is one the request can be made in. */
import type { TLSSocket } from 'node:tls';
import type { Cleared } from '../guard/cleared.js';
import { halted, type StageResult } from '../wire/recorder.js';

export const OFFERED = ['h2', 'http/1.1'] as const;

const inWords = (chosen: string | null): string =>
  chosen === null ? 'HTTP/1.1 (it takes no part in ALPN)' : chosen === 'http/1.1' ? 'HTTP/1.1' : chosen;

/**
 * @param again the server was asked a second time, with nothing but h2 on offer: undefined if that failed. Only asked
 * where HTTP/2 is needed and was not chosen: a server may prefer HTTP/1.1 and still speak HTTP/2.
 */
export async function alpnStage(
  tls: TLSSocket,
  pass: Cleared,
  need: 'h2' | 'any',
  again: () => Promise<TLSSocket | undefined>,
): Promise<StageResult<{ readonly tls: TLSSocket; readonly protocol: 'h2' | 'http/1.1' }>> {
  const chosen = tls.alpnProtocol || null;
  const facts = { offered: OFFERED, chosen };
  if (chosen === 'h2') return { ok: true, value: { tls, protocol: 'h2' }, facts };
  if (need === 'any') return { ok: true, value: { tls, protocol: 'http/1.1' }, facts };
  const second = await again();
  if (second?.alpnProtocol === 'h2')
    return { ok: true, value: { tls: second, protocol: 'h2' }, facts: { ...facts, chosenOfH2Alone: 'h2' } };
  second?.destroy();
  const detail = `${pass.host} speaks only ${inWords(chosen)}: gRPC needs HTTP/2`;
  return halted('alpn', 'alpn-no-h2', detail, undefined, { ...facts, speaks: chosen ?? 'http/1.1' });
}
