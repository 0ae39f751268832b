/** The list of symptoms: one line each. Its order is without meaning; ranks decide. */
import { app } from './app.js';
import { assertion } from './assertion.js';
import { audienceMatch } from './audience-match.js';
import { certificate } from './certificate.js';
import { cloudRun } from './cloud-run.js';
import { direct } from './direct.js';
import { exposed } from './exposed.js';
import { googleSignIn } from './google-sign-in.js';
import { grpcApp } from './grpc-app.js';
import { grpcVeil } from './grpc-veil.js';
import { http2 } from './http2.js';
import { iapSetup } from './iap-setup.js';
import { identityPlatform } from './identity-platform.js';
import { loadBalancer } from './load-balancer.js';
import { notAuthorized } from './not-authorized.js';
import { notMinted } from './not-minted.js';
import { preflight } from './preflight.js';
import { reach } from './reach.js';
import { reauth } from './reauth.js';
import { records } from './records.js';
import { redirects } from './redirects.js';
import { signInAsked } from './sign-in-asked.js';
import { stream } from './stream.js';
import type { Symptom } from './symptom.js';
import { throttling } from './throttling.js';
import { tls } from './tls.js';
import { tokenAudience } from './token-audience.js';
import { tokenExpired } from './token-expired.js';
import { tokenForm } from './token-form.js';
import { tokenLife } from './token-life.js';
import { tokenScopes } from './token-scopes.js';
import { tunnel } from './tunnel.js';
import { unrecognised } from './unrecognised.js';

export const symptoms: readonly Symptom[] = [
  reach,
  tls,
  http2,
  signInAsked,
  tokenForm,
  tokenAudience,
  tokenExpired,
  identityPlatform,
  reauth,
  notAuthorized,
  iapSetup,
  googleSignIn,
  throttling,
  preflight,
  redirects,
  loadBalancer,
  cloudRun,
  app,
  exposed,
  grpcApp,
  grpcVeil,
  stream,
  assertion,
  direct,
  certificate,
  notMinted,
  tokenLife,
  audienceMatch,
  tokenScopes,
  tunnel,
  records,
  unrecognised,
];
