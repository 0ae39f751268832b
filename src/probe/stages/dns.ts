/** Stage dns: from the name to addresses, once, and back to the guard with them. */

import type { Cleared } from '../guard/cleared.js';
import type { NameDecision } from '../guard/guard.js';
import type { Deadline } from '../wire/deadline.js';
import { halted, lasted, type Recorder, type StageResult } from '../wire/recorder.js';
import { resolveHost } from '../wire/resolve.js';
import { refusedBy } from './guard.js';

type ToResolve = Extract<NameDecision, { kind: 'resolve' }>;

/**
 * Resolves and lets the guard judge all answers together. What comes back is what is connected to: the name is never
 * asked for again.
 */
export async function dnsStage(
  target: ToResolve,
  deadline: Deadline,
  nameServers: readonly string[] | undefined,
  trace: Recorder['trace'],
): Promise<StageResult<Cleared>> {
  const begun = performance.now();
  const { host } = target;
  const found = await resolveHost(host, deadline.signal, nameServers);
  if (!found.ok) {
    const { code, errno } = found;
    const detail = {
      'dns-not-found': `${host} ${errno === 'ENODATA' ? 'has no address' : 'does not exist'}`,
      'dns-timeout': `no name server answered for ${host} within ${lasted(performance.now() - begun)}`,
      'dns-failed': `the name server answered ${errno ?? 'with an error'} for ${host}`,
    }[code];
    return halted('dns', code, detail, errno, { host, nameServers: found.nameServers });
  }
  const facts = { host, addresses: found.addresses, from: found.from };
  trace('peer', `dns ${host} ${found.addresses.join(' ')} (${found.from})`);
  const decision = target.judge(found.addresses);
  return decision.kind === 'refused'
    ? refusedBy(decision.refusal, facts)
    : { ok: true, value: decision.pass, facts };
}
