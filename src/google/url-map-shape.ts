/** URL maps as Compute Engine writes them, made into the rules they stand for. */
import { z } from 'zod';
import { computeLink, identity, optionalLink } from './compute-shape.js';
import { flag, list, optional, optionalText, texts } from './fields.js';
import type { PathMatcherInfo, RouteMatch, RouteTo, UrlMapInfo } from './ports.js';

const redirect = optional(z.object({ httpsRedirect: flag, hostRedirect: optionalText }));
const action = optional(
  z.object({
    weightedBackendServices: list(z.object({ backendService: optionalLink, weight: z.number().nullish() })),
  }),
);

interface Destination {
  readonly service: string | undefined;
  readonly action: z.output<typeof action>;
  readonly redirect: z.output<typeof redirect>;
}

/** Only one of redirect, service and weighted services can be set (Compute API, `urlMaps`). */
function to({ service, action: routed, redirect: moved }: Destination): RouteTo {
  if (moved) return { services: [], redirect: { https: moved.httpsRedirect, host: moved.hostRedirect } };
  const split = (routed?.weightedBackendServices ?? []).flatMap(({ backendService, weight }) =>
    backendService !== undefined && weight !== 0 ? [backendService] : [],
  );
  const services = split.length > 0 ? split : service === undefined ? [] : [service];
  return { services: [...new Set(services.map(computeLink))], redirect: undefined };
}

const destination = { service: optionalLink, routeAction: action, urlRedirect: redirect };
const fallback = {
  defaultService: optionalLink,
  defaultRouteAction: action,
  defaultUrlRedirect: redirect,
};

const toDefault = (of: z.output<z.ZodObject<typeof fallback>>): RouteTo =>
  to({ service: of.defaultService, action: of.defaultRouteAction, redirect: of.defaultUrlRedirect });
const toNamed = (of: z.output<z.ZodObject<typeof destination>>): RouteTo =>
  to({ service: of.service, action: of.routeAction, redirect: of.urlRedirect });

const some = list(z.unknown());
const match = z
  .object({
    prefixMatch: optionalText,
    fullPathMatch: optionalText,
    regexMatch: optionalText,
    pathTemplateMatch: optionalText,
    ignoreCase: flag,
    headerMatches: some,
    queryParameterMatches: some,
    metadataFilters: some,
  })
  .transform((of): RouteMatch => {
    const beyond = (
      [
        'regexMatch',
        'pathTemplateMatch',
        'headerMatches',
        'queryParameterMatches',
        'metadataFilters',
      ] as const
    ).filter((field) => {
      const value = of[field];
      return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== '';
    });
    return {
      prefix: of.prefixMatch === '' ? undefined : of.prefixMatch,
      full: of.fullPathMatch === '' ? undefined : of.fullPathMatch,
      ignoreCase: of.ignoreCase,
      beyond,
    };
  });

const matcher = z
  .object({
    name: z.string(),
    ...fallback,
    pathRules: list(z.object({ paths: texts, ...destination })),
    routeRules: list(z.object({ priority: z.number().nullish(), matchRules: list(match), ...destination })),
  })
  .transform(
    ({ name, pathRules, routeRules, ...rest }): PathMatcherInfo => ({
      name,
      otherwise: toDefault(rest),
      pathRules: pathRules.map(({ paths, ...rule }) => ({ paths, to: toNamed(rule) })),
      routeRules: routeRules.map(({ priority, matchRules, ...rule }) => ({
        // Google leaves out what is nought.
        priority: priority ?? 0,
        matches: matchRules,
        to: toNamed(rule),
      })),
    }),
  );

export const urlMap = z.object({
  ...identity,
  ...fallback,
  hostRules: list(z.object({ hosts: texts, pathMatcher: z.string() })),
  pathMatchers: list(matcher),
});

export const infoOfUrlMap = (
  { name, selfLink: _, hostRules, pathMatchers, ...rest }: z.output<typeof urlMap>,
  link: string,
): UrlMapInfo => ({
  link,
  name,
  otherwise: toDefault(rest),
  hostRules: hostRules.map(({ hosts, pathMatcher }) => ({ hosts, matcher: pathMatcher })),
  matchers: pathMatchers,
});
