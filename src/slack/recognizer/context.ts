/** The service a message is about: its host, its URL, its name or alias, or the words of an error page. Pure. */

export interface KnownService {
  readonly name: string;
  readonly aliases: readonly string[];
  /** Host names in lower case. */
  readonly hosts: readonly string[];
}

export interface Mention {
  readonly service: string;
  /** `host`: an address of the service. `name`: a word that is hardly anything else. `word`: a word that is also an ordinary one. */
  readonly tie: 'host' | 'name' | 'word';
  /** Where it stands in the text. */
  readonly at: number;
  readonly length: number;
  /** The whole address, where one was given. */
  readonly url: string | undefined;
}

/** Names services like to have that people also use for other things. */
const ORDINARY = new Set(
  'admin api app apps assets atlas auth backend batch billing blog board build chat console dash dashboard data default demo desk dev docs edge engine events files forms front gateway handbook help home hr intranet inventory jobs labs lake legacy list login logs mail main manager market media metrics monitor news orders page partners pay payments payroll people portal prod profile queue registry reports sales search service shop site staging stats status store support team test tools tracker vault video warehouse web wiki work'.split(
    ' ',
  ),
);

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A word by itself: not part of a longer name, of a path, or of an address. */
const alone = (word: string): RegExp =>
  new RegExp(`(?<![\\w./@#-])${literally(word)}(?![\\w@/-]|\\.\\w)`, 'g');

interface Listed {
  readonly service: string;
  readonly tie: Mention['tie'];
  readonly pattern: RegExp;
}

/** Made once for a configuration, used for every message. */
export type Directory = readonly Listed[];

export function directoryOf(services: readonly KnownService[]): Directory {
  return services.flatMap(({ name, aliases, hosts }): Listed[] => [
    ...hosts.map(
      (host): Listed => ({
        service: name,
        tie: 'host',
        pattern: new RegExp(
          `(?:https?:\\/\\/)?(?<![\\w.-])${literally(host.toLowerCase())}(?![\\w-]|\\.\\w)(?::\\d+)?(?:\\/[^\\s<>|]*)?`,
          'g',
        ),
      }),
    ),
    ...[name, ...aliases].map((word): Listed => {
      const plain = word.toLowerCase();
      return { service: name, tie: ORDINARY.has(plain) ? 'word' : 'name', pattern: alone(plain) };
    }),
  ]);
}

/** Every mention of a known service, in order; one inside a longer one does not count. `text` is in lower case. */
export function mentionsIn(text: string, directory: Directory): readonly Mention[] {
  const found = directory.flatMap(({ service, tie, pattern }): Mention[] =>
    [...text.matchAll(pattern)].map((match) => ({
      service,
      tie,
      at: match.index,
      length: match[0].length,
      url: tie === 'host' ? withScheme(match[0]) : undefined,
    })),
  );
  return found
    .filter((one) => !found.some((other) => other.length > one.length && covers(other, one)))
    .sort((a, b) => a.at - b.at);
}

const covers = (outer: Mention, inner: Mention): boolean =>
  outer.at <= inner.at && outer.at + outer.length >= inner.at + inner.length;

const withScheme = (address: string): string => (/^https?:/.test(address) ? address : `https://${address}`);
