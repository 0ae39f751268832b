/** Who answered: IAP, Google's sign-in, the load balancer, Cloud Run or the app, by all signs of a reply together. Pure. */
import type { ProbeTarget, Reply } from './observation.js';
import {
  cloudArmor,
  cloudRunPage,
  frontEndPage,
  type SignInPage,
  saysThirtySeconds,
  signInPage,
} from './reading/google-page.js';
import { type IapLine, markedErrorCode, readIapLine } from './reading/iap-line.js';
import { field, grpcStatus, isGrpc, isHtml, isJson, isRedirect, redirectTarget } from './reading/reply.js';
import type { AnsweredBy } from './report.js';
import type { Sureness } from './symptoms/symptom.js';

/** `x-goog-iap-generated-response`: on every reply IAP makes itself (IAP "Query parameters and headers"). */
export const MARK = 'x-goog-iap-generated-response';

export interface Attribution {
  readonly by: AnsweredBy;
  readonly sureness: Sureness;
  readonly marked: boolean;
  /** IAP's words, when it was IAP. */
  readonly line: IapLine | undefined;
  /** What Google's sign-in says, when that answered. */
  readonly page: SignInPage | undefined;
  /** What Cloud Run's own check or the load balancer says. */
  readonly hop:
    | 'token-rejected'
    | 'not-invoker'
    | 'ingress'
    | 'thirty-seconds'
    | 'armor'
    | 'front-end'
    | undefined;
  /** Signs that contradict the attribution. */
  readonly doubt: string | undefined;
  readonly signs: readonly string[];
}

/** Whether a redirect is IAP's way to Google's sign-in, an app's own, or something else (`iap-wire` 1.2). */
export function signInRedirect(reply: Reply): 'iap' | 'own' | undefined {
  if (!isRedirect(reply)) return undefined;
  const to = redirectTarget(reply);
  if (to?.hostname !== 'accounts.google.com') return undefined;
  const back = to.searchParams.get('redirect_uri') ?? '';
  if (!URL.canParse(back)) return 'own';
  const { hostname, pathname } = new URL(back);
  return hostname === 'iap.googleapis.com' || pathname === '/_gcp_gatekeeper/authenticate' ? 'iap' : 'own';
}

const LINE_SIGN: Record<IapLine['kind'], string> = {
  credential: 'one line of text about the credential',
  denied: 'body: Access denied. For user \u2026',
  'denied-page': "page: You don't have access",
  'no-oauth-client': 'body: Empty Google Account OAuth client ID(s)/secret(s).',
  'no-service-agent': 'body: The IAP service account is not provisioned',
  'error-code': 'body: There was a problem with your request. Error code',
};

const lineSign = (line: IapLine): string => {
  if (line.kind === 'credential')
    return `body: Invalid ${line.gcip ? 'GCIP ID token' : 'IAP credentials'}: ${line.reason}`;
  return line.kind === 'error-code' ? `${LINE_SIGN[line.kind]} ${line.number}` : LINE_SIGN[line.kind];
};

/** The mark beside something IAP does not send: an app can put any header on its reply, so both are told. */
function doubtOf(reply: Reply, line: IapLine | undefined): string | undefined {
  if (line !== undefined) return undefined;
  if (grpcStatus(reply)) return 'its mark is on the reply, but so is a gRPC status, which IAP does not send';
  if (isGrpc(reply))
    return `its mark is on the reply, but the content is ${field(reply.headers, 'content-type') ?? 'gRPC'}, which IAP does not send`;
  const identity = reply.status === 200 && /"email"\s*:\s*"[^"]*:/.test(reply.body);
  if (isJson(reply) && !identity)
    return 'its mark is on the reply, but the body is JSON, and IAP refuses with one line of text or a page';
  return undefined;
}

/** How sure IAP's words are without its mark: its literals, sent as IAP sends them. */
function unmarkedLine(reply: Reply): IapLine | undefined {
  if (isJson(reply) || isGrpc(reply) || reply.status < 300) return undefined;
  const line = readIapLine(reply);
  if (line?.kind === 'denied' && !(reply.status === 403 && isHtml(reply))) return undefined;
  if (line?.kind === 'credential' && reply.status !== 401 && !isRedirect(reply)) return undefined;
  return line;
}

/**
 * Who made this reply (`iap-wire` 1.8). The mark decides, then IAP's own words and redirects, then what only Google's
 * other parts say; what is left is the app.
 */
export function attribute(reply: Reply, target: ProbeTarget): Attribution {
  const marked = reply.headers[MARK] !== undefined;
  const signs = [`HTTP ${reply.status}`];
  const base = { marked, line: undefined, page: undefined, hop: undefined, doubt: undefined };
  if (marked) {
    const code = markedErrorCode(reply);
    const line =
      readIapLine(reply) ?? (code === undefined ? undefined : { kind: 'error-code', number: code });
    const doubt = doubtOf(reply, line);
    const all = [...signs, `${MARK}: ${field(reply.headers, MARK) ?? ''}`, ...(line ? [lineSign(line)] : [])];
    return { ...base, by: 'iap', sureness: doubt ? 'likely' : 'certain', line, doubt, signs: all };
  }
  const line = unmarkedLine(reply);
  if (line) {
    const setup = line.kind === 'no-oauth-client' || line.kind === 'no-service-agent';
    const sureness = setup ? 'certain' : 'likely';
    const bare = line.kind === 'credential' || line.kind === 'denied';
    const doubt = bare ? 'its mark is not on the reply, only its words' : undefined;
    return { ...base, by: 'iap', sureness, line, doubt, signs: [...signs, lineSign(line), `no ${MARK}`] };
  }
  const redirect = signInRedirect(reply);
  if (redirect === 'iap')
    return {
      ...base,
      by: 'iap',
      sureness: 'certain',
      signs: [...signs, 'redirect to Google\u2019s sign-in for IAP'],
    };
  const page = signInPage(reply);
  if (page)
    return {
      ...base,
      by: 'google-sign-in',
      sureness: 'certain',
      page,
      signs: [...signs, 'Google\u2019s own page'],
    };
  const run = cloudRunPage(reply, target);
  if (run) {
    const challenge = field(reply.headers, 'www-authenticate');
    const more = challenge === undefined ? [] : [`www-authenticate: ${challenge}`];
    return {
      ...base,
      by: 'cloud-run',
      sureness: run.sure,
      hop: run.what,
      signs: [...signs, ...more, `no ${MARK}`],
    };
  }
  const edge = edgeReply(reply);
  if (edge) return { ...base, by: 'load-balancer', ...edge, signs: [...signs, `no ${MARK}`, edge.sign] };
  return { ...base, by: 'backend', sureness: 'certain', signs: [...signs, `no ${MARK}`] };
}

function edgeReply(reply: Reply):
  | {
      readonly hop: 'thirty-seconds' | 'armor' | 'front-end';
      readonly sureness: Sureness;
      readonly sign: string;
    }
  | undefined {
  if (saysThirtySeconds(reply))
    return { hop: 'thirty-seconds', sureness: 'certain', sign: 'body: Please try again in 30 seconds.' };
  if (cloudArmor(reply)) return { hop: 'armor', sureness: 'likely', sign: 'page of a security policy' };
  if (frontEndPage(reply))
    return { hop: 'front-end', sureness: 'likely', sign: 'page of Google\u2019s front end' };
  return undefined;
}
