/** Switches that make Slack go wrong on purpose: rate limits, outages, refusals, silence. */
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { sendJson } from './http.js';
import type { Fault } from './types.js';

export interface Faults {
  /** Switches a fault on; the result switches it off. */
  add(fault: Fault): () => void;
  clear(): void;
  /** The fault for one call, counted. */
  take(on: string): Fault | undefined;
}

export function createFaults(): Faults {
  const active = new Map<Fault, number>();
  return {
    add(fault) {
      active.set(fault, fault.times ?? Number.POSITIVE_INFINITY);
      return () => active.delete(fault);
    },
    clear: () => active.clear(),
    take(on) {
      for (const [fault, left] of active) {
        const everyMethod = fault.on === '*' && on !== 'response_url';
        if (fault.on !== on && !everyMethod) continue;
        if (left <= 1) active.delete(fault);
        else active.set(fault, left - 1);
        return fault;
      }
      return undefined;
    },
  };
}

/**
 * Plays a fault out. The result is the HTTP status that was sent (0 for a broken or silent connection), or undefined
 * when the call goes on as usual.
 */
export async function playFault(fault: Fault, response: ServerResponse): Promise<number | undefined> {
  if (fault.delayMs !== undefined) await wait(fault.delayMs);
  if (fault.drop === true) {
    response.destroy();
    return 0;
  }
  if (fault.hang === true) return 0;
  if (fault.retryAfter !== undefined) {
    sendJson(response, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(fault.retryAfter) });
    return 429;
  }
  if (fault.status !== undefined) {
    response.writeHead(fault.status, { 'content-type': 'text/html' });
    response.end(fault.error ?? '<!DOCTYPE html><title>Server Error | Slack</title>');
    return fault.status;
  }
  if (fault.error !== undefined) {
    sendJson(response, 200, { ok: false, error: fault.error });
    return 200;
  }
  return undefined;
}
