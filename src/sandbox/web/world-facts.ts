/** What the page tells of the company itself: its services, and what to try first. */
import { HELP_CHANNEL, type Stage } from '../stage.js';
import { brokenPaths, sandboxServices } from '../world.js';
import type { Suggestion, WorldFacts } from './protocol.js';
import { scenes } from './scenes.js';

/** Who types what; by address, so that a person who is not there is left out. */
const TRY: readonly (readonly [title: string, email: string, text: string])[] = [
  ['Why can’t I get in?', 'maya@acme.test', '/iap why me dashboard'],
  ['Ask the channel', 'maya@acme.test', 'anyone else getting a 403 on dashboard since lunch?'],
  ['A certificate that ran out', 'cleo@acme.test', '/iap probe gallery'],
  ['A condition nobody can see', 'tom@acme.test', '/iap why me payroll'],
  ['What changed since yesterday?', 'root@acme.test', '/iap changes since 24h'],
  ['Who can use it, and through what?', 'bob@acme.test', '/iap who dashboard'],
  ['A gRPC stream that dies', 'hana@acme.test', '/iap probe ticker --stream 7s'],
  ['May a guest ask?', 'pia@partner.test', '/iap why me handbook'],
  ['What the bot cannot see', 'root@acme.test', '/iap status'],
];

export function worldFactsOf({ people }: Stage): WorldFacts {
  return {
    company: 'acme.test',
    services: sandboxServices.map(({ name, aliases, url, grpc }) => {
      const about = brokenPaths.find((path) => path.name === name)?.about;
      return {
        name,
        aliases,
        ...(url === undefined ? {} : { url }),
        ...(grpc === undefined ? {} : { grpc }),
        ...(about === undefined ? {} : { about }),
      };
    }),
    scenes,
    suggestions: TRY.flatMap(([title, email, text]): Suggestion[] => {
      const person = people.find((one) => one.email === email)?.id;
      return person === undefined ? [] : [{ title, person, channel: HELP_CHANNEL, text }];
    }),
  };
}
