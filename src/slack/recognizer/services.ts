/** The services a recognizer listens for: the configured ones, and those found behind IAP. Pure. */
import type { ServiceConfig } from '../../config.js';
import type { Place } from '../../diagnosis/question.js';
import type { KnownService } from './context.js';

interface Addressed extends Omit<KnownService, 'hosts'> {
  readonly url: URL | undefined;
}

/**
 * Configured services with every alias; found ones under their short name as well. A configured service hides the place
 * found for it. An address that several share tells none of them, so it is left out.
 */
export function knownServices(
  configured: readonly ServiceConfig[],
  found: readonly Place[],
): readonly KnownService[] {
  const names = new Set(configured.map(({ name }) => name));
  const all: readonly Addressed[] = [
    ...configured.map(({ name, aliases, url }) => ({ name, aliases, url })),
    ...found
      .filter(({ name, service }) => service === undefined && !names.has(name))
      .map(({ name, url }) => {
        const short = name.slice(name.lastIndexOf('/') + 1);
        return { name, aliases: short === name ? [] : [short], url };
      }),
  ];
  const addresses = ({ url }: Addressed): readonly string[] =>
    url ? [...new Set([url.host, url.hostname])] : [];
  const times = new Map<string, number>();
  for (const address of all.flatMap(addresses)) times.set(address, (times.get(address) ?? 0) + 1);
  return all.map((one) => ({
    name: one.name,
    aliases: one.aliases,
    hosts: addresses(one).filter((address) => times.get(address) === 1),
  }));
}
