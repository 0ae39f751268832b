/** What of an answer everybody in a channel may read. Pure. */
import type { Answer } from '../../../render/answer.js';

/**
 * - `whole`: the answer as anybody is told it. Only what nobody had to be somebody for: how to ask, and a look at a
 *   service from outside. That an app stands open is no news for a channel.
 * - `line`: that there is an answer, and nothing of it.
 * - `nothing`: mistakes, refusals, and everything about policies and people.
 */
export type Publicity = 'whole' | 'line' | 'nothing';

export function publicityOf(answer: Answer | undefined): Publicity {
  switch (answer?.kind) {
    case 'help':
      return 'whole';
    case 'probe': {
      const { verdict, token, direct, backendJwt } = answer.report;
      const fromOutside = token.kind === 'none' && direct === null && backendJwt.length === 0;
      return fromOutside && verdict !== 'exposed' ? 'whole' : 'nothing';
    }
    case 'why':
      return 'line';
    default:
      return 'nothing';
  }
}
