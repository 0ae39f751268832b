/** Compute Engine: load balancers from forwarding rule to URL map (compute.googleapis.com v1, aggregated lists). */
import { z } from 'zod';
import { asker } from './api.js';
import type { Client } from './client.js';
import { aggregatedOf, identity, links, optionalLink } from './compute-shape.js';
import { list, optional, optionalText, texts } from './fields.js';
import { lazy } from './lazy.js';
import type { ForwardingRuleInfo, LoadBalancingPort, TargetProxyInfo } from './ports.js';
import { infoOfUrlMap, urlMap } from './url-map-shape.js';

const v1 = lazy(async () => {
  const { compute_v1 } = await import('googleapis/build/src/apis/compute/v1.js');
  return new compute_v1.Compute({});
});

const rule = z.object({
  ...identity,
  target: optionalLink,
  portRange: optionalText,
  ports: list(z.string()),
  loadBalancingScheme: optionalText,
});

/** `443`, `443-443` or `8080-8090`, or a list of single ports. */
function portsOf(range: string | undefined, ports: readonly string[]): ForwardingRuleInfo['ports'] {
  const numbers = (range === undefined ? ports : range.split('-')).map(Number).filter(Number.isInteger);
  return numbers.length === 0 ? undefined : { from: Math.min(...numbers), to: Math.max(...numbers) };
}

const infoOfRule = (
  { name, target, portRange, ports, loadBalancingScheme }: z.output<typeof rule>,
  link: string,
): ForwardingRuleInfo => ({ link, name, target, ports: portsOf(portRange, ports), loadBalancingScheme });

const proxy = z.object({ ...identity, urlMap: optionalLink, sslCertificates: links });

const infoOfProxy = (
  { name, urlMap: map, sslCertificates }: z.output<typeof proxy>,
  link: string,
): TargetProxyInfo => ({ link, name, urlMap: map, certificates: sslCertificates });

const certificate = z.object({
  ...identity,
  managed: optional(z.object({ domains: texts })),
  subjectAlternativeNames: texts,
});

export function loadBalancingPort(client: Client): LoadBalancingPort {
  const api = asker(client, 'compute');
  const at = (project: string, kind: string): string => `projects/${project}/aggregated/${kind}`;
  return {
    forwardingRules: ({ id: project }, call) =>
      api.list(
        at(project, 'forwardingRules'),
        call,
        aggregatedOf(project, 'forwardingRules', rule, infoOfRule),
        async (options, page) =>
          (await v1()).forwardingRules.aggregatedList({ project, maxResults: 500, ...page }, options),
      ),
    httpsProxies: ({ id: project }, call) =>
      api.list(
        at(project, 'targetHttpsProxies'),
        call,
        aggregatedOf(project, 'targetHttpsProxies', proxy, infoOfProxy),
        async (options, page) =>
          (await v1()).targetHttpsProxies.aggregatedList({ project, maxResults: 500, ...page }, options),
      ),
    httpProxies: ({ id: project }, call) =>
      api.list(
        at(project, 'targetHttpProxies'),
        call,
        aggregatedOf(project, 'targetHttpProxies', proxy, infoOfProxy),
        async (options, page) =>
          (await v1()).targetHttpProxies.aggregatedList({ project, maxResults: 500, ...page }, options),
      ),
    urlMaps: ({ id: project }, call) =>
      api.list(
        at(project, 'urlMaps'),
        call,
        aggregatedOf(project, 'urlMaps', urlMap, infoOfUrlMap),
        async (options, page) =>
          (await v1()).urlMaps.aggregatedList({ project, maxResults: 500, ...page }, options),
      ),
    certificates: ({ id: project }, call) =>
      api.list(
        at(project, 'sslCertificates'),
        call,
        aggregatedOf(project, 'sslCertificates', certificate, (one, link) => ({
          link,
          domains: [...new Set([...(one.managed?.domains ?? []), ...one.subjectAlternativeNames])],
        })),
        async (options, page) =>
          (await v1()).sslCertificates.aggregatedList({ project, maxResults: 500, ...page }, options),
      ),
  };
}
