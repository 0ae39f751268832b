/** The one-line replies: to who asked before, to many who hit the same thing, and to what was no request. Pure. */
import { count } from '../../../render/words.js';
import type { Joined } from './hit.js';
import type { Piece, PublicWords } from './public-words.js';

const here = (permalink: string | undefined, before: string, without: string): readonly Piece[] =>
  permalink === undefined ? [without] : [before, { link: permalink, text: 'here' }, '.'];

const line = (headline: readonly Piece[], lines: PublicWords['lines'] = []): PublicWords => ({
  rank: 2,
  headline,
  lines,
});

/** To the second message of the same person about the same service. */
export const askedBefore = (permalink: string | undefined): PublicWords =>
  line(
    here(
      permalink,
      'You asked this a few minutes ago; the answer is ',
      'You asked this a few minutes ago; the answer is in that thread.',
    ),
  );

/** In a long queue: the answer of the first one of them. */
export const sameForMany = (
  people: number,
  at: string | undefined,
  permalink: string | undefined,
): PublicWords =>
  line(
    here(
      permalink,
      `${count(people, 'person has', 'people have')} run into this${at === undefined ? '' : ` at ${at}`}; the answer is the same: `,
      `${count(people, 'person has', 'people have')} run into this; the answer is the same for all.`,
    ),
  );

/** Where an incident is told once for all. */
export const joined = ({ words, permalink }: Joined): PublicWords =>
  line(permalink === undefined ? words : [...words, ' More ', { link: permalink, text: 'here' }, '.'], [
    ['What it means for you is in a message that only you can see.'],
  ]);

/** When somebody said that there was nothing to answer. */
export const noRequest = (): PublicWords => line(['Not an access request, so I leave it.']);

/** Once an hour, when the channel has heard enough. */
export const enoughSaid = (): PublicWords =>
  line([
    'Many people are asking here, so for now I answer each of them alone, in a message that only they can see.',
  ]);
