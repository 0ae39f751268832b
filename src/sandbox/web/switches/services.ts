/** What is wrong on the way to a service: a switch per layer, from TCP up to the stream, for every service with an address. */
import { type FrontDoor, type HostSwitches, switchBoard } from '../../front/index.js';
import { brokenPaths, sandboxServices } from '../../world.js';
import { type LiveGroup, type LiveSwitch, positionsOf } from './switch.js';

type Layer = keyof typeof switchBoard;

/** In the order in which a request meets them. */
const LAYERS: Readonly<Record<Layer, string>> = {
  tcp: 'Connection',
  tls: 'TLS',
  certificate: 'Certificate',
  alpn: 'Protocols offered',
  http2: 'HTTP/2',
  reply: 'Load balancer and IAP',
  app: 'The app',
  grpc: 'The gRPC service',
  stream: 'Long streams',
};
const LAYER_NAMES = Object.keys(LAYERS) as Layer[];
const GRPC_ONLY: readonly Layer[] = ['grpc', 'stream'];

function layerSwitch(front: FrontDoor, service: string, host: string, layer: Layer): LiveSwitch {
  const position = (): string => String(front.switchesOf(host)[layer]);
  return {
    id: `service:${service}:${layer}`,
    label: LAYERS[layer],
    about: service,
    positions: positionsOf(switchBoard[layer]),
    rest: position(),
    position,
    flip: (to) => front.set(host, { [layer]: to } as Partial<HostSwitches>),
  };
}

export function serviceSwitches(front: FrontDoor): LiveGroup {
  const isBroken = (name: string): boolean => brokenPaths.some((path) => path.name === name);
  const sorted = [
    ...sandboxServices.filter(({ name }) => !isBroken(name)),
    ...sandboxServices.filter(({ name }) => isBroken(name)),
  ];
  const switches = sorted.flatMap(({ name, url, grpc }) => {
    const host = url === undefined ? undefined : new URL(url).hostname;
    if (host === undefined || !front.hosts.includes(host)) return [];
    return LAYER_NAMES.filter((layer) =>
      // A gRPC service has no pages, and the others no methods.
      grpc === undefined
        ? !GRPC_ONLY.includes(layer)
        : layer !== 'app' || front.switchesOf(host).app !== 'fine',
    ).map((layer) => layerSwitch(front, name, host, layer));
  });
  return {
    id: 'services',
    title: 'Services',
    note: 'Breaks the way to a service; “probe” tells where it ends. A refused connection is a closed one where the service has no port of its own.',
    switches,
  };
}
