/** The product against a company whose load balancers a test arranges, and short words for what it answers. */
import { systemClock } from '../../../src/assemble.js';
import type { Config } from '../../../src/config.js';
import { Engine } from '../../../src/diagnosis/engine.js';
import { resolveWhere } from '../../../src/diagnosis/places/resolve.js';
import type { WhyReport } from '../../../src/diagnosis/report.js';
import { createGoogle } from '../../../src/google/index.js';
import { iapName } from '../../../src/names/index.js';
import { parseWhere } from '../../../src/names/typed.js';
import type { Answer } from '../../../src/render/answer.js';
import { type GoogleEmulator, startGoogleEmulator } from '../../../src/sandbox/google/emulator.js';
import type { World } from '../../../src/sandbox/google/model.js';
import { acmeWorld } from '../../../src/sandbox/world.js';
import { createMemoryFactCache } from '../../../src/store/memory.js';
import { type Product, startProduct } from '../../support/product.js';

export const PROD = '111111111111';

/** No service is configured: everything has to come from what Google lists. */
export const projectsOnly = (...projects: string[]): string =>
  `organization: "700000000001"\nprojects: [${projects.map((p) => JSON.stringify(p)).join(', ')}]\n`;

export interface BalancerSpec {
  readonly name: string;
  readonly hosts: World['urlMaps'][number]['hosts'];
  readonly project?: string;
  readonly region?: string;
  readonly defaultService?: string;
  readonly raw?: Readonly<Record<string, unknown>>;
  readonly certificates?: readonly string[];
  readonly secure?: boolean;
  /** Whether some forwarding rule leads to the map; true when absent. */
  readonly attached?: boolean;
}

let numbers = 9_000_000_000_000_000;

/** Adds a load balancer. Backend services it names have to exist, or not, as the test likes. */
export function balancer(world: World, spec: BalancerSpec): void {
  const { name, hosts, project = PROD, region, raw, certificates, secure = true, attached = true } = spec;
  numbers += 1;
  const place = { project, region, createdAt: '2026-01-01T00:00:00Z' };
  const defaultService = spec.defaultService ?? hosts[0]?.service ?? 'none';
  world.urlMaps.push({
    ...place,
    id: String(numbers),
    name,
    defaultService,
    hosts,
    ...(raw === undefined ? {} : { raw }),
  });
  if (!attached) return;
  world.forwardingRules.push({
    ...place,
    id: String(numbers),
    name: `${name}-rule`,
    ip: '192.0.2.30',
    urlMap: name,
    secure,
    ...(certificates === undefined ? {} : { certificates }),
  });
}

/** Adds a backend service and gives its IAP node. */
export function backend(world: World, name: string, project = PROD, region?: string): string {
  numbers += 1;
  const id = String(numbers);
  world.backendServices.push({
    project,
    id,
    name,
    region,
    protocol: 'HTTPS',
    iapEnabled: true,
    oauth2ClientId: undefined,
    createdAt: '2026-01-01T00:00:00Z',
  });
  return `projects/${project}/iap_web/compute${region === undefined ? '' : `-${region}`}/services/${id}`;
}

export function certificate(world: World, name: string, domains: readonly string[]): void {
  numbers += 1;
  world.certificates.push({
    project: PROD,
    id: String(numbers),
    name,
    region: undefined,
    domains,
    createdAt: '2026-01-01T00:00:00Z',
  });
}

/** What an answer comes to: the resource, or the mistake, or what could not be seen. */
export function outcome(answer: Answer): string {
  if (answer.kind === 'mistake') return `mistake: ${answer.mistake.message}`;
  if (answer.kind !== 'why') return answer.kind;
  const { where, cause, verdict } = answer.report;
  return where.resource === '' ? `${verdict}: ${cause?.code}` : where.resource;
}

/** Asks one question of a company of its own. */
export async function asking(
  words: string | readonly string[],
  arrange: (world: World, product: Product) => void = () => undefined,
  yaml = projectsOnly('acme-prod'),
): Promise<{ readonly answer: Answer; readonly said: string; readonly paths: readonly string[] }> {
  const product = await startProduct(yaml);
  try {
    arrange(product.google.world, product);
    const line = typeof words === 'string' ? ['why', 'vera@acme.test', words] : words;
    const answer = await product.cold(line, { timeoutMs: 4_000 });
    return { answer, said: outcome(answer), paths: product.google.requests.map(({ path }) => path) };
  } finally {
    await product.close();
  }
}

export function report(answer: Answer): WhyReport {
  if (answer.kind !== 'why') throw new Error(`Not a report: ${JSON.stringify(answer)}`);
  return answer.report;
}

/**
 * Only finds the places of some URLs, each by itself with a cold memory, without diagnosing them. Gives the resource,
 * or `mistake`, or `unread`.
 */
export async function resolving(
  urls: readonly string[],
  arrange: (world: World, google: GoogleEmulator) => void,
): Promise<Readonly<Record<string, string>>> {
  const emulator = await startGoogleEmulator({ world: acmeWorld(systemClock) });
  const google = createGoogle({ endpoint: new URL(emulator.url), retryBaseMs: 1 });
  try {
    arrange(emulator.world, emulator);
    const one = async (url: string): Promise<readonly [string, string]> => {
      const cache = createMemoryFactCache({ clock: systemClock, version: 'test', identity: 'test' });
      const signal = AbortSignal.timeout(2_200);
      const engine = new Engine({ cache, clock: systemClock, signal, fresh: false });
      const where = parseWhere(url);
      if (!where.ok) return [url, 'unreadable'];
      const found = await resolveWhere(engine.scope(), google, ACME_PROD_ONLY, where.value);
      return [url, found.kind === 'found' ? iapName(found.found.place.resource) : found.kind];
    };
    return Object.fromEntries(await Promise.all(urls.map(one)));
  } finally {
    google.close();
    await emulator.close();
  }
}

const ACME_PROD_ONLY: Config = {
  organization: undefined,
  projects: [{ kind: 'project', id: 'acme-prod' }],
  services: [],
  slack: { channels: [], admins: [], replyDelayMs: 0 },
  probe: { allow: [], ca: undefined },
  automation: [],
};
