/** Stage http2: the peer's SETTINGS, or what came instead of them. */
import type { Cleared } from '../guard/cleared.js';
import { type Deadline, withinSignal } from '../wire/deadline.js';
import type { H2Connection } from '../wire/h2.js';
import { halted, lasted, type StageResult } from '../wire/recorder.js';

export async function http2Stage(
  connection: H2Connection,
  pass: Cleared,
  deadline: Deadline,
): Promise<StageResult<undefined>> {
  const begun = performance.now();
  await withinSignal(connection.settled(), deadline.signal);
  const { wire } = connection;
  const goaway = wire.goaway ? { goawayCode: wire.goaway.code, lastStream: wire.goaway.lastStream } : {};
  if (wire.settings) return { ok: true, value: undefined, facts: { ...wire.settings, ...goaway } };
  const halt = connection.halt();
  if (halt) return { ok: false, halt, facts: goaway };
  const waited = lasted(performance.now() - begun);
  return halted('http2', 'response-timeout', `${pass.host} sent no SETTINGS within ${waited}`, undefined);
}
