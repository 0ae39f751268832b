/** Google's own sign-in page stands where the app's reply should be: a followed redirect, or a refusal of Google's. */
import { answerOf, seenIn } from '../reading/answer.js';
import type { SignInPage } from '../reading/google-page.js';
import { mend } from '../reading/place.js';
import type { Symptom } from './symptom.js';

const ROWS: Readonly<Record<SignInPage, readonly [string, string, string]>> = {
  page: [
    'login-page-followed',
    'This is Google\u2019s sign-in page, not the app: something followed the redirect.',
    'A client that follows it sees 200 and takes the page for success. Some clients send the token on to accounts.google.com as well.',
  ],
  method: [
    'cookies-not-sent',
    'The call went without cookies and was sent on to Google\u2019s sign-in, which refuses its method.',
    '405 is Google\u2019s sign-in speaking, not the app.',
  ],
  'access-denied': [
    'consent-not-allowed',
    'Google\u2019s sign-in refuses the account for this app.',
    'Error 403: access_denied. The consent screen is external and in testing, and the account is no test user; or it is internal and the account is from elsewhere.',
  ],
  'redirect-uri': [
    'redirect-uri-mismatch',
    'Google\u2019s sign-in most likely refuses because IAP\u2019s OAuth client does not list IAP\u2019s callback.',
    'Error 400: redirect_uri_mismatch.',
  ],
  useragent: [
    'disallowed-useragent',
    'Google does not sign people in inside an embedded browser.',
    '403 disallowed_useragent: a web view of an app was used.',
  ],
};

export const googleSignIn: Symptom = {
  id: 'google-sign-in',
  codes: [
    'login-page-followed',
    'cookies-not-sent',
    'consent-not-allowed',
    'redirect-uri-mismatch',
    'disallowed-useragent',
  ],
  recognise: (seen) => {
    const answer = answerOf(seen);
    const odd = answer?.from.by === 'iap' && answer.reply.status === 405 && answer.from.line === undefined;
    const page = odd ? 'method' : answer?.from.page;
    if (!answer || page === undefined) return null;
    const [code, text, more] = ROWS[page];
    return {
      causes: [
        {
          ...seenIn(answer),
          sureness: odd || page === 'redirect-uri' ? 'likely' : answer.from.sureness,
          code,
          verdict: 'blocked',
          failedStage: 'iap',
          text,
          adminText: `${text} ${more}`,
        },
      ],
    };
  },
  literals: [
    { code: 'consent-not-allowed', sureness: 'certain', pattern: /\berror 403: access_denied\b/i },
    { code: 'redirect-uri-mismatch', sureness: 'likely', pattern: /\berror 400: redirect_uri_mismatch\b/i },
    { code: 'disallowed-useragent', sureness: 'certain', pattern: /\b403:? disallowed_useragent\b/i },
    {
      code: 'cookies-not-sent',
      sureness: 'likely',
      pattern: /accounts\.google\.com\/\S* .{0,60}redirected from .{0,200}blocked by cors policy/i,
    },
  ],
  fixes: (seen, { code }) => {
    const id = seen.around.oauthClientIds[0] ?? seen.expectedAudience?.value ?? 'CLIENT_ID';
    switch (code) {
      case 'login-page-followed':
        return [
          mend(
            'person',
            'Do not follow redirects, and send a token',
            'Without redirects the client sees the 302 itself.',
          ),
        ];
      case 'cookies-not-sent':
        return [
          mend(
            'person',
            'Call with credentials: \u2018include\u2019 and X-Requested-With: XMLHttpRequest',
            'IAP then answers 401 instead of a redirect when the session is over.',
          ),
        ];
      case 'consent-not-allowed':
        return [
          mend('person', 'Sign in with an account of the organization', 'It works at once.'),
          mend(
            'owner',
            'Add the person as a test user, or publish the app on the consent screen',
            'It works within minutes.',
            { overgrant: 1, console: 'https://console.cloud.google.com/auth/audience' },
          ),
        ];
      case 'redirect-uri-mismatch':
        return [
          mend(
            'owner',
            `Add https://iap.googleapis.com/v1/oauth/clientIds/${id}:handleRedirect to the client\u2019s redirect addresses`,
            'Google says five minutes to a few hours.',
            { console: 'https://console.cloud.google.com/auth/clients' },
          ),
        ];
      default:
        return [mend('person', 'Open the address in the system\u2019s own browser', 'It works at once.')];
    }
  },
};
