/** Rows about the credential: none, lost, of the wrong kind, for the wrong audience, too old. */
import {
  AT,
  around,
  bare,
  CLIENT,
  GCLOUD_CLIENT,
  IAP_SIGN_IN,
  iap,
  observe,
  orders,
  reply,
  token,
} from '../build.js';
import { blocked, broken, type Case, IAP_401, refuses } from './case.js';

const unminted = {
  account: 'probe@acme-prod.iam.gserviceaccount.com',
  what: 'I could not mint an identity token: I am not allowed to.',
  needs: 'a role',
};

export const credentialCases: readonly Case[] = [
  {
    name: 'row 1, no credential: guarded',
    seen: bare({ reply: iap(302, `${IAP_401}empty token`, { location: IAP_SIGN_IN }) }),
    is: ['guarded', null, 'iap', null],
    notes: ['not-signed-in'],
  },
  {
    name: 'row 1, a credential was lost on the way',
    seen: observe({ reply: iap(302, `${IAP_401}empty token`, { location: IAP_SIGN_IN }) }),
    is: blocked('not-signed-in'),
  },
  {
    name: 'no token could be had for the identity that was asked for',
    seen: bare({ bare: iap(302, `${IAP_401}empty token`, { location: IAP_SIGN_IN }), unminted }),
    is: ['unknown', null, 'iap', 'token-not-minted'],
  },
  {
    name: 'no token could be had, and nobody answered',
    seen: bare({ unminted }),
    is: ['unknown', null, 'none', 'token-not-minted'],
  },
  {
    name: 'no token could be had, and the app answers without one',
    seen: bare({ bare: reply(200), unminted }),
    is: ['exposed', 'iap', 'backend', 'exposed'],
    also: ['token-not-minted'],
  },
  {
    name: 'row 1, without its mark but with IAP\u2019s callback',
    seen: bare({ reply: reply(302, { location: IAP_SIGN_IN }) }),
    is: ['guarded', null, 'iap', null],
  },
  {
    name: 'row 2, no credential',
    seen: bare({ reply: refuses('empty token') }),
    is: ['guarded', null, 'iap', null],
  },
  {
    name: 'row 2, a credential was lost',
    seen: observe({ reply: refuses('empty token') }),
    is: blocked('no-credential'),
  },
  {
    name: 'row 2 over gRPC, no credential',
    seen: bare({ target: orders, reply: refuses('empty token') }),
    is: ['guarded', null, 'iap', null],
    notes: ['no-credential', 'grpc-hides-401'],
  },
  {
    name: 'row 3',
    seen: observe({ reply: refuses('Unable to parse JWT') }),
    is: blocked('token-unparsable'),
  },
  {
    name: 'row 3 over gRPC',
    seen: observe({ target: orders, reply: refuses('Unable to parse JWT') }),
    is: blocked('token-unparsable'),
    also: ['grpc-hides-401'],
  },
  {
    name: 'row 4',
    seen: observe({ reply: refuses('JWT signature is invalid') }),
    is: blocked('token-signature'),
  },
  {
    name: 'row 5',
    seen: observe({
      reply: refuses('Jwt payload is invalid [Line 0, column 7: No quote found] for payload {"sub":"bob"}'),
    }),
    is: blocked('token-foreign-jwt'),
  },
  {
    name: 'row 6',
    seen: observe({
      credential: token({ aud: [GCLOUD_CLIENT] }),
      reply: refuses(
        `JWT audience doesn't match this application ('aud' claim (${GCLOUD_CLIENT}) doesn't match expected value (${CLIENT}))`,
      ),
    }),
    is: blocked('token-audience'),
  },
  {
    name: 'row 7',
    seen: observe({ reply: refuses('Invalid JWT audience.') }),
    is: blocked('token-audience-unlisted'),
  },
  {
    name: 'row 7, newest words',
    seen: observe({ reply: refuses('Invalid bearer token. Invalid JWT audience.') }),
    is: blocked('token-audience-unlisted'),
  },
  {
    name: 'row 8',
    seen: observe({ reply: refuses("JWT 'email' claim isn't a string") }),
    is: blocked('token-no-email'),
  },
  {
    name: 'row 9',
    seen: observe({
      credential: token({ kind: 'access-token' }),
      reply: iap(401, '<html><body>There was a problem with your request. Error code 900</body></html>'),
    }),
    is: blocked('access-token-refused'),
  },
  {
    name: 'row 10',
    seen: observe({ reply: iap(401, 'Invalid GCIP ID token: Unable to parse JWT') }),
    is: blocked('gcip-token-required'),
  },
  {
    name: 'row 10, no credential: guarded, and it is said',
    seen: bare({
      reply: iap(302, 'Invalid GCIP ID token: empty token', { location: 'https://auth.acme.test/' }),
    }),
    is: ['guarded', null, 'iap', null],
    notes: ['gcip-token-required'],
  },
  {
    name: 'row 23',
    seen: observe({ reply: iap(401, 'There was a problem with your request. Error code 13') }),
    is: broken('not-an-id-token'),
  },
  {
    name: 'row 49, by its own exp, whatever IAP says',
    seen: observe({
      credential: token({ expiresAt: AT - 60_000 }),
      reply: refuses('JWT signature is invalid'),
    }),
    is: blocked('token-expired'),
    also: ['token-signature'],
  },
  {
    name: 'row 49, by IAP\u2019s words where exp cannot be read',
    seen: observe({ credential: token({ expiresAt: undefined }), reply: refuses('Expired JWT token') }),
    is: blocked('token-expired'),
  },
  {
    name: 'row 50',
    seen: observe({
      credential: token({ email: 'ana@acme.test' }),
      around: around({ reauth: true }),
      reply: iap(302, `${IAP_401}empty token`, { location: IAP_SIGN_IN }),
    }),
    is: blocked('reauth-blocks-programmatic'),
    also: ['not-signed-in'],
  },
];
