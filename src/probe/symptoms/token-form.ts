/** IAP read the credential and could not take it for what it is: no JWT, a foreign one, no address, the wrong kind. */
import type { CredentialFacts, Observation } from '../observation.js';
import { type Answer, answerOf, seenIn } from '../reading/answer.js';
import { mend, mintCommand } from '../reading/place.js';
import type { Recognised, Symptom } from './symptom.js';

const ODD: Readonly<Record<string, string>> = {
  'bearer-doubled': 'the word Bearer stands there twice',
  quoted: 'it is in quotation marks',
  'line-break': 'a line break is in it',
  truncated: 'it is cut off',
  'not-known-to-google': 'Google does not know it: expired, revoked or mistyped',
  'not-a-jwt': 'it is not three parts with dots between',
};

const oddities = ({ oddities: list }: CredentialFacts): string => {
  const known = list.map((one) => ODD[one] ?? one);
  return known.length === 0 ? '' : ` What is odd about it: ${known.join('; ')}.`;
};

/** Codes by IAP's own words, with the sentence for anybody and what an administrator reads besides. */
const BY_REFUSAL: Readonly<Record<string, readonly [string, string, string]>> = {
  unparsable: [
    'token-unparsable',
    'IAP refuses: what was sent is no JWT.',
    'IAP says: Unable to parse JWT. An opaque access token, a cut token, Bearer twice, quotes or a line break do this.',
  ],
  signature: [
    'token-signature',
    'IAP refuses: the token is a JWT, but not one that Google signed for this.',
    'IAP says: JWT signature is invalid. It is the app\u2019s own token or another provider\u2019s, sent where IAP looks for its own.',
  ],
  'foreign-jwt': [
    'token-foreign-jwt',
    'IAP refuses: the app\u2019s own token was sent where IAP looks for its own.',
    'IAP says: Jwt payload is invalid. It could not read the claims, so this is no token of Google\u2019s.',
  ],
  'no-email': [
    'token-no-email',
    'IAP refuses: the identity token carries no e-mail address.',
    'IAP says: JWT \u2018email\u2019 claim isn\u2019t a string. The token was minted without include-email (or format=full on the metadata server).',
  ],
};

const BY_CODE: Readonly<Record<number, readonly [string, string, string]>> = {
  13: [
    'not-an-id-token',
    'IAP refuses: the credential is not an OpenID Connect token.',
    'IAP\u2019s error code 13: a token of another kind, for example a service account\u2019s access token, was sent.',
  ],
  900: [
    'access-token-refused',
    'IAP refuses: it does not take this access token here.',
    'IAP\u2019s error code 900: an access token of a person was sent to a place that uses the Google-managed OAuth client.',
  ],
};

function wordsFor(answer: Answer): readonly [string, string, string] | undefined {
  const { line } = answer.from;
  if (line?.kind === 'error-code') return BY_CODE[line.number];
  return line?.kind === 'credential' && !line.gcip ? BY_REFUSAL[line.refusal] : undefined;
}

function recognised(seen: Observation): Recognised | undefined {
  const answer = answerOf(seen);
  const words = answer?.from.by === 'iap' ? wordsFor(answer) : undefined;
  if (!answer || !words) return undefined;
  const [code, text, more] = words;
  const adminText = `${text} ${more}${oddities(seen.credential)}`;
  // Error code 13 is among IAP's own troubles by the contract (ruling 21, rows 21 to 26).
  const verdict = code === 'not-an-id-token' ? 'failing' : 'blocked';
  return { ...seenIn(answer), code, verdict, failedStage: 'iap', text, adminText };
}

export const tokenForm: Symptom = {
  id: 'token-form',
  codes: [
    'token-unparsable',
    'token-signature',
    'token-foreign-jwt',
    'token-no-email',
    'not-an-id-token',
    'access-token-refused',
  ],
  recognise: (seen) => {
    const found = recognised(seen);
    return found ? { causes: [found] } : null;
  },
  literals: [
    {
      code: 'token-unparsable',
      sureness: 'certain',
      pattern: /invalid iap credentials: unable to parse jwt/i,
    },
    {
      code: 'token-signature',
      sureness: 'certain',
      pattern: /invalid iap credentials: jwt signature is invalid/i,
    },
    {
      code: 'token-foreign-jwt',
      sureness: 'certain',
      pattern: /invalid iap credentials: jwt payload is invalid/i,
    },
    { code: 'token-no-email', sureness: 'certain', pattern: /jwt 'email' claim isn't a string/i },
    { code: 'access-token-refused', sureness: 'certain', pattern: /\berror code:? 900\b/i },
    {
      code: 'not-an-id-token',
      sureness: 'certain',
      pattern: /problem with your request\. error code:? 13\b/i,
    },
  ],
  fixes: (seen, { code }) => {
    const apart = mend(
      'person',
      'Send IAP\u2019s token in Proxy-Authorization and leave the app\u2019s own in Authorization',
      'It works at once: IAP reads Proxy-Authorization first and passes Authorization on.',
    );
    const token = mend(
      'person',
      'Mint an identity token and send it as it is, trimmed',
      'It works at once.',
      {
        gcloud: mintCommand(seen),
      },
    );
    if (code === 'token-signature' || code === 'token-foreign-jwt') return [apart, token];
    if (code !== 'access-token-refused') return [token];
    return [
      mend(
        'person',
        'Use a service account: its access token (scopes openid and userinfo.email), or a JWT it signed with the address as audience',
        'It works at once, provided the service account has access.',
      ),
      mend(
        'owner',
        'Or make an OAuth client of your own, put its id into programmatic_clients, and mint tokens for it',
        'Settings usually work within minutes. The list replaces the one that is there.',
        { overgrant: 1 },
      ),
    ];
  },
};
