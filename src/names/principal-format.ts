/** Principals back into the text of an allow policy, for evidence and for fixes. */
import { containerName } from './container.js';
import type { Principal } from './principal.js';

const poolUrl = (set: boolean, name: string): string =>
  `${set ? 'principalSet' : 'principal'}://iam.googleapis.com/${name}`;

/** The member as an allow policy writes it. Deny-only forms come back in their deny spelling. */
export function formatAllowMember(principal: Principal): string {
  switch (principal.kind) {
    case 'user':
    case 'serviceAccount':
    case 'group':
      return `${principal.kind}:${principal.email}`;
    case 'domain':
      return `domain:${principal.domain}`;
    case 'customer':
      return `principalSet://goog/cloudIdentityCustomerId/${principal.customer}`;
    case 'workspace':
      return `//iam.googleapis.com/locations/global/workspace/${principal.customer}`;
    case 'allUsers':
    case 'allAuthenticatedUsers':
      return principal.kind;
    case 'federatedSubject':
      return `${poolUrl(false, principal.pool.name)}/subject/${principal.subject}`;
    case 'federatedGroup':
      return `${poolUrl(true, principal.pool.name)}/group/${principal.group}`;
    case 'federatedAttribute':
      return `${poolUrl(true, principal.pool.name)}/${principal.gke ? '' : 'attribute.'}${principal.attribute}/${principal.value}`;
    case 'federatedPool':
      return `${poolUrl(true, principal.pool.name)}/*`;
    case 'gkeWorkload':
      return `serviceAccount:${principal.project}.svc.id.goog[${principal.namespace}/${principal.account}]`;
    case 'accountsOf':
      return `principalSet://cloudresourcemanager.googleapis.com/${containerName(principal.container)}/type/${principal.type}`;
    case 'container':
      return `//cloudresourcemanager.googleapis.com/${containerName(principal.container)}`;
    case 'convenience':
      return `${principal.role}:${principal.project}`;
    case 'agent':
    case 'unrecognised':
      return principal.raw;
    case 'deleted':
      return `deleted:${formatAllowMember(principal.was)}${principal.uid === undefined ? '' : `?uid=${principal.uid}`}`;
  }
}
