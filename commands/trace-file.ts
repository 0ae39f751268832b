/** Writes what went over the wire into a file, for whoever asked for it with `--debug`. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TraceEvent } from '../src/probe/wire/types.js';

const WHO: Readonly<Record<TraceEvent['who'], string>> = { us: '>', peer: '<', walk: '#' };

/** One line per event: the moment, the direction, what it was. Secrets are gone already. */
function traceText(events: readonly TraceEvent[]): string {
  const lines = events.map(({ ms, who, text }) => `${ms.toFixed(2).padStart(10)} ms ${WHO[who]} ${text}`);
  return `${lines.join('\n')}\n`;
}

/**
 * Writes `iap-doctor-probe-ID.trace.txt` where the program was started, for its owner only, and says where; a place that
 * cannot be written to is said as well, and the answer is given all the same.
 */
export async function traceFile(
  id: string,
  events: readonly TraceEvent[],
  say: (line: string) => void,
): Promise<void> {
  const file = join(process.cwd(), `iap-doctor-probe-${id}.trace.txt`);
  try {
    await writeFile(file, traceText(events), { mode: 0o600, flag: 'wx' });
    say(`The raw trace is in ${file}`);
  } catch (error) {
    const code =
      typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
    say(`I could not write the raw trace to ${file} (${code}).`);
  }
}
