/** The front door of the fictional company: TLS, IAP and the demo services behind it, on this computer. */
import { isIP } from 'node:net';
import type { World } from '../google/model.js';
import type { TokenMint } from '../google/tokens.js';
import { createApps } from './apps/index.js';
import { createAssertionSigner } from './assertion.js';
import type { Origin } from './authorize.js';
import { type Authority, createAuthority, type Leaf } from './certificates.js';
import { createDoor } from './door.js';
import { createForwarder } from './forward.js';
import { hostsOf, placeOf } from './places.js';
import { openPorts } from './ports.js';
import { createReception } from './reception.js';
import type { FrontRequest } from './records.js';
import { createSessions } from './sign-in.js';
import { type HostSwitches, soundSwitches } from './switches.js';

export type { FrontRequest } from './records.js';
export { switchBoard } from './switch-board.js';
export type { HostSwitches } from './switches.js';

export interface FrontDoorOptions {
  readonly world: World;
  /** Who signs Google's tokens: `switches.tokens` of the emulator that the product asks. */
  readonly tokens: TokenMint;
  /** How hosts misbehave from the start; they can be switched later. */
  readonly switches?: Readonly<Record<string, Partial<HostSwitches>>>;
  /** Hosts of the world whose app is the gRPC demo, and those whose app checks no assertion. */
  readonly grpc?: readonly string[];
  readonly careless?: readonly string[];
  /** Hosts with a port of their own; needed for `tcp: 'refuse'` and `'no-answer'`, and given to whoever starts with them. */
  readonly ownPorts?: readonly string[];
  /** Where callers seem to come from; an address of nobody's when absent. */
  readonly origin?: Origin;
  /** 0 or absent: any free port. */
  readonly port?: number;
}

export interface FrontDoor {
  readonly port: number;
  /** What clients have to trust. */
  readonly caPem: string;
  /** Makes more certificates of the same root, e.g. for servers of other make. */
  readonly authority: Authority;
  /** Every host that is served, wildcards as they stand. */
  readonly hosts: readonly string[];
  /** `127.0.0.1:PORT` of a host. */
  addressOf(host: string): string;
  /** The same for all hosts that have a name of their own, as `probe.connectTo` wants it. */
  connectTo(): Readonly<Record<string, string>>;
  /** Where the app of a host is reached without IAP: `http://127.0.0.1:PORT`. */
  directUrl(host: string): Promise<string>;
  switchesOf(host: string): HostSwitches;
  /** Moves switches of a host; the others stay. `'fine'` and the like switch back. */
  set(host: string, switches: Partial<HostSwitches>): Promise<void>;
  /** All switches of a host back to what is sound. */
  mend(host: string): Promise<void>;
  /** The `Cookie` header of a browser in which somebody signed in. */
  signIn(email: string): string;
  /** What arrived, oldest first. */
  requests(): readonly FrontRequest[];
  close(): Promise<void>;
}

/** Starts it; resolves when it listens. */
export async function startFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const { world, tokens } = options;
  const authority = await createAuthority();
  const hosts = hostsOf(world);
  const switches = new Map<string, HostSwitches>();
  const switchesOf = (host: string): HostSwitches => switches.get(host) ?? soundSwitches;
  const leaves = new Map<string, Promise<Leaf>>();
  const leafOf = (host: string): Promise<Leaf> => {
    const known = leaves.get(host);
    if (known) return known;
    const { certificate, certificateFor } = switchesOf(host);
    const flaw = certificate === 'fine' ? undefined : certificate;
    const leaf = authority.issue({ hosts: [host], flaw, lifetimeMs: certificateFor });
    leaves.set(host, leaf);
    return leaf;
  };
  const signer = createAssertionSigner(world.clock);
  const sessions = createSessions();
  const apps = createApps({
    clock: world.clock,
    keys: signer.keys,
    switchesOf,
    about: (host) => placeOf(world, host, '/') ?? { name: host, audience: '' },
    grpc: new Set(options.grpc ?? []),
    // Where IAP is off nobody would send an assertion.
    careless: new Set([
      ...(options.careless ?? []),
      ...hosts.filter((host) => placeOf(world, host, '/')?.iapEnabled === false),
    ]),
  });
  const forwarder = createForwarder();
  const origin = options.origin ?? { ip: '203.0.113.20' };
  const gate = { world, tokens, sessions, signer, origin: () => origin };
  const reception = createReception({ gate, switchesOf, apps, forwarder });
  const nameless = hosts.find((host) => !host.startsWith('*') && isIP(host) === 0) ?? 'acme.test';
  const door = createDoor({ switchesOf, leafOf, serve: reception.serve, nameless });

  const early = Object.entries(options.switches ?? {});
  const needy = early.filter(([, one]) => one.tcp !== undefined && one.tcp !== 'fine').map(([host]) => host);
  const ports = await openPorts(door, options.port ?? 0, [
    ...new Set([...(options.ownPorts ?? []), ...needy]),
  ]);
  const put = async (host: string, next: HostSwitches): Promise<void> => {
    switches.set(host, next);
    leaves.delete(host);
    apps.flipped(host);
    await ports.follow(host, next.tcp);
  };
  const addressOf = (host: string): string => `127.0.0.1:${ports.of(host)}`;
  for (const [host, one] of early) await put(host, { ...soundSwitches, ...one });

  return {
    port: ports.shared,
    caPem: authority.caPem,
    authority,
    hosts,
    addressOf,
    connectTo: () =>
      Object.fromEntries(
        hosts.filter((host) => !host.startsWith('*')).map((host) => [host, addressOf(host)]),
      ),
    directUrl: async (host) => `http://127.0.0.1:${(await apps.at(host)).port}`,
    switchesOf,
    set: (host, more) => put(host, { ...switchesOf(host), ...more }),
    mend: (host) => put(host, soundSwitches),
    signIn: (email) => sessions.open(email),
    requests: () => reception.requests,
    async close() {
      apps.close();
      forwarder.close();
      await ports.close();
    },
  };
}
