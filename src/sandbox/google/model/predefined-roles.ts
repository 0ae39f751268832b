/** Google's predefined roles that matter around IAP, with the permissions that matter of each. */
import type { RoleRecord } from './policy.js';

const WEB = 'iap.webServiceVersions.accessViaIAP';
const TUNNEL = ['iap.tunnelDestGroups.accessViaIAP', 'iap.tunnelInstances.accessViaIAP'];
const IAP_ADMIN = [
  'web',
  'webTypes',
  'webServices',
  'webServiceVersions',
  'tunnel',
  'tunnelZones',
  'tunnelInstances',
].flatMap((kind) => [`iap.${kind}.getIamPolicy`, `iap.${kind}.setIamPolicy`]);
const READ_POLICIES = [
  'iap.web.getIamPolicy',
  'iap.webServices.getIamPolicy',
  'resourcemanager.projects.getIamPolicy',
  'run.services.getIamPolicy',
];

/**
 * Only `roles/iap.httpsResourceAccessor` carries web access: Owner and Editor do not, nor does the IAP policy
 * administrator. Owner does carry TCP forwarding (public role data set, `facts/iam-eval.md` §0).
 */
const ROLES: Readonly<Record<string, readonly [title: string, permissions: readonly string[]]>> = {
  'roles/iap.httpsResourceAccessor': ['IAP-secured Web App User', [WEB]],
  'roles/iap.tunnelResourceAccessor': ['IAP-secured Tunnel User', TUNNEL],
  'roles/iap.admin': ['IAP Policy Admin', IAP_ADMIN],
  'roles/iap.settingsAdmin': ['IAP Settings Admin', ['iap.web.getSettings', 'iap.web.updateSettings']],
  'roles/owner': ['Owner', [...TUNNEL, ...IAP_ADMIN, 'resourcemanager.projects.get', 'run.routes.invoke']],
  'roles/editor': [
    'Editor',
    ['compute.backendServices.get', 'compute.backendServices.update', 'run.services.update'],
  ],
  'roles/viewer': [
    'Viewer',
    ['compute.backendServices.get', 'resourcemanager.projects.get', 'run.services.get'],
  ],
  'roles/browser': ['Browser', ['resourcemanager.projects.get', 'resourcemanager.projects.getIamPolicy']],
  'roles/run.invoker': ['Cloud Run Invoker', ['run.jobs.run', 'run.routes.invoke']],
  'roles/iam.securityReviewer': ['Security Reviewer', READ_POLICIES],
  'roles/iam.denyReviewer': ['Deny Reviewer', ['iam.denypolicies.get', 'iam.denypolicies.list']],
  'roles/logging.privateLogViewer': [
    'Private Logs Viewer',
    ['logging.logEntries.list', 'logging.privateLogEntries.list'],
  ],
  'roles/resourcemanager.organizationAdmin': [
    'Organization Administrator',
    ['resourcemanager.organizations.getIamPolicy', 'resourcemanager.organizations.setIamPolicy'],
  ],
};

/** A fresh map of the predefined roles by name. */
export function predefinedRoles(): Map<string, RoleRecord> {
  return new Map(
    Object.entries(ROLES).map(([name, [title, includedPermissions]]) => [
      name,
      { name, title, includedPermissions, stage: 'GA', deleted: false },
    ]),
  );
}
