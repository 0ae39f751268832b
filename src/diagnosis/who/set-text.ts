/** Whom a member that is not expanded stands for, in one sentence. Pure. */
import { containerName, formatAllowMember, type Principal } from '../../names/index.js';

const NOT_LISTED = 'its members are not listed here';

/** One sentence without names of people. */
export function setText(principal: Principal | undefined, member: string): string {
  switch (principal?.kind) {
    case 'allUsers':
      return 'Everybody on the internet, signed in or not; IAP writes no decisions to the log for them.';
    case 'allAuthenticatedUsers':
      return 'Everybody with any Google account, of this organisation or not; IAP writes no decisions to the log for them.';
    case 'domain':
      return `Everybody of the customer that owns ${principal.domain}, secondary domains and guests included; ${NOT_LISTED}.`;
    case 'customer':
    case 'workspace':
      return `Everybody of customer ${principal.customer}; ${NOT_LISTED}.`;
    case 'federatedPool':
      return `Everybody who signs in through ${principal.pool.name}; who that is only the identity provider knows.`;
    case 'federatedGroup':
      return `Whoever signs in through ${principal.pool.name} with the group ${principal.group}; only the identity provider knows them.`;
    case 'federatedAttribute':
      return `Whoever signs in through ${principal.pool.name} with ${principal.attribute} ${principal.value}; only the identity provider knows them.`;
    case 'accountsOf':
      return `Every ${principal.type === 'ServiceAgent' ? 'service agent' : 'service account'} of ${containerName(principal.container)}; ${NOT_LISTED}.`;
    case 'container':
      return `The identities of ${containerName(principal.container)}; ${NOT_LISTED}.`;
    case 'gkeWorkload':
      return `The Kubernetes workload ${principal.account} in ${principal.namespace} of ${principal.project}.`;
    case 'deleted':
      return `Names ${formatAllowMember(principal.was)}, which was deleted: nobody gets in by it, not even a new account of that address.`;
    case 'convenience':
      return 'A convenience member of storage policies, which IAP does not know: nobody gets in by it, as far as is known.';
    case 'agent':
      return 'A software agent.';
    default:
      return `A member in a form that is not known here (${member.slice(0, 100)}): it may stand for anybody.`;
  }
}
