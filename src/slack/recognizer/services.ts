/** The services a recognizer listens for: the configured ones, and those found behind IAP. Pure. */
import type { ServiceConfig } from '../../config.js';
import type { Place } from '../../diagnosis/question.js';
import type { KnownService } from './context.js';

/** Configured services with every alias; found ones under their short name. A configured service hides the place found for it. */
export function knownServices(
  configured: readonly ServiceConfig[],
  found: readonly Place[],
): readonly KnownService[] {
  const names = new Set(configured.map(({ name }) => name));
  return [
    ...configured.map(({ name, aliases, url }) => ({ name, aliases, hosts: url ? [url.hostname] : [] })),
    ...found
      .filter(({ name, service }) => service === undefined && !names.has(name))
      .map(({ name, url }) => {
        const short = name.slice(name.lastIndexOf('/') + 1);
        return { name, aliases: short === name ? [] : [short], hosts: url ? [url.hostname] : [] };
      }),
  ];
}
