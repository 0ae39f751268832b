/** IAP asks for a credential: as it should where none was sent, and a loss on the way where one was. */
import type { Observation } from '../observation.js';
import { type Answer, answerOf, seenIn } from '../reading/answer.js';
import { onCloudRun } from '../reading/google-page.js';
import { mend, mintCommand } from '../reading/place.js';
import { isRedirect, redirectTarget } from '../reading/reply.js';
import type { Competing, Note, Passed, Recognised, Symptom } from './symptom.js';
import { RANK } from './symptom.js';

/** Whether IAP's reply asks for a credential: a redirect to sign in, or a 401 about an empty or unknown token. */
function asks({ reply, from, sent }: Answer): 'redirect' | 'refusal' | undefined {
  if (from.by !== 'iap') return undefined;
  const refusal = from.line?.kind === 'credential' ? from.line.refusal : undefined;
  const fits = refusal === 'empty' || (from.line === undefined && from.doubt === undefined);
  // Words that are not known ask for a credential too, when there was none to refuse.
  if (!fits && !(refusal === 'other' && !sent)) return undefined;
  if (isRedirect(reply)) {
    // Marked, and without IAP's words: an identity provider of the place's own, or its page for the refused.
    const toSignIn = refusal !== undefined || redirectTarget(reply)?.hostname === 'accounts.google.com';
    return toSignIn || !sent ? 'redirect' : undefined;
  }
  if (reply.status !== 401) return undefined;
  return refusal !== undefined || !sent ? 'refusal' : undefined;
}

function guarded(answer: Answer, how: 'redirect' | 'refusal'): Passed {
  const way = how === 'redirect' ? 'sends the browser to sign in' : 'asks for a token';
  const text = `IAP guards this address: without a credential it ${way}, as it should.`;
  const code = how === 'redirect' ? 'not-signed-in' : 'no-credential';
  return { ...seenIn(answer), verdict: 'guarded', code, text, adminText: text, rank: RANK.pass };
}

function lost(seen: Observation, answer: Answer, how: 'redirect' | 'refusal'): Recognised {
  const { header } = seen.credential;
  const known = seen.around.loadBalancingScheme === 'EXTERNAL' && onCloudRun(seen.target);
  const text = `IAP saw no credential, although one was sent${header === undefined ? '' : ` in \`${header}\``}.`;
  const why =
    'Something on the way takes the header off, or IAP does not read that kind of credential here and asks for a sign-in instead.';
  return {
    ...seenIn(answer),
    code: how === 'redirect' ? 'not-signed-in' : 'no-credential',
    verdict: 'blocked',
    failedStage: 'iap',
    text,
    adminText: `${text} ${why}`,
    competing: how === 'redirect' && known ? [LOOP] : [],
  };
}

const LOOP: Competing = {
  code: 'redirect-loop',
  text: 'IAP, a classic load balancer and Cloud Run with HTTP/2 send everybody round and round.',
  check: 'Whether a browser that has signed in is sent to sign in again, for ever.',
};

const gcipNote = (answer: Answer): Note[] =>
  answer.from.line?.kind === 'credential' && answer.from.line.gcip
    ? [
        {
          finding: 'warns',
          code: 'gcip-token-required',
          sureness: answer.from.sureness,
          signs: answer.from.signs,
          text: 'People sign in through Identity Platform here: a Google identity token would be the wrong kind.',
          adminText:
            'IAP answers as for external identities (Invalid GCIP ID token): send the identity token of Identity Platform.',
        },
      ]
    : [];

export const signInAsked: Symptom = {
  id: 'sign-in-asked',
  codes: ['not-signed-in', 'no-credential'],
  recognise: (seen) => {
    const answer = answerOf(seen);
    const how = answer && asks(answer);
    if (!answer || how === undefined) return null;
    if (!answer.sent) return { passes: [guarded(answer, how)], notes: gcipNote(answer) };
    // A credential for Identity Platform is told by its own symptom.
    if (answer.from.line?.kind === 'credential' && answer.from.line.gcip) return null;
    return { causes: [lost(seen, answer, how)] };
  },
  literals: [
    { code: 'no-credential', sureness: 'certain', pattern: /invalid iap credentials: empty token/i },
    { code: 'not-signed-in', sureness: 'likely', pattern: /invalid iap credentials: empty token/i },
  ],
  fixes: (seen) => [
    mend(
      'person',
      'Send an identity token: Authorization: Bearer TOKEN, or Proxy-Authorization where the app needs Authorization',
      'It works at once. A proxy on the way may drop Proxy-Authorization; then use Authorization.',
      {
        gcloud: mintCommand(seen),
      },
    ),
    mend(
      'person',
      'In a browser: sign in; a script needs credentials: \u2018include\u2019 and X-Requested-With: XMLHttpRequest',
      'When only the session is over, open the address with ?gcp-iap-mode=DO_SESSION_REFRESH once.',
    ),
  ],
};
