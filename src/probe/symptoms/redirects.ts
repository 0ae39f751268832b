/** A redirect that is not IAP's way to sign in: the app's own login, http to https, another host, or the same address again. */
import { signInRedirect } from '../attribution.js';
import type { Observation, Reply } from '../observation.js';
import { type Answer, answerOf, seenIn } from '../reading/answer.js';
import { onCloudRun } from '../reading/google-page.js';
import { mend, placeOf } from '../reading/place.js';
import { isRedirect, redirectTarget } from '../reading/reply.js';
import { type Note, RANK, type Recognised, type Symptom } from './symptom.js';

/** An address as it may be shown: without query, fragment or user. */
const shown = ({ origin, pathname }: URL): string => `${origin}${pathname}`;

function whereTo(to: URL | undefined, from: URL | undefined, own: boolean): string {
  if (own) return 'its own Google login';
  if (!to) return 'somewhere that is no address';
  if (from && sameAddress(to, from)) return 'the same address, with a cookie';
  if (from && to.protocol === 'https:' && from.protocol === 'http:' && to.hostname === from.hostname)
    return 'https, on the same host';
  return from && to.host === from.host
    ? `another page of the same host (${to.pathname})`
    : `another host (${to.host})`;
}

const sameAddress = (a: URL, b: URL): boolean =>
  a.origin === b.origin &&
  a.pathname === b.pathname &&
  a.search === b.search &&
  // Values that were taken out as secrets may differ.
  !a.search.includes('[removed]');

/** A first visit is often sent back to the same address with a cookie: with that it goes on. */
const bringsNothing = (reply: Reply): boolean => reply.headers['set-cookie'] === undefined;

/** Google names this combination as one that loops (IAP, "Enabling IAP for Cloud Run"). */
const known = ({ around, target }: Observation): boolean =>
  around.loadBalancingScheme === 'EXTERNAL' && onCloudRun(target);

function loop(seen: Observation, answer: Answer): Recognised {
  const named = known(seen);
  const text = named
    ? 'The address redirects to itself, for ever.'
    : 'The address redirects to itself: a browser most likely goes round for ever.';
  const more = named
    ? 'A classic load balancer in front of Cloud Run with HTTP/2 and IAP do not work together.'
    : 'Known for IAP, a classic load balancer and Cloud Run with HTTP/2 together. An app that thinks it is asked by http does it too.';
  return {
    ...seenIn(answer),
    rank: RANK.reply - 1,
    sureness: named ? 'certain' : 'likely',
    signs: [...answer.from.signs, 'location is the address that was asked'],
    code: 'redirect-loop',
    verdict: 'failing',
    failedStage: answer.from.by === 'iap' ? 'iap' : 'backend',
    text,
    adminText: `${text} ${more}`,
    competing: named
      ? []
      : [
          {
            code: 'redirected-elsewhere',
            text: 'The app redirects to https because it does not read X-Forwarded-Proto.',
            check:
              'Whether the same address answers when it is asked around IAP with X-Forwarded-Proto: https.',
          },
        ],
  };
}

function elsewhere(seen: Observation, answer: Answer): Recognised {
  const { reply } = answer;
  const to = redirectTarget(reply);
  const from = URL.canParse(reply.url) ? new URL(reply.url) : undefined;
  const goal = whereTo(to, from, signInRedirect(reply) === 'own');
  const text = `The app redirects to ${goal}; this is not IAP\u2019s sign-in.`;
  const bare = answer.sent
    ? ''
    : ' It came without a credential and without IAP\u2019s mark, so IAP did not ask for one.';
  return {
    ...seenIn(answer),
    signs: [...answer.from.signs, `location: ${to ? shown(to) : 'unreadable'}`],
    code: 'redirected-elsewhere',
    verdict: 'failing',
    failedStage: 'backend',
    text,
    adminText: `${text}${to ? ` It leads to ${shown(to)}.` : ''}${bare}${seen.target.grpc === undefined ? '' : ' A gRPC client does not follow redirects.'}`,
  };
}

export const redirects: Symptom = {
  id: 'redirects',
  codes: ['redirect-loop', 'redirected-elsewhere'],
  recognise: (seen) => {
    const answer = answerOf(seen);
    if (!answer || !isRedirect(answer.reply)) return null;
    const { reply, from } = answer;
    const to = redirectTarget(reply);
    if (
      to &&
      URL.canParse(reply.url) &&
      sameAddress(to, new URL(reply.url)) &&
      (bringsNothing(reply) || known(seen))
    )
      return { causes: [loop(seen, answer)] };
    if (from.by !== 'backend') return null;
    const found = elsewhere(seen, answer);
    // An accepted credential that meets a redirect has come through (ruling 31); a gRPC client is stuck all the same.
    if (!answer.sent || answer.grpc) return { causes: [found] };
    const { code, sureness, signs, text, adminText } = found;
    const note: Note = { finding: 'warns', code, sureness, signs, text, adminText };
    return { notes: [note] };
  },
  literals: [{ code: 'redirect-loop', sureness: 'likely', pattern: /\bERR_TOO_MANY_REDIRECTS\b/ }],
  fixes: (seen, { code }) =>
    code === 'redirect-loop'
      ? [
          mend(
            'owner',
            'Move to the global external Application Load Balancer',
            'Google describes the migration from the classic one; it needs no new address.',
            {
              gcloud: `gcloud compute backend-services update ${placeOf(seen).backend.service} --global --external-managed-migration-state=PREPARE --project=${placeOf(seen).project}`,
            },
          ),
        ]
      : [
          mend(
            'person',
            'Usually nothing: probe the address it leads to',
            'A probe follows no redirect, so that it does not carry the token elsewhere.',
          ),
        ],
};
