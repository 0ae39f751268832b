/** Where a URL map sends a request, as slowly and as plainly as the rules can be read: what the real matcher is held to. */
import type { RouteMatch, RouteTo, UrlMapInfo } from '../../../src/google/ports.js';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const hostPattern = (pattern: string): RegExp =>
  pattern === '*'
    ? /^.*$/
    : pattern.startsWith('*')
      ? new RegExp(`^[a-z0-9.-]+${escaped(pattern.slice(1))}$`)
      : new RegExp(`^${escaped(pattern)}$`);

const pathPattern = (pattern: string): RegExp =>
  pattern.endsWith('/*')
    ? new RegExp(`^${escaped(pattern.slice(0, -1))}`)
    : new RegExp(`^${escaped(pattern)}$`);

/** The rule that holds, or `undefined` when a rule before it cannot be judged from a URL. */
function routed(map: UrlMapInfo, matcherName: string, path: string): RouteTo | undefined {
  const matcher = map.matchers.find(({ name }) => name === matcherName);
  if (!matcher) return { services: [], redirect: undefined };
  const own = matcher.otherwise;
  const otherwise = own.services.length > 0 || own.redirect ? own : map.otherwise;
  if (matcher.routeRules.length > 0) {
    const sorted = [...matcher.routeRules].sort((a, b) => a.priority - b.priority);
    const holds = ({ prefix, full, ignoreCase }: RouteMatch): boolean => {
      const flags = ignoreCase ? 'i' : '';
      return (
        (prefix === undefined || new RegExp(`^${escaped(prefix)}`, flags).test(path)) &&
        (full === undefined || new RegExp(`^${escaped(full)}$`, flags).test(path))
      );
    };
    for (const { matches, to } of sorted) {
      if (matches.some((match) => match.beyond.length === 0 && holds(match))) return to;
      if (matches.length === 0 || matches.some(holds)) return undefined;
    }
    return otherwise;
  }
  const all = matcher.pathRules.flatMap(({ paths, to }) => paths.map((pattern) => ({ pattern, to })));
  const exact = all.find(({ pattern }) => !pattern.endsWith('/*') && pathPattern(pattern).test(path));
  if (exact) return exact.to;
  const longest = all
    .filter(({ pattern }) => pattern.endsWith('/*') && pathPattern(pattern).test(path))
    .sort((a, b) => b.pattern.length - a.pattern.length)[0];
  return longest?.to ?? otherwise;
}

/** What the map does with a host and a path; `undefined` where a URL alone does not tell. */
export function naiveTarget(map: UrlMapInfo, host: string, path: string): RouteTo | undefined {
  const rules = map.hostRules.flatMap(({ hosts, matcher }) => hosts.map((pattern) => ({ pattern, matcher })));
  const fitting = rules.filter(({ pattern }) => hostPattern(pattern).test(host));
  const exact = fitting.find(({ pattern }) => pattern === host);
  const best = exact ?? [...fitting].sort((a, b) => b.pattern.length - a.pattern.length)[0];
  return best ? routed(map, best.matcher, path) : map.otherwise;
}
