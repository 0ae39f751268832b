/** Who one is and what one looks at; kept in the address, so that a reload or a bookmark comes back to it. */

/** The instruments on the right. */
export const INSTRUMENTS = ['switches', 'calls', 'timeline'] as const;
export type Instrument = (typeof INSTRUMENTS)[number];

/** On a narrow screen one of these is in front. */
export const FRONTS = ['places', 'chat', 'instruments'] as const;
export type Front = (typeof FRONTS)[number];

export interface Place {
  /** A person's handle. */
  readonly as: string;
  /** A channel's id, or `home`. */
  readonly at: string;
  readonly panel: Instrument;
  readonly front: Front;
  /** The instruments take the place of the chat as well. */
  readonly wide: boolean;
  /** What is looked for among the switches or in the timeline. */
  readonly find: string;
}

const oneOf = <T extends string>(list: readonly T[], word: string | null, otherwise: T): T =>
  list.find((one) => one === word) ?? otherwise;

/** Reads `#as=maya&at=C0HELP`; what is missing or strange is as in `otherwise`. */
export function placeOf(hash: string, otherwise: Place): Place {
  const words = new URLSearchParams(hash.replace(/^#/, ''));
  return {
    as: words.get('as') ?? otherwise.as,
    at: words.get('at') ?? otherwise.at,
    panel: oneOf(INSTRUMENTS, words.get('panel'), otherwise.panel),
    front: oneOf(FRONTS, words.get('front'), otherwise.front),
    wide: words.has('wide') ? words.get('wide') === '1' : otherwise.wide,
    find: words.get('find') ?? otherwise.find,
  };
}

/** The same place as a hash. */
export function hashOf({ as, at, panel, front, wide, find }: Place): string {
  const words = new URLSearchParams({ as, at, panel, front });
  if (wide) words.set('wide', '1');
  if (find !== '') words.set('find', find);
  return `#${words.toString()}`;
}
