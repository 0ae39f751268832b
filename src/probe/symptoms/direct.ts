/** The same backend asked around IAP: reachable at all, and whether it says the same. */
import { attribute } from '../attribution.js';
import type { Observation, Reply } from '../observation.js';
import { answerOf } from '../reading/answer.js';
import { mend } from '../reading/place.js';
import { grpcStatus } from '../reading/reply.js';
import type { Note, Symptom } from './symptom.js';

const outcome = (reply: Reply): string => {
  const own = grpcStatus(reply);
  return own ? `gRPC status ${own.status}` : `${reply.status}`;
};

const note = (
  finding: Note['finding'],
  code: string | null,
  signs: readonly string[],
  text: string,
  more = '',
): Note => ({
  finding,
  code,
  sureness: 'certain',
  signs,
  text,
  adminText: more === '' ? text : `${text} ${more}`,
});

/** What the two answers say of each other. */
function compared(seen: Observation, there: Reply): Note[] {
  const here = answerOf(seen);
  if (!here) return [];
  const signs = [`through IAP: ${outcome(here.reply)}`, `around IAP: ${outcome(there)}`];
  if (here.from.by === 'iap')
    return [
      note('ok', null, signs, `The backend itself answers ${outcome(there)}: what stops the request is IAP.`),
    ];
  if (here.reply.status >= 500 && there.status >= 500)
    return [note('ok', null, signs, 'The backend fails around IAP as well: IAP is not the cause.')];
  if (here.reply.status >= 500 && there.status < 500)
    return [
      note(
        'warns',
        null,
        signs,
        'Around IAP the backend answers, through IAP it fails: look at the load balancer between them.',
      ),
    ];
  return [];
}

export const direct: Symptom = {
  id: 'direct',
  codes: ['iap-bypassable'],
  recognise: (seen) => {
    const way = seen.direct;
    if (!way) return null;
    if (!way.reply) {
      const why = way.halt?.detail ?? 'no reply';
      const text = 'The backend cannot be reached around IAP from here.';
      return { notes: [note('ok', null, [`around IAP: ${why}`], text, `${why}.`)] };
    }
    const from = attribute(way.reply, {
      ...seen.target,
      url: way.url,
      runApp: /\.run\.app$/i.test(hostOf(way.url)),
    });
    if (from.by !== 'backend') {
      const text =
        from.by === 'iap'
          ? 'The direct address is behind IAP too.'
          : 'At the direct address something before the backend answers.';
      return {
        notes: [note('ok', null, from.signs, text), ...(from.by === 'iap' ? [] : compared(seen, way.reply))],
      };
    }
    const text = 'The backend answers without IAP at its direct address, from where I run.';
    const more = `${way.url} answered ${outcome(way.reply)} without passing IAP. That is well only where nobody else reaches this address, or where the app checks IAP\u2019s assertion itself (--jwt-test).`;
    return { notes: [note('warns', 'iap-bypassable', from.signs, text, more), ...compared(seen, way.reply)] };
  },
  fixes: () => [
    mend(
      'owner',
      'Close the way around IAP: ingress \u201cinternal and load balancing\u201d on Cloud Run, a firewall that lets only 130.211.0.0/22 and 35.191.0.0/16 in, no NodePort',
      'Probe again with --direct: it must not answer.',
    ),
    mend(
      'owner',
      'And let the app verify IAP\u2019s assertion on every request',
      'Then the way around is of no use to anybody.',
    ),
  ],
};

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '');
