/** Measures what one request takes: over a connection that is kept, with one and the same token, one after the other. */
import type { Timings } from '../observation.js';
import type { Walked } from '../walk.js';
import type { Deadline } from './deadline.js';
import type { RequestSpec } from './types.js';

export interface MeasureInput {
  /** Its own set-up is the first sample of `connectMs`; its first request is not counted. */
  readonly walked: Walked;
  readonly spec: RequestSpec;
  readonly count: number;
  readonly deadline: Deadline;
  /** Opens the next connection when the server has closed this one; without it the measurement ends there. */
  readonly reopen?: () => Promise<Walked>;
  readonly onProgress?: (done: number, of: number) => void;
}

/** A server that fails this often in a row is not going to answer. */
const PATIENCE = 3;

/**
 * Never rejects. At the deadline it ends with what it has and says so in `stopped`; a request that was under way then
 * is left out, for it would tell the deadline and not the server.
 */
export async function measure(input: MeasureInput): Promise<Timings> {
  const { spec, count, deadline, reopen, onProgress } = input;
  const connectMs = input.walked.halt ? [] : [input.walked.connectMs];
  const requestMs: number[] = [];
  const opened: Walked[] = [];
  let walked = input.walked;
  let failures = 0;
  let inARow = 0;
  let stopped: Timings['stopped'];
  for (let done = 0; done < count && stopped === undefined; ) {
    if (!walked.connection?.usable) {
      const next = inARow < PATIENCE && !deadline.signal.aborted ? await reopen?.() : undefined;
      if (next) {
        opened.push(next);
        walked = next;
        if (next.connection) connectMs.push(next.connectMs);
        else inARow += 1;
        if (next.connection || inARow < PATIENCE) continue;
      }
      stopped = deadline.signal.aborted ? 'deadline' : 'closed';
      break;
    }
    const exchange = await walked.connection.request(spec, deadline);
    if (deadline.signal.aborted) {
      stopped = 'deadline';
      break;
    }
    const kind = exchange.ok ? exchange.reply.ending.kind : 'none';
    const good = exchange.ok && (kind === 'complete' || kind === 'cut-by-us');
    if (good) requestMs.push(exchange.reply.totalMs);
    else failures += 1;
    inARow = good ? 0 : inARow + 1;
    done += 1;
    if (inARow >= PATIENCE) stopped = 'closed';
    onProgress?.(done, count);
  }
  for (const one of opened) one.close();
  return { connectMs, requestMs, failures, asked: count, ...(stopped === undefined ? {} : { stopped }) };
}
