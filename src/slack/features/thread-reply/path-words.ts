/** What a look from outside tells everybody of the way to a service, in half a sentence. Pure. */
import type { ProbeReport } from '../../../probe/report.js';

/** `fine`: it answers as it should. `broken`: it stops everybody. `unclear`: nothing to be said to a channel. */
export type PathState =
  | { readonly state: 'fine' }
  | { readonly state: 'broken'; readonly half: string; readonly code: string }
  | { readonly state: 'unclear' };

/** After "dashboard is not working at the moment: ". What one machine alone may see is said as such. */
const HALVES: Readonly<Record<string, string>> = {
  'dns-not-found': 'its name does not exist in DNS',
  'dns-failed': 'the name servers answer with an error for it',
  'tcp-refused': 'nothing listens at its address',
  'tcp-timeout': 'nothing answers at its address',
  'tcp-reset': 'connections to it are closed as soon as they open',
  'tls-expired': 'its certificate has expired',
  'tls-not-yet-valid': 'its certificate is not valid yet',
  'tls-untrusted': 'its certificate is from an authority I do not trust',
  'tls-self-signed': 'its certificate is self-signed',
  'tls-hostname': 'its certificate is for another name',
  'tls-handshake': 'no encrypted connection can be made to it',
  'tls-timeout': 'no encrypted connection can be made to it',
  'backend-unreachable': 'nothing healthy stands behind its load balancer',
  'backend-error': 'the app itself answers with an error',
  'redirect-loop': 'its sign-in goes round in circles',
  'oauth-client-missing': 'its sign-in is not set up completely',
  'service-agent-missing': 'IAP has no way on to the app',
  'service-agent-not-invoker': 'IAP has no way on to the app',
  'service-agent-token-rejected': 'the app does not let IAP through',
  'host-not-allowed': 'IAP does not accept its host name',
  'ingress-blocked': 'the app does not accept traffic this way',
  throttled: 'it gets more requests than it is allowed',
  'app-throttled': 'the app gets more requests than it takes',
};

/** These may be a trouble of the machine that looks, and then stop nobody else. */
const OURS: ReadonlySet<string> = new Set(['dns-timeout', 'no-route', 'target-refused']);

const AT_STAGE: Readonly<Record<string, string>> = {
  dns: 'its name cannot be looked up',
  tcp: 'no connection can be made to it',
  tls: 'no encrypted connection can be made to it',
  alpn: 'no encrypted connection can be made to it',
  http2: 'its connections break off',
  iap: 'its sign-in does not work',
  'load-balancer': 'its load balancer does not let requests through',
  backend: 'the app behind its sign-in is not well',
  grpc: 'the app behind its sign-in is not well',
};

/** A look without a credential. That a service is open to everybody is no news for a channel. */
export function pathState(probe: ProbeReport | undefined): PathState {
  switch (probe?.verdict) {
    case 'guarded':
    case 'through':
    case 'exposed':
      return { state: 'fine' };
    case 'failing': {
      const code = probe.cause?.code ?? '';
      const half = HALVES[code] ?? AT_STAGE[probe.failedStage ?? ''];
      if (half === undefined || OURS.has(code)) return { state: 'unclear' };
      const likely = probe.cause?.sureness === 'likely';
      return { state: 'broken', half: likely ? `it looks as if ${half}` : half, code };
    }
    case 'blocked':
    case 'unknown':
    case undefined:
      return { state: 'unclear' };
  }
}

/** Causes of `why` that stop everybody, whoever asks. */
const NOBODY: ReadonlySet<string> = new Set([
  'oauth-client-missing',
  'service-agent-missing',
  'service-agent-not-invoker',
  'service-agent-token-rejected',
]);

/** The state of the way by a cause of `why`; nothing when that is about the person. */
export function pathOfCode(code: string): Extract<PathState, { state: 'broken' }> | undefined {
  const half = NOBODY.has(code) ? HALVES[code] : undefined;
  return half === undefined ? undefined : { state: 'broken', half, code };
}
