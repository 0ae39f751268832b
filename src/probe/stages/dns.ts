/** Stage dns: from the name to addresses, once, and back to the guard with them. */

import type { Cleared } from '../guard/cleared.js';
import type { NameDecision } from '../guard/guard.js';
import type { Deadline } from '../wire/deadline.js';
import { halted, lasted, type Recorder, type StageResult } from '../wire/recorder.js';
import { resolveHost } from '../wire/resolve.js';
import { refusedBy } from './guard.js';

type Agreed = Exclude<NameDecision, { kind: 'refused' }>;
type ToResolve = Extract<NameDecision, { kind: 'resolve' }>;

/** Where an address is from that no name server was asked for. */
const FROM = {
  literal: 'the address itself',
  'connect-to': 'the configuration',
  localhost: 'this computer',
} as const;

/**
 * Gives the pass for what the guard agreed to. Where nothing has to be resolved nobody is asked, and the stage says
 * where the address is from.
 */
export async function dnsStage(
  agreed: Agreed,
  deadline: Deadline,
  nameServers: readonly string[] | undefined,
  trace: Recorder['trace'],
): Promise<StageResult<Cleared>> {
  if (agreed.kind === 'resolve') return resolveAndJudge(agreed, deadline, nameServers, trace);
  const { pass, by } = agreed;
  const addresses = pass.addresses.map(({ address }) => address);
  return { ok: true, value: pass, facts: { host: pass.host, addresses, from: FROM[by] } };
}

/**
 * Resolves and lets the guard judge all answers together. What comes back is what is connected to: the name is never
 * asked for again.
 */
async function resolveAndJudge(
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
