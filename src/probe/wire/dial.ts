/** Opens a TCP connection to one of the addresses the guard agreed to: the first that answers. */
import { connect, type Socket } from 'node:net';
import { assertCleared, type Cleared, type ClearedAddress } from '../guard/cleared.js';
import { errnoOf } from './recorder.js';

/** How long an address may be silent before the next one is tried beside it, milliseconds (RFC 8305 §5). */
const STAGGER_MS = 250;

export interface Attempt {
  readonly to: ClearedAddress;
  /** Undefined while it is open, or was left because another address was faster. */
  errno: string | undefined;
}

export interface Dialled {
  /** Undefined: nobody answered before the signal, or everybody refused. */
  readonly socket: Socket | undefined;
  readonly to: ClearedAddress | undefined;
  readonly attempts: readonly Attempt[];
  /** The signal fired while an address was still silent. */
  readonly late: boolean;
}

/** Never rejects. Every socket but the one that is returned is closed. Throws only without a pass. */
export function dial(pass: Cleared, signal: AbortSignal): Promise<Dialled> {
  assertCleared(pass);
  return new Promise((resolve) => {
    const attempts: Attempt[] = [];
    const open = new Map<Attempt, Socket>();
    const waiting = [...pass.addresses];
    let timer: NodeJS.Timeout | undefined;
    let over = false;
    const finish = (winner: Attempt | undefined, late: boolean): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      const socket = winner && open.get(winner);
      for (const other of open.values()) if (other !== socket) other.destroy();
      resolve({ socket, to: winner?.to, attempts, late });
    };
    const giveUp = (): void => finish(undefined, true);
    const next = (): void => {
      clearTimeout(timer);
      const to = waiting.shift();
      if (over || !to) return;
      const attempt: Attempt = { to, errno: undefined };
      attempts.push(attempt);
      const socket = connect({ host: to.address, port: to.port, family: to.family, noDelay: true });
      open.set(attempt, socket);
      socket.once('connect', () => finish(attempt, false));
      // Stays for the life of the socket: an error nobody listens to would end the process.
      socket.on('error', (error) => {
        attempt.errno ??= errnoOf(error) ?? 'EUNKNOWN';
      });
      socket.once('close', () => {
        open.delete(attempt);
        attempt.errno ??= 'ECONNRESET';
        if (open.size === 0 && waiting.length === 0) finish(undefined, false);
        else next();
      });
      if (waiting.length > 0) timer = setTimeout(next, STAGGER_MS);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
    else next();
  });
}
