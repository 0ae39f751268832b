/** Identity-Aware Proxy at the front door: one request in, IAP's own answer or what the app gets out. */
import type { World } from '../google/model.js';
import type { TokenMint } from '../google/tokens.js';
import { type AssertionSigner, TOKEN_TESTS } from './assertion.js';
import { type Asked, authorize, isPublic, mayInvoke, type Origin } from './authorize.js';
import { type Caller, callerOf, type Examined, type Expectation, examine } from './credential.js';
import { type Answer, type Exchange, field, type Headers } from './exchange.js';
import { type Answerer, fixedReply, lateReply } from './fixed-replies.js';
import { type PlacePolicy, policyOf } from './iap-policy.js';
import {
  CREDENTIAL,
  codePage,
  deniedElsewhere,
  deniedLine,
  deniedPage,
  gcipCredential,
  IAP_MARK,
  iapCredential,
  iapLine,
  noOauthClient,
} from './iap-words.js';
import { ingressNotFound, invokerForbidden } from './other-words.js';
import { openHeaders, passedHeaders } from './passed-headers.js';
import { behind, type Place } from './places.js';
import { clearCookies, followsRedirects, type Sessions, signInRedirect } from './sign-in.js';
import type { HostSwitches } from './switches.js';

export interface Gate {
  readonly world: World;
  readonly tokens: TokenMint;
  readonly sessions: Sessions;
  readonly signer: AssertionSigner;
  /** Where callers come from. */
  readonly origin: () => Origin;
}

export type Decision =
  | { readonly kind: 'answer'; readonly by: Answerer; readonly answer: Answer; readonly caller?: Caller }
  | { readonly kind: 'pass'; readonly headers: Headers; readonly caller?: Caller };

interface Visit {
  readonly gate: Gate;
  readonly exchange: Exchange;
  readonly place: Place;
  readonly switches: HostSwitches;
  readonly policy: PlacePolicy;
  readonly url: URL;
  readonly asked: Asked;
}

const byIap = (answer: Answer, caller?: Caller): Decision => ({
  kind: 'answer',
  by: 'iap',
  answer,
  ...(caller ? { caller } : {}),
});

/** Decides what becomes of a request for a place. */
export async function decideRequest(
  gate: Gate,
  exchange: Exchange,
  place: Place,
  switches: HostSwitches,
): Promise<Decision> {
  const fixed = fixedReply(exchange, switches.reply);
  if (fixed) return { kind: 'answer', ...fixed };
  if (place.kind === 'run' && place.run?.ingress !== 'INGRESS_TRAFFIC_ALL')
    return { kind: 'answer', by: 'cloud-run', answer: ingressNotFound };
  if (!place.iapEnabled || switches.reply === 'iap-off') {
    if (place.kind === 'run' && !mayInvoke(gate.world, place, 'nobody'))
      return { kind: 'answer', by: 'cloud-run', answer: invokerForbidden(exchange.target) };
    return { kind: 'pass', headers: openHeaders(exchange, gate.origin().ip) };
  }
  const url = new URL(exchange.target, `https://${exchange.host}`);
  const policy = policyOf(gate.world, place, switches);
  const userAgent = field(exchange.headers, 'user-agent');
  const asked = { host: exchange.host, path: url.pathname, userAgent, clientId: policy.shownClientId };
  return guard({ gate, exchange, place, switches, policy, url, asked });
}

async function guard(visit: Visit): Promise<Decision> {
  const { gate, exchange, place, policy, url, asked } = visit;
  if (!policy.hostAllowed(exchange.host)) return byIap(codePage(53, 403));
  if (policy.shownClientId === undefined) return byIap(noOauthClient);
  if (exchange.method === 'OPTIONS' && policy.allowHttpOptions) return pass(visit, undefined, [], undefined);
  const mode = url.searchParams.get('gcp-iap-mode');
  const session = gate.sessions.whose(exchange.headers);
  if (isPublic(gate.world, place, asked) && !(mode === 'FORCE_LOGIN' && session === undefined))
    return pass(visit, undefined, [], undefined);
  if (session !== undefined) {
    const caller = callerOf(gate.world, session, 'session');
    return signedIn(visit, caller, undefined, mode);
  }
  return withCredential(visit, mode);
}

/** IAP reads `Proxy-Authorization` first; only when that is no good, `Authorization` (IAP, "Programmatic authentication"). */
async function withCredential(visit: Visit, mode: string | null): Promise<Decision> {
  const { gate, exchange, policy, url, switches } = visit;
  const expected: Expectation = {
    clientId: policy.ownClientId,
    programmaticClients: policy.programmaticClients,
    url,
    gcip: policy.gcip,
    wording: switches.audienceWording,
  };
  let refused: Examined | undefined;
  for (const name of ['proxy-authorization', 'authorization'] as const) {
    const token = /^Bearer (.*)$/is.exec(field(exchange.headers, name) ?? '')?.[1];
    if (token === undefined) continue;
    const examined = await examine(gate, token.trim(), expected);
    if (examined.ok) return signedIn(visit, examined.caller, name, mode);
    refused = examined;
  }
  return refused && !refused.ok ? refuse(visit, refused) : demand(visit);
}

function demand(visit: Visit): Decision {
  const { exchange, policy } = visit;
  const line = policy.gcip ? gcipCredential(CREDENTIAL.empty) : iapCredential(CREDENTIAL.empty);
  const clientId = policy.shownClientId ?? '';
  return byIap(
    followsRedirects(exchange) ? signInRedirect(clientId, policy.loginHint, line) : iapLine(401, line),
  );
}

function refuse(visit: Visit, examined: Exclude<Examined, { ok: true }>): Decision {
  if ('code' in examined) return byIap(codePage(examined.code, 401));
  const family = visit.policy.gcip ? gcipCredential : iapCredential;
  return byIap(iapLine(401, family(examined.reason)));
}

function signedIn(
  visit: Visit,
  caller: Caller,
  consumed: 'authorization' | 'proxy-authorization' | undefined,
  mode: string | null,
): Decision {
  const { gate, exchange, place, policy, switches, asked } = visit;
  if (mode === 'IDENTITY') return byIap(identity(caller), caller);
  if (mode === 'CLEAR_LOGIN_COOKIE')
    return byIap(clearCookies(`https://${exchange.host}${visit.url.pathname}`), caller);
  if (mode === 'DO_SESSION_REFRESH') return byIap(iapLine(200, 'Session refreshed.'), caller);
  if (switches.reply === 'sign-in-loop') {
    const line = iapCredential(CREDENTIAL.empty);
    return byIap(signInRedirect(policy.shownClientId ?? '', policy.loginHint, line), caller);
  }
  // How IAP words this is not documented; that it refuses is (IAP, "Configuring reauthentication").
  if (policy.reauth && caller.kind === 'user' && caller.via !== 'session')
    return byIap(iapLine(401, iapCredential('Reauthentication is required.')), caller);
  const known = caller.gcip !== undefined;
  const { granted, levels } = known
    ? { granted: true, levels: [] }
    : authorize(gate.world, place, caller, asked, gate.origin());
  if (!granted) return byIap(denied(visit, caller), caller);
  return pass(visit, caller, levels, consumed);
}

function identity(caller: Caller): Answer {
  const body = {
    email: `accounts.google.com:${caller.email}`,
    sub: caller.gcip === undefined ? `accounts.google.com:${caller.id}` : caller.id,
  };
  const headers = { 'content-type': 'application/json; charset=UTF-8', ...IAP_MARK };
  return { status: 200, headers, body: JSON.stringify(body) };
}

function denied(visit: Visit, caller: Caller): Answer {
  const { headers } = visit.exchange;
  const browser =
    /\bMozilla\//.test(field(headers, 'user-agent') ?? '') &&
    /text\/html/.test(field(headers, 'accept') ?? '');
  const { denied: form } = visit.switches;
  const { deniedPage: elsewhere } = visit.policy;
  if (browser && elsewhere !== undefined) return deniedElsewhere(elsewhere);
  if (form === 'named') return deniedLine(caller.email, `Acme ${visit.place.name}`);
  return form === 'page' || (form === 'auto' && browser)
    ? deniedPage(caller.email)
    : deniedLine(caller.email);
}

/** Through IAP; Cloud Run behind it has a word of its own, and sometimes a second IAP. */
function pass(
  visit: Visit,
  caller: Caller | undefined,
  levels: readonly string[],
  consumed: 'authorization' | 'proxy-authorization' | undefined,
): Decision {
  const { gate, exchange, place, switches, url, asked } = visit;
  const who = caller ? { caller } : {};
  const late = lateReply(exchange, switches.reply);
  if (late) return { kind: 'answer', ...late, ...who };
  const second = behind(place);
  if (second?.iapEnabled && caller && !authorize(gate.world, second, caller, asked, gate.origin()).granted)
    return byIap(denied(visit, caller), caller);
  if (!mayInvoke(gate.world, place, 'iap'))
    return { kind: 'answer', by: 'cloud-run', answer: invokerForbidden(url.pathname), ...who };
  const wanted = url.searchParams.get('iap-secure-token-test-type');
  const asks = url.searchParams.get('gcp-iap-mode') === 'SECURE_TOKEN_TEST';
  const test = asks ? TOKEN_TESTS.find((one) => one === wanted) : undefined;
  const ip = gate.origin().ip;
  const headers = passedHeaders(exchange, ip, gate.signer, { place, caller, levels, consumed, test });
  return { kind: 'pass', headers, ...who };
}
