/** From the words for a place to what is probed and what the guard may let through. */
import { readFile } from 'node:fs/promises';
import type { App, Asking } from '../src/app.js';
import { Engine } from '../src/diagnosis/engine.js';
import {
  configuredProbePlace,
  discoveredHost,
  discoveredPlace,
  type ProbePlace,
} from '../src/diagnosis/places/probe-place.js';
import type { TypedMistake } from '../src/names/asked.js';
import { iapName } from '../src/names/index.js';
import { guardName } from '../src/probe/guard/guard.js';
import type { GuardRules } from '../src/probe/guard/rules.js';
import type { ProbeTarget } from '../src/probe/observation.js';
import type { ProbeWhere } from './probe-words.js';

export interface Placed {
  readonly place: ProbePlace;
  readonly rules: GuardRules;
}

export type PlacedAnswer =
  | { readonly ok: true; readonly placed: Placed }
  | { readonly ok: false; readonly mistake: TypedMistake };

/** What the configuration lets the guard agree to. */
function rulesOf({ config }: App, more: readonly string[] = []): GuardRules {
  const known = config.services.flatMap(({ url }) => (url ? [url.href] : []));
  return { known: [...known, ...more], allow: config.probe.allow, connectTo: config.probe.connectTo ?? {} };
}

/** Finds the place. Google is asked only about names and hosts that the configuration does not hold. */
export async function placeFor(
  where: ProbeWhere,
  app: App,
  asking: Asking,
  signal: AbortSignal,
): Promise<PlacedAnswer> {
  const rules = rulesOf(app);
  const placed = (place: ProbePlace, with_: GuardRules = rules): PlacedAnswer => ({
    ok: true,
    placed: { place, rules: with_ },
  });
  if (where.kind === 'raw')
    return placed({ name: where.text, url: where.text, service: undefined, resource: undefined });
  const { cache, clock, config, google } = app;
  const engine = (): Engine =>
    new Engine({ cache, clock, signal, fresh: asking.fresh, deadline: clock.now() + asking.timeoutMs });
  const found = configuredProbePlace(config, where.where);
  switch (found.kind) {
    case 'place':
      return placed(found.place);
    case 'mistake':
      return { ok: false, mistake: found.mistake };
    case 'ask': {
      const discovered = await discoveredPlace(engine(), google, config, where.where);
      if (discovered.kind === 'mistake') return { ok: false, mistake: discovered.mistake };
      return placed(discovered.place, rulesOf(app, [discovered.place.url]));
    }
    case 'stranger': {
      const decision = guardName(found.place.url, rules);
      const unknown = decision.kind === 'refused' && decision.refusal.reason === 'unknown-host';
      if (!unknown) return placed(found.place);
      const service = await discoveredHost(engine(), google, config, where.where);
      if (!service) return placed(found.place);
      return placed({ ...found.place, ...service }, rulesOf(app, [found.place.url]));
    }
  }
}

/** What a report says of the target. An address nobody can read still has a name to show. */
export function targetOf({ name, url, resource }: ProbePlace, grpc: string | undefined): ProbeTarget {
  const read = URL.canParse(url) ? new URL(url) : undefined;
  const secure = read?.protocol !== 'http:';
  // No user name or password of an address stands in an answer.
  const shown = read ? bare(read) : 'about:blank';
  const host = read?.hostname.replace(/^\[|\]$/g, '') ?? '';
  return {
    name: read && name === url ? read.host || shown : name.replace(/\/\/[^/@]*@/, '//'),
    url: shown,
    host,
    port: read?.port ? Number(read.port) : secure ? 443 : 80,
    secure,
    grpc,
    resource: resource === undefined ? undefined : iapName(resource),
    runApp: /\.run\.app$/.test(host),
  };
}

function bare(url: URL): string {
  const copy = new URL(url);
  copy.username = '';
  copy.password = '';
  copy.hash = '';
  return copy.href;
}

/** The certificates of `probe.ca`; the configuration has checked that the file can be read. */
export async function trustOf({ config }: App): Promise<readonly string[]> {
  const { ca } = config.probe;
  if (ca === undefined) return [];
  try {
    return [await readFile(ca, 'utf8')];
  } catch {
    return [];
  }
}
