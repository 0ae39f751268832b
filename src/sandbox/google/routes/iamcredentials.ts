/** IAM Credentials v1: identity tokens of service accounts, as `iap-doctor probe --as` asks for them. */
import { invalidArgument, permissionDenied } from '../http/errors.js';
import { type Call, pathValue, type Route } from '../http/route.js';
import { findProject } from '../model.js';

const api = 'iamcredentials';
const LIFETIME_SECONDS = 3600;

/** The claims of Google's ID tokens; without `includeEmail` the e-mail is left out, which IAP then refuses. */
function generateIdToken(call: Call): unknown {
  const email = pathValue(call, 'account').toLowerCase();
  const account = call.world.serviceAccounts.find((candidate) => candidate.email === email);
  const project = account && findProject(call.world, account.projectId);
  const permission = 'iam.serviceAccounts.getOpenIdToken';
  if (!account || !project || account.disabled)
    throw permissionDenied(permission, `serviceAccounts/${email}`);
  call.rights.require(permission, `projects/${project.number}`, `serviceAccounts/${email}`);
  const { audience, includeEmail } = call.body;
  if (typeof audience !== 'string' || audience === '') throw invalidArgument('An audience is required.');
  const issued = Math.floor(call.world.clock.now() / 1000);
  const claims = {
    aud: audience,
    azp: account.uniqueId,
    ...(includeEmail === true ? { email, email_verified: true } : {}),
    exp: issued + LIFETIME_SECONDS,
    iat: issued,
    iss: 'https://accounts.google.com',
    sub: account.uniqueId,
  };
  const token = call.switches.signIdToken(claims);
  return { token };
}

export const iamCredentialsRoutes: readonly Route[] = [
  {
    api,
    method: 'POST',
    path: /^\/v1\/projects\/-\/serviceAccounts\/(?<account>[^/:]+):generateIdToken$/,
    handle: generateIdToken,
  },
];
