/** Checks inventory that comes back from the shared cache: what is not exactly of our shape is a miss, never a crash. */
import { z } from 'zod';
import type {
  AppInfo,
  CertificateInfo,
  ForwardingRuleInfo,
  RunDomainInfo,
  TargetProxyInfo,
  UrlMapInfo,
} from '../../google/ports.js';
import { reviver } from '../revive.js';

const text = z.string();
const maybe = text.optional();
const texts = z.array(text);
const to = z.object({
  services: texts,
  redirect: z.object({ https: z.boolean(), host: maybe }).optional(),
});
const match = z.object({ prefix: maybe, full: maybe, ignoreCase: z.boolean(), beyond: texts });
const matcher = z.object({
  name: text,
  otherwise: to,
  pathRules: z.array(z.object({ paths: texts, to })),
  routeRules: z.array(z.object({ priority: z.number(), matches: z.array(match), to })),
});

/** One check per kind of inventory. */
export const revive = {
  forwardingRules: reviver<ForwardingRuleInfo[]>(
    z.array(
      z.object({
        link: text,
        name: text,
        target: maybe,
        ports: z.object({ from: z.number(), to: z.number() }).optional(),
        loadBalancingScheme: maybe,
      }),
    ),
  ),
  proxies: reviver<TargetProxyInfo[]>(
    z.array(z.object({ link: text, name: text, urlMap: maybe, certificates: texts })),
  ),
  certificates: reviver<CertificateInfo[]>(z.array(z.object({ link: text, domains: texts }))),
  urlMaps: reviver<UrlMapInfo[]>(
    z.array(
      z.object({
        link: text,
        name: text,
        otherwise: to,
        hostRules: z.array(z.object({ hosts: texts, matcher: text })),
        matchers: z.array(matcher),
      }),
    ),
  ),
  runDomains: reviver<RunDomainInfo[]>(z.array(z.object({ domain: text, service: text, region: maybe }))),
  app: reviver<AppInfo>(
    z.object({
      id: text,
      defaultHostname: maybe,
      servingStatus: maybe,
      iapEnabled: z.boolean().optional(),
      oauth2ClientId: maybe,
      dispatch: z.array(z.object({ domain: text, path: text, service: text })),
    }),
  ),
  texts: reviver<string[]>(texts),
} as const;
