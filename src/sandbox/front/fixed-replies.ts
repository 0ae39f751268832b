/** The reply switches that answer the same whatever was asked: one line per position. */
import type { Answer, Exchange } from './exchange.js';
import {
  codePage,
  IAP_MARK,
  iapLine,
  internalError,
  noOauthClient,
  noServiceAgent,
  throttledByIap,
} from './iap-words.js';
import {
  backendUnreachable,
  backendUnreachableLine,
  ingressNotFound,
  invokerForbidden,
  invokerUnauthorized,
  signInConsent,
  signInMethod,
  signInPage,
  signInRedirect,
  signInUserAgent,
} from './other-words.js';
import type { ReplySwitch } from './switches.js';

/** Who gave an answer; the same words as a probe's report uses. */
export type Answerer = 'iap' | 'google-sign-in' | 'load-balancer' | 'cloud-run' | 'backend' | 'none';

/** Positions that need IAP to have read the credential, or that answer nothing at all. */
export type LateReply =
  | 'iap'
  | 'iap-off'
  | 'gcip'
  | 'silent'
  | 'sign-in-loop'
  | 'service-agent-missing'
  | 'invoker-401'
  | 'invoker-403';
type Fixed = Exclude<ReplySwitch, LateReply>;

/** What a browser would be sent to for ever: where it already is. */
function loop(exchange: Exchange): Answer {
  const location = `https://${exchange.host}${exchange.target}`;
  return {
    ...iapLine(302, ''),
    headers: { location, 'content-type': 'text/html; charset=UTF-8', ...IAP_MARK },
  };
}

const FIXED: Readonly<Record<Fixed, readonly [Answerer, (exchange: Exchange) => Answer]>> = {
  'oauth-client-missing': ['iap', () => noOauthClient],
  'error-code-7': ['iap', () => codePage(7, 500)],
  'error-code-9': ['iap', () => codePage(9, 400)],
  'error-code-11': ['iap', () => codePage(11, 500)],
  'error-code-13': ['iap', () => codePage(13, 401)],
  'error-code-51': ['iap', () => codePage(51, 400)],
  'error-code-52': ['iap', () => codePage(52, 400)],
  'error-code-53': ['iap', () => codePage(53, 403)],
  'internal-error': ['iap', () => internalError],
  throttled: ['iap', () => throttledByIap],
  'redirect-loop': ['iap', loop],
  'lb-502': ['load-balancer', () => backendUnreachable],
  'lb-502-text': ['load-balancer', () => backendUnreachableLine],
  'ingress-404': ['cloud-run', () => ingressNotFound],
  'sign-in-page': ['google-sign-in', () => signInPage],
  'consent-not-allowed': ['google-sign-in', () => signInConsent],
  'redirect-uri-mismatch': ['google-sign-in', () => signInRedirect],
  'disallowed-useragent': ['google-sign-in', () => signInUserAgent],
  'sign-in-405': ['google-sign-in', () => signInMethod],
};

/** The answer of a position that does not depend on who asks; undefined for the others. */
export function fixedReply(
  exchange: Exchange,
  reply: ReplySwitch,
): { readonly by: Answerer; readonly answer: Answer } | undefined {
  if (!(reply in FIXED)) return undefined;
  const [by, make] = FIXED[reply as Fixed];
  return { by, answer: make(exchange) };
}

/** What Cloud Run or IAP says once the caller was found good; undefined where the app is to answer. */
export function lateReply(
  exchange: Exchange,
  reply: ReplySwitch,
): { readonly by: Answerer; readonly answer: Answer } | undefined {
  if (reply === 'service-agent-missing') return { by: 'iap', answer: noServiceAgent };
  if (reply === 'invoker-401') return { by: 'cloud-run', answer: invokerUnauthorized() };
  if (reply === 'invoker-403') return { by: 'cloud-run', answer: invokerForbidden(exchange.target) };
  return undefined;
}
