/** The ports of the front door: one for all hosts, and one each for hosts that misbehave before TLS. */
import { type Door, type OpenPort, openPort } from './door.js';
import { type MutePort, startMutePort } from './mute-port.js';
import type { TcpSwitch } from './switches.js';

export interface Ports {
  readonly shared: number;
  /** The port a host is reached at. */
  of(host: string): number;
  /** Opens, closes or mutes a host's own port as its switch says; the number stays. */
  follow(host: string, tcp: TcpSwitch): Promise<void>;
  close(): Promise<void>;
}

interface Own {
  readonly port: number;
  server: OpenPort | undefined;
  mute: MutePort | undefined;
}

/** Opens the shared port and those of `own`. */
export async function openPorts(door: Door, port: number, own: readonly string[]): Promise<Ports> {
  const shared = await openPort((socket) => door.take(socket), port);
  const owned = new Map<string, Own>();
  const open = (host: string, at: number): Promise<OpenPort> =>
    openPort((socket) => door.take(socket, host), at);
  for (const host of own) {
    const server = await open(host, 0);
    owned.set(host, { port: server.port, server, mute: undefined });
  }
  const stop = async (one: Own): Promise<void> => {
    const { server, mute } = one;
    one.server = undefined;
    one.mute = undefined;
    await server?.close();
    await mute?.close();
  };
  return {
    shared: shared.port,
    of: (host) => owned.get(host)?.port ?? shared.port,
    async follow(host, tcp) {
      const one = owned.get(host);
      if (!one) return;
      const listens = tcp !== 'refuse' && tcp !== 'no-answer';
      if (listens && one.server) return;
      await stop(one);
      if (listens) one.server = await open(host, one.port);
      else if (tcp === 'no-answer') one.mute = await startMutePort(one.port);
    },
    async close() {
      await Promise.all([shared.close(), ...[...owned.values()].map(stop)]);
    },
  };
}
