/** Where a URL map sends a request: host rules, path rules, route rules and defaults, as the load balancer reads them. Pure. */
import type { ComputeLink, PathMatcherInfo, RouteMatch, RouteTo, UrlMapInfo } from '../../google/ports.js';
import { closest, hostFit, type Tie } from './host.js';

export type Destination =
  /** Backend services or buckets; several where traffic is split among them. */
  | { readonly kind: 'services'; readonly services: readonly ComputeLink[] }
  | { readonly kind: 'redirect'; readonly https: boolean; readonly host: string | undefined }
  /** Rules that a URL alone does not settle, with every service they may lead to. */
  | {
      readonly kind: 'unclear';
      readonly services: readonly ComputeLink[];
      readonly because: readonly string[];
    }
  | { readonly kind: 'nowhere' };

export interface UrlMapTarget {
  /** How the map names the host; `none`: by no rule, so that its default decides. */
  readonly tie: Tie | 'none';
  readonly to: Destination;
}

const destination = ({ services, redirect }: RouteTo): Destination =>
  redirect
    ? { kind: 'redirect', ...redirect }
    : services.length > 0
      ? { kind: 'services', services }
      : { kind: 'nowhere' };

/**
 * Where a request for a host and a path goes (Compute API, `urlMaps`; Cloud Load Balancing "URL maps overview").
 * `host` may carry a port, since patterns may; the path is without its query.
 */
export function urlMapTarget(map: UrlMapInfo, host: string, path: string): UrlMapTarget {
  const fits = map.hostRules.flatMap(({ hosts, matcher }) =>
    hosts.flatMap((pattern) => {
      const fit = hostFit(pattern, host);
      return fit ? [{ fit, matcher }] : [];
    }),
  );
  const best = closest(fits);
  if (!best) return { tie: 'none', to: destination(map.otherwise) };
  const matcher = map.matchers.find(({ name }) => name === best.matcher);
  return { tie: best.fit.tie, to: matcher ? within(matcher, map, path) : { kind: 'nowhere' } };
}

function within(matcher: PathMatcherInfo, map: UrlMapInfo, path: string): Destination {
  const own = destination(matcher.otherwise);
  const otherwise = own.kind === 'nowhere' ? destination(map.otherwise) : own;
  if (matcher.routeRules.length > 0) return byRoute(matcher.routeRules, path, otherwise);
  const rule = byPath(matcher.pathRules, path);
  return rule ? destination(rule) : otherwise;
}

/** The rule with the longest path that fits; `/a/*` takes everything under `/a/`, but not `/a` itself. */
function byPath(rules: PathMatcherInfo['pathRules'], path: string): RouteTo | undefined {
  let best: { readonly to: RouteTo; readonly length: number } | undefined;
  for (const { paths, to } of rules) {
    for (const pattern of paths) {
      // An exact path is longer than any prefix of it.
      const length = pattern.endsWith('/*')
        ? path.startsWith(pattern.slice(0, -1)) && pattern.length - 1
        : path === pattern && path.length + 1;
      if (length !== false && length > (best?.length ?? -1)) best = { to, length };
    }
  }
  return best?.to;
}

type Fits = 'yes' | 'no' | 'unsettled';

function fits({ prefix, full, ignoreCase, beyond }: RouteMatch, path: string): Fits {
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  if (prefix !== undefined && !fold(path).startsWith(fold(prefix))) return 'no';
  if (full !== undefined && fold(path) !== fold(full)) return 'no';
  return beyond.length > 0 ? 'unsettled' : 'yes';
}

/** The first rule by priority that fits. A rule that a URL alone does not settle leaves open what comes after it. */
function byRoute(rules: PathMatcherInfo['routeRules'], path: string, otherwise: Destination): Destination {
  const possible: Destination[] = [];
  const because = new Set<string>();
  const finish = (last: Destination): Destination => settle([...possible, last], [...because]);
  for (const { matches, to } of [...rules].sort((a, b) => a.priority - b.priority)) {
    const answers = matches.map((match) => fits(match, path));
    if (answers.includes('yes')) return finish(destination(to));
    if (answers.includes('unsettled') || matches.length === 0) {
      possible.push(destination(to));
      for (const match of matches) {
        if (fits(match, path) === 'unsettled') for (const field of match.beyond) because.add(field);
      }
    }
  }
  return finish(otherwise);
}

/** One destination when all that is possible is the same, else unclear. */
function settle(possible: readonly Destination[], because: readonly string[]): Destination {
  const [first] = possible;
  const distinct = new Set(possible.map((one) => JSON.stringify(one)));
  if (first && distinct.size === 1) return first;
  const services = possible.flatMap((one) => ('services' in one ? one.services : []));
  return { kind: 'unclear', services: [...new Set(services)], because };
}
