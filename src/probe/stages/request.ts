/** Stage iap: the request itself, up to the first reply, whoever gives it. */
import type { Reply } from '../observation.js';
import type { StageResult } from '../wire/recorder.js';
import type { Exchange } from '../wire/types.js';

const rounded = (ms: number): number => Math.round(ms * 100) / 100;

export async function requestStage(exchange: Promise<Exchange>): Promise<StageResult<Reply>> {
  const result = await exchange;
  if (!result.ok) return { ok: false, halt: result.halt, facts: {} };
  const { reply } = result;
  return {
    ok: true,
    value: reply,
    facts: {
      status: reply.status,
      protocol: reply.protocol,
      headerMs: rounded(reply.headerMs),
      totalMs: rounded(reply.totalMs),
      bytes: reply.bodyBytes,
      ending: reply.ending.kind,
    },
  };
}
