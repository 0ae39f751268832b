/** Services of acme.test whose way in is broken: one thing each, with whoever runs into it. What `probe` is for. */
import type { HostSwitches } from '../front/switches.js';

export interface BrokenPath {
  /** Reached at `https://NAME.acme.test`. */
  readonly name: string;
  /** Id of its backend service. */
  readonly id: string;
  readonly switches: Partial<HostSwitches>;
  /** Whether its app is the gRPC demo, and which method the configuration names. */
  readonly grpc?: string;
  /** What the configuration says of its audience, right or wrong. */
  readonly audience?: string;
  /** The app believes every assertion. */
  readonly careless?: boolean;
  /** Words after `probe`, beside `--as` the deployer. */
  readonly words: readonly string[];
  readonly verdict: 'blocked' | 'failing';
  readonly failedStage: string;
  /** The code of the cause. */
  readonly code: string;
  readonly about: string;
}

const ORDERS = 'acme.orders.v1.Orders';

/** Everything else about them is as it should be: the deployer may pass at each. */
export const brokenPaths: readonly BrokenPath[] = [
  {
    name: 'ledger',
    id: '4040404040404040401',
    switches: {},
    audience: '123-old.apps.googleusercontent.com',
    words: [],
    verdict: 'blocked',
    failedStage: 'iap',
    code: 'token-audience',
    about: 'Tom made a new OAuth client, and the nightly export still mints for the old one',
  },
  {
    name: 'gallery',
    id: '4040404040404040402',
    switches: { certificate: 'expired' },
    words: [],
    verdict: 'failing',
    failedStage: 'tls',
    code: 'tls-expired',
    about: 'the certificate ran out an hour ago, and Cleo’s browser says so in red',
  },
  {
    name: 'kiosk',
    id: '4040404040404040403',
    switches: { tcp: 'refuse' },
    words: [],
    verdict: 'failing',
    failedStage: 'tcp',
    code: 'tcp-refused',
    about: 'the forwarding rule is gone, so Ivo’s tablet finds nobody at the port',
  },
  {
    name: 'archive',
    id: '4040404040404040404',
    switches: { alpn: 'no-h2' },
    grpc: `${ORDERS}/List`,
    words: [],
    verdict: 'failing',
    failedStage: 'alpn',
    code: 'alpn-no-h2',
    about: 'an old proxy stands before it and speaks HTTP/1.1 only, which Nils’s gRPC client cannot',
  },
  {
    name: 'pager',
    id: '4040404040404040405',
    switches: { reply: 'lb-502' },
    words: [],
    verdict: 'failing',
    failedStage: 'load-balancer',
    code: 'backend-unreachable',
    about: 'a firewall rule was tidied away, and Vera’s alarms do not reach the pager',
  },
  {
    name: 'courier',
    id: '4040404040404040406',
    switches: { app: 'bearer' },
    words: [],
    verdict: 'failing',
    failedStage: 'backend',
    code: 'authorization-consumed',
    about: 'the app waits for its own bearer token in the header IAP keeps for itself; Walt has seen both',
  },
  {
    name: 'ticker',
    id: '4040404040404040407',
    switches: { stream: 'quiet-cut', streamAfter: 2500, streamEvery: 60_000 },
    grpc: `${ORDERS}/Watch`,
    words: ['--stream', '7s'],
    verdict: 'failing',
    failedStage: 'stream',
    code: 'stream-idle-cut',
    about: 'Hana’s stream dies whenever nobody orders anything for a while',
  },
  {
    name: 'depot',
    id: '4040404040404040408',
    switches: { grpc: 'not-serving' },
    grpc: 'grpc.health.v1.Health/Check',
    words: [],
    verdict: 'failing',
    failedStage: 'grpc',
    code: 'grpc-not-serving',
    about: 'the service says of itself that it is not serving, since its database moved',
  },
  {
    name: 'notes',
    id: '4040404040404040409',
    switches: {},
    careless: true,
    words: ['--jwt-test'],
    verdict: 'failing',
    failedStage: 'backend',
    code: 'jwt-not-verified',
    about: 'the app takes whatever assertion it is given; Jude found out first',
  },
];
