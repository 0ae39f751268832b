/** What one of many is told alone, before everything about themselves. Pure. */
import { count } from '../../../render/words.js';
import { ASK_OWNER } from '../owner/request.js';
import type { Alone } from '../thread-reply/hit.js';
import type { Standing } from './words.js';

/** The owners have the incident's own message; so many requests beside it would only hide it. */
const WITHOUT = [ASK_OWNER] as const;

const SOON =
  'Nothing to fix on your side: the channel hears when it works again. The rest is for your information.';

export function aloneWords({ incident, insight, people }: Standing): Alone {
  const { stops, change, service } = incident;
  if (stops === 'path')
    return { words: `${service} is broken for everybody, not only for you. ${SOON}`, without: WITHOUT };
  const affected = (insight?.reach ?? change)?.affected;
  const many = affected === undefined || affected < people ? people : affected;
  const first = many > 1 ? `You are one of ${count(many, 'person', 'people')} stopped by this.` : '';
  return { words: `${first} ${SOON}`.trim(), without: WITHOUT };
}
