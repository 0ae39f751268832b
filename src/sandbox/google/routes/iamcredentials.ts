/** IAM Credentials v1: tokens of service accounts, as `iap-doctor probe --as` asks for them. */
import { invalidArgument, permissionDenied } from '../http/errors.js';
import { type Call, isRecord, pathValue, type Route } from '../http/route.js';
import { findProject, type WorldServiceAccount } from '../model.js';

const api = 'iamcredentials';
const LIFETIME_SECONDS = 3600;
/** `signJwt` refuses claims that end later than this (IAM Credentials reference). */
const LONGEST_JWT_SECONDS = 43_200;

/** The account of the path, if the caller may have this done by it. */
function accountFor(call: Call, permission: string): WorldServiceAccount {
  const email = pathValue(call, 'account').toLowerCase();
  const account = call.world.serviceAccounts.find((candidate) => candidate.email === email);
  const project = account && findProject(call.world, account.projectId);
  if (!account || !project || account.disabled)
    throw permissionDenied(permission, `serviceAccounts/${email}`);
  call.rights.require(permission, `projects/${project.number}`, `serviceAccounts/${email}`);
  return account;
}

/** The claims of Google's ID tokens; without `includeEmail` the e-mail is left out, which IAP then refuses. */
function generateIdToken(call: Call): unknown {
  const account = accountFor(call, 'iam.serviceAccounts.getOpenIdToken');
  const { audience, includeEmail } = call.body;
  if (typeof audience !== 'string' || audience === '') throw invalidArgument('An audience is required.');
  const issued = Math.floor(call.world.clock.now() / 1000);
  const claims = {
    aud: audience,
    azp: account.uniqueId,
    ...(includeEmail === true ? { email: account.email, email_verified: true } : {}),
    exp: issued + LIFETIME_SECONDS,
    iat: issued,
    iss: 'https://accounts.google.com',
    sub: account.uniqueId,
  };
  return { token: call.switches.tokens.signIdToken(claims) };
}

/** Signs any claims with the account's own key. */
function signJwt(call: Call): unknown {
  const account = accountFor(call, 'iam.serviceAccounts.signJwt');
  const { payload } = call.body;
  if (typeof payload !== 'string') throw invalidArgument('The payload must be a JSON object.');
  const claims = readClaims(payload);
  const latest = Math.floor(call.world.clock.now() / 1000) + LONGEST_JWT_SECONDS;
  if (typeof claims.exp === 'number' && claims.exp > latest)
    throw invalidArgument('The exp claim must be no more than 12 hours in the future.');
  return call.switches.tokens.signJwt(account.email, payload);
}

function readClaims(payload: string): Readonly<Record<string, unknown>> {
  try {
    const claims: unknown = JSON.parse(payload);
    if (isRecord(claims)) return claims;
  } catch {
    // Refused below, like any other payload that is no object.
  }
  throw invalidArgument('The payload must be a JSON object.');
}

function generateAccessToken(call: Call): unknown {
  const account = accountFor(call, 'iam.serviceAccounts.getAccessToken');
  const { scope } = call.body;
  if (!Array.isArray(scope) || scope.length === 0) throw invalidArgument('A scope is required.');
  const accessToken = call.switches.tokens.accessToken(account.email, scope.map(String), LIFETIME_SECONDS);
  const expireTime = new Date(call.world.clock.now() + LIFETIME_SECONDS * 1000).toISOString();
  return { accessToken, expireTime };
}

const path = (verb: string): RegExp =>
  new RegExp(`^/v1/projects/-/serviceAccounts/(?<account>[^/:]+):${verb}$`);

export const iamCredentialsRoutes: readonly Route[] = [
  { api, method: 'POST', path: path('generateIdToken'), handle: generateIdToken },
  { api, method: 'POST', path: path('signJwt'), handle: signJwt },
  { api, method: 'POST', path: path('generateAccessToken'), handle: generateAccessToken },
];
