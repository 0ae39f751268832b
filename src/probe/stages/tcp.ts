/** Stage tcp: opens the connection to an address that was checked. */
import type { Socket } from 'node:net';
import type { Cleared } from '../guard/cleared.js';
import type { Deadline } from '../wire/deadline.js';
import { type Attempt, type Dialled, dial } from '../wire/dial.js';
import { halted, lasted, type StageResult } from '../wire/recorder.js';
import type { Peer } from '../wire/types.js';

export interface Opened {
  readonly socket: Socket;
  readonly peer: Peer;
}

const RESET: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

/** Only the other side can refuse: whatever else stops a connection lies on this one, or on the way. */
const codeOf = (errno: string): string => {
  if (errno === 'ECONNREFUSED') return 'tcp-refused';
  if (errno === 'ETIMEDOUT') return 'tcp-timeout';
  return RESET.has(errno) ? 'tcp-reset' : 'no-route';
};

const shown = ({ to }: Pick<Attempt, 'to'>): string => (to.family === 6 ? `[${to.address}]` : to.address);

/** Several addresses failed, each in its way: a host that answers "no" tells more than a road that is missing. */
const TELLING = ['tcp-refused', 'tcp-reset', 'tcp-timeout', 'no-route'];

function failure(
  pass: Cleared,
  dialled: Dialled,
  waitedMs: number,
): readonly [string, string, string | undefined] {
  const port = pass.addresses[0]?.port ?? pass.port;
  const where = (those: readonly Pick<Attempt, 'to'>[]): string =>
    `${those.map(shown).join(', ')} port ${port}`;
  const open = dialled.attempts.filter(({ errno }) => errno === undefined);
  const silent = open.length > 0 ? open : pass.addresses.map((to) => ({ to }));
  if (dialled.late)
    return ['tcp-timeout', `nothing answered on ${where(silent)} within ${lasted(waitedMs)}`, undefined];
  const failed = dialled.attempts.map((attempt) => ({ attempt, errno: attempt.errno ?? 'EUNKNOWN' }));
  const code = TELLING.find((one) => failed.some(({ errno }) => codeOf(errno) === one)) ?? 'no-route';
  const those = failed.filter(({ errno }) => codeOf(errno) === code);
  const verb = {
    'tcp-refused': 'refused the connection',
    'tcp-reset': 'closed the connection at once',
    'tcp-timeout': 'did not answer',
    'no-route': 'cannot be reached from here',
  }[code];
  return [code, `${where(those.map(({ attempt }) => attempt))} ${verb ?? ''}`.trim(), those[0]?.errno];
}

export async function tcpStage(pass: Cleared, deadline: Deadline): Promise<StageResult<Opened>> {
  const begun = performance.now();
  const dialled = await dial(pass, deadline.signal);
  const tried = dialled.attempts.map((one) => {
    const outcome = one.errno ?? (one.to === dialled.to ? 'connected' : 'no answer yet');
    return `${shown(one)}:${one.to.port} ${outcome}`;
  });
  const { socket, to } = dialled;
  if (!socket || !to) {
    const [code, detail, errno] = failure(pass, dialled, performance.now() - begun);
    return halted('tcp', code, detail, errno, { port: pass.port, tried });
  }
  const { localAddress, localPort } = socket;
  const facts = {
    address: to.address,
    family: to.family,
    port: to.port,
    local: localAddress === undefined ? null : `${localAddress}:${localPort}`,
    ...(dialled.attempts.length > 1 ? { tried } : {}),
    ...(to.port === pass.port ? {} : { insteadOfPort: pass.port }),
  };
  return { ok: true, value: { socket, peer: { ...to, localAddress, localPort } }, facts };
}
