/** The service that a message names, whatever else it says: for people who point at a message or say no more than a name. Pure. */
import { type Directory, type Mention, marked } from './recognizer/context.js';
import { partsOf } from './recognizer/message-parts.js';
import { plain } from './recognizer/normalise.js';

const RANK: Readonly<Record<Mention['tie'], number>> = { host: 0, name: 1, word: 2 };

/**
 * An address counts more than a name, and a name more than an ordinary word; code counts for addresses only. Several
 * services that are named equally well are as good as none.
 */
export function serviceNamed(
  message: { readonly text?: unknown; readonly blocks?: unknown },
  directory: Directory,
): string | undefined {
  const { prose, pasted } = partsOf(message);
  const inCode = marked(plain(pasted), directory).mentions.filter(({ tie }) => tie === 'host');
  const mentions = [...marked(plain(prose), directory).mentions, ...inCode];
  const best = Math.min(...mentions.map(({ tie }) => RANK[tie]));
  const named = new Set(mentions.filter(({ tie }) => RANK[tie] === best).map(({ service }) => service));
  return named.size === 1 ? [...named][0] : undefined;
}
