/** The token is made for something else than what IAP expects here. */
import type { CredentialFacts, Observation } from '../observation.js';
import { type Answer, answerOf, seenIn } from '../reading/answer.js';
import { editSettings, mend, mintCommand, placeOf } from '../reading/place.js';
import type { Recognised, Symptom } from './symptom.js';

/** The client id of gcloud itself: it makes the tokens of `gcloud auth print-identity-token` for people. */
const GCLOUD = '32555940559.apps.googleusercontent.com';

const isAddress = (audience: string): boolean => /^https?:\/\//i.test(audience);

/** Whether a self-signed JWT's audience covers an address: the address itself, or `https://host/*`. */
export function covers(audience: string, url: string): boolean {
  if (!URL.canParse(audience) || !URL.canParse(url)) return false;
  const [asked, made] = [new URL(url), new URL(audience)];
  if (asked.origin !== made.origin) return false;
  return made.pathname === '/*' || made.pathname === asked.pathname;
}

/** What is to be said of an audience that is not the expected one; for an administrator, as it names claims. */
function mismatch(
  actual: string,
  expected: string | undefined,
  { kind }: CredentialFacts,
  url: string,
): string {
  const want = expected === undefined ? '' : ` IAP expects ${expected}.`;
  if (actual === GCLOUD)
    return `The token says aud = ${GCLOUD}: that is gcloud\u2019s own client, so it came from gcloud auth print-identity-token as a person.${want}`;
  if (kind === 'self-signed-jwt' && !covers(actual, url))
    return `A JWT that a service account signed has to name the address (${url}, or https://HOST/*) as its audience; this one says ${actual}.${want}`;
  if (isAddress(actual) && kind !== 'self-signed-jwt')
    return `The token says aud = ${actual}: an address is what Cloud Run\u2019s own check wants, not IAP.${want}`;
  return `The token says aud = ${actual}.${want}`;
}

function recognised(seen: Observation, answer: Answer): Recognised | undefined {
  const { line } = answer.from;
  if (answer.from.by !== 'iap' || line?.kind !== 'credential' || line.gcip) return undefined;
  if (line.refusal !== 'audience' && line.refusal !== 'audience-unlisted') return undefined;
  const { credential, expectedAudience, target } = seen;
  const own = credential.aud.join(', ');
  const actual = own === '' ? line.actual : own;
  const expected = line.expected ?? expectedAudience?.value;
  const told = actual === undefined ? '' : ` ${mismatch(actual, expected, credential, target.url)}`;
  const base = { ...seenIn(answer), verdict: 'blocked' as const, failedStage: 'iap' as const };
  const wanted = expected === undefined ? '' : ` It has to be made for ${expected}.`;
  const gcloud = (line.actual ?? own) === GCLOUD ? ' It is gcloud\u2019s own token for a person.' : '';
  if (line.refusal === 'audience') {
    const text = `IAP refuses: the token is made for the wrong audience.${gcloud}${wanted}`;
    const changed =
      line.actual !== undefined && own !== '' && !credential.aud.includes(line.actual)
        ? ` IAP read ${line.actual}, which is not what this token says: something on the way replaced it.`
        : '';
    const { notConfigured } = expectedAudience ?? {};
    const stale =
      notConfigured === undefined
        ? ''
        : ` The configuration (services[].audience) says ${notConfigured}: it is out of date.`;
    return {
      ...base,
      code: 'token-audience',
      text,
      adminText: `IAP refuses: wrong audience.${told}${changed}${stale}`,
    };
  }
  const text = `IAP refuses: the token\u2019s audience is not one it takes here.${gcloud}`;
  const managed =
    ' IAP names no expected value: the place uses the Google-managed OAuth client, which takes no identity tokens for itself, or the client is not in programmatic_clients.';
  return { ...base, code: 'token-audience-unlisted', text, adminText: `${text}${told}${managed}` };
}

export const tokenAudience: Symptom = {
  id: 'token-audience',
  codes: ['token-audience', 'token-audience-unlisted'],
  recognise: (seen) => {
    const answer = answerOf(seen);
    const found = answer && recognised(seen, answer);
    return found ? { causes: [found] } : null;
  },
  literals: [
    { code: 'token-audience', sureness: 'certain', pattern: /jwt audience doesn't match this application/i },
    {
      code: 'token-audience-unlisted',
      sureness: 'certain',
      pattern: /(?:invalid iap credentials: |invalid bearer token\. )invalid jwt audience/i,
    },
  ],
  fixes: (seen, { code }) => {
    const account = seen.credential.email?.endsWith('.gserviceaccount.com')
      ? seen.credential.email
      : 'SERVICE_ACCOUNT';
    const line = answerOf(seen)?.from.line;
    const list = mend(
      'owner',
      'Put an OAuth client of your own into programmatic_clients, and mint tokens for it',
      'Settings usually work within minutes. The list replaces the one that is there, so keep what is in it.',
      {
        overgrant: 1,
        gcloud: editSettings(placeOf(seen), [
          'access_settings:',
          '  oauth_settings:',
          '    programmatic_clients: [CLIENT_ID]  # and those that are there already',
        ]),
      },
    );
    const origin = URL.canParse(seen.target.url) ? new URL(seen.target.url).origin : seen.target.url;
    const signed = mend(
      'person',
      `Use a service account that signs a JWT for the address itself (aud ${origin}/*)`,
      'It works at once, whichever OAuth client is behind it, provided the service account has access.',
      {
        gcloud: `# claims.json: {"iss": "${account}", "sub": "${account}", "aud": "${origin}/*", "iat": NOW, "exp": NOW+3600}\ngcloud iam service-accounts sign-jwt claims.json token.jwt --iam-account=${account}`,
      },
    );
    if (code === 'token-audience-unlisted') return [signed, list];
    return [
      mend('person', 'Mint the token for the audience IAP expects', 'It works at once.', {
        gcloud: mintCommand(seen, line?.kind === 'credential' ? line.expected : undefined),
      }),
      list,
    ];
  },
};
