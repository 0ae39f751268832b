/** Switches that make Slack go wrong on purpose: rate limits, outages, refusals, silence, and calls held in mid-air. */
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type Args, sendJson } from './http.js';
import type { Fault } from './types.js';

/** Calls that arrived and that Slack has not looked at yet. */
export interface HeldCalls {
  readonly waiting: number;
  /** Carries them out, also for an app that has gone meanwhile, and holds no more. */
  release(): void;
  /** Breaks their connections, nothing done, and holds no more. */
  discard(): void;
}

export interface Faults {
  /** Switches a fault on; the result switches it off. */
  add(fault: Fault): () => void;
  clear(): void;
  /** Holds the calls of a method (or `response_url`, or `*`) from now on. */
  hold(on: string): HeldCalls;
  /** The fault for one call, counted. */
  take(on: string, args: Args): Fault | undefined;
  /** Waits while calls of this kind are held; false when it was discarded. */
  pass(on: string): Promise<boolean>;
}

interface Hold {
  readonly on: string;
  readonly waiting: ((pass: boolean) => void)[];
}

const concerns = (on: string, call: string): boolean =>
  on === call || (on === '*' && call !== 'response_url');

export function createFaults(): Faults {
  const active = new Map<Fault, number>();
  const holds = new Set<Hold>();

  return {
    add(fault) {
      active.set(fault, fault.times ?? Number.POSITIVE_INFINITY);
      return () => active.delete(fault);
    },
    clear: () => active.clear(),
    hold(on) {
      const hold: Hold = { on, waiting: [] };
      holds.add(hold);
      const end = (pass: boolean): void => {
        holds.delete(hold);
        for (const go of hold.waiting.splice(0)) go(pass);
      };
      return {
        get waiting() {
          return hold.waiting.length;
        },
        release: () => end(true),
        discard: () => end(false),
      };
    },
    take(on, args) {
      for (const [fault, left] of active) {
        if (!concerns(fault.on, on) || fault.when?.(args) === false) continue;
        if (left <= 1) active.delete(fault);
        else active.set(fault, left - 1);
        return fault;
      }
      return undefined;
    },
    async pass(on) {
      const hold = [...holds].find((one) => concerns(one.on, on));
      if (hold === undefined) return true;
      return new Promise<boolean>((resolve) => {
        hold.waiting.push(resolve);
      });
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
