/** Every check, in the order in which findings are shown. A new one is one file and one line here. */
import type { Check } from '../check.js';
import { account } from './account.js';
import { allow } from './allow.js';
import { boundary } from './boundary.js';
import { bypass } from './bypass.js';
import { deny } from './deny.js';
import { elsewhere } from './elsewhere.js';
import { enabledTwice } from './enabled-twice.js';
import { gcip } from './gcip.js';
import { host } from './host.js';
import { iapSwitch } from './iap-switch.js';
import { identitySource } from './identity-source.js';
import { lentAccess } from './lent-access.js';
import { letIn } from './let-in.js';
import { levelTarget } from './level-target.js';
import { logs } from './logs.js';
import { oauthClient } from './oauth-client.js';
import { orgPolicy } from './org-policy.js';
import { ownerTunnels } from './owner-tunnels.js';
import { preflight } from './preflight.js';
import { propagation } from './propagation.js';
import { reauth } from './reauth.js';
import { removed } from './removed.js';
import { replaced } from './replaced.js';
import { runInvoker } from './run-invoker.js';
import { secondOpinion } from './second-opinion.js';
import { serviceAgent } from './service-agent.js';
import { wider } from './wider.js';

export const checks: readonly Check[] = [
  account,
  iapSwitch,
  gcip,
  boundary,
  deny,
  removed,
  lentAccess,
  allow,
  levelTarget,
  orgPolicy,
  runInvoker,
  elsewhere,
  replaced,
  propagation,
  logs,
  identitySource,
  oauthClient,
  host,
  enabledTwice,
  serviceAgent,
  letIn,
  reauth,
  wider,
  ownerTunnels,
  bypass,
  preflight,
  secondOpinion,
];
