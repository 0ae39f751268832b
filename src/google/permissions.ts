/** Which right each read of Google needs, and who can give it: the one table behind blind spots, `status` and the docs. */
import type { Google } from './ports.js';

/** `port.method` of every read there is. */
export type PortMethod = {
  [P in keyof Google]: Google[P] extends (...words: never[]) => unknown
    ? never
    : `${P}.${keyof Google[P] & string}`;
}[keyof Google];

/** A right as somebody can be asked for it. */
interface Grant {
  /** Not for reading, and not part of the reading role: given by itself, for one thing, where somebody wants it. */
  readonly apart?: true;
  /** The smallest predefined role that holds it; undefined where none is small and read-only. */
  readonly role: string | undefined;
  /** Where it has to be given. */
  readonly where: string;
}

/** Rights that are given in Workspace or Cloud Identity, and those that nobody has to give. */
interface Other {
  readonly instead: string;
}

const ORGANIZATION = 'the organisation';
const PROBED = 'the service account to probe as';
const role = (name: string | undefined, where = ORGANIZATION): Grant => ({ role: name, where });

/** Roles: IAM roles reference; Workspace privileges: "Set up the Groups API" (Cloud Identity). */
const RIGHTS = {
  hierarchy: role('roles/browser'),
  'allow-policies': role('roles/iam.securityReviewer'),
  'effective-policies': role('roles/cloudasset.viewer'),
  tags: role('roles/resourcemanager.tagViewer'),
  'iap-policies': role('roles/iam.securityReviewer'),
  'iap-settings': role('roles/iap.viewer'),
  roles: role('roles/iam.roleViewer', 'where the role is defined'),
  'service-accounts': role('roles/iam.serviceAccountViewer'),
  deny: role('roles/iam.denyReviewer'),
  boundaries: role('roles/iam.principalAccessBoundaryViewer'),
  'boundary-bindings': role(undefined),
  'access-levels': role('roles/accesscontextmanager.policyReader'),
  logs: role('roles/logging.viewer', 'the projects with apps and the organisation'),
  'data-access-logs': role('roles/logging.privateLogViewer', 'the projects with apps'),
  'load-balancers': role('roles/compute.networkViewer', 'the projects with apps'),
  'cloud-run': role('roles/run.viewer', 'the projects with apps'),
  'custom-domains': role(undefined, 'the projects with apps'),
  'app-engine': role('roles/appengine.appViewer', 'the projects with apps'),
  'org-policies': role('roles/orgpolicy.policyViewer'),
  'lent-access': role('roles/privilegedaccessmanager.viewer'),
  'id-tokens': { ...role('roles/iam.serviceAccountOpenIdTokenCreator', PROBED), apart: true },
  'signed-jwts': { ...role('roles/iam.serviceAccountTokenCreator', PROBED), apart: true },
  groups: {
    instead:
      'the Workspace admin role "Groups Reader" for the account I run as (admin.google.com, Account, Admin roles, Groups Reader, Assign service accounts)',
  },
  directory: {
    instead:
      'a Workspace admin role with "Users: Read" for the account I run as (admin.google.com, Account, Admin roles)',
  },
  'second-opinion': { instead: 'nothing of its own: it sees what the other rights allow' },
  'token-info': { instead: 'nothing of its own: Google tells it to whoever holds the token' },
} as const satisfies Readonly<Record<string, Grant | Other>>;

export type RightName = keyof typeof RIGHTS;

/** One right a method needs, with the IAM permissions behind it; none where the right is a Workspace privilege. */
export interface Need {
  readonly right: RightName;
  readonly permissions: readonly string[];
}

const need = (right: RightName, ...permissions: readonly string[]): readonly Need[] => [
  { right, permissions },
];
const onContainers = (verb: string): string[] =>
  ['projects', 'folders', 'organizations'].map((kind) => `resourcemanager.${kind}.${verb}`);
const onIap = (verb: string, ...kinds: readonly string[]): string[] =>
  kinds.map((kind) => `iap.${kind}.${verb}`);
const WEB = ['web', 'webTypes', 'webServices', 'webServiceVersions'];
const TUNNEL = ['tunnel', 'tunnelZones', 'tunnelInstances', 'tunnelLocations', 'tunnelDestGroups'];
const compute = (...names: readonly string[]): readonly Need[] =>
  need('load-balancers', ...names.map((name) => `compute.${name}`));

/**
 * What every read needs. Source: each method's reference page or the permission table of its product; what a principal
 * set of a boundary needs is in IAM "View principal access boundary policies". A test compares this list with the ports.
 */
export const NEEDS = {
  'resourceManager.ancestry': need('hierarchy', 'resourcemanager.projects.get'),
  'resourceManager.project': need('hierarchy', 'resourcemanager.projects.get'),
  'resourceManager.organization': need('hierarchy', 'resourcemanager.organizations.get'),
  'resourceManager.organizationOfDomain': need('hierarchy', 'resourcemanager.organizations.get'),
  'resourceManager.allowPolicy': need('allow-policies', ...onContainers('getIamPolicy')),
  'resourceManager.effectiveTags': need('tags', 'resourcemanager.hierarchyNodes.listEffectiveTags'),
  'assets.effectivePolicies': need(
    'effective-policies',
    'cloudasset.assets.analyzeIamPolicy',
    'cloudasset.assets.searchAllIamPolicies',
    'cloudasset.assets.searchAllResources',
  ),
  'iap.policy': need('iap-policies', ...onIap('getIamPolicy', ...WEB, ...TUNNEL)),
  'iap.settings': need('iap-settings', ...onIap('getSettings', 'projects', ...WEB)),
  'groups.transitiveGroups': need('groups'),
  'groups.directGroups': need('groups'),
  'groups.membershipGraph': need('groups'),
  'groups.lookup': need('groups'),
  'groups.group': need('groups'),
  'groups.members': need('groups'),
  'groups.memberPage': need('groups'),
  'groups.transitiveMemberPage': need('groups'),
  'groups.membership': need('groups'),
  'groups.checkTransitive': need('groups'),
  'groups.hasMember': need('groups'),
  'directory.user': need('directory'),
  'directory.suspendedUsers': need('directory'),
  'iam.role': need('roles', 'iam.roles.get'),
  'iam.serviceAccount': need('service-accounts', 'iam.serviceAccounts.get'),
  'iam.denyPolicies': need('deny', 'iam.denypolicies.list', 'iam.denypolicies.get'),
  'iam.boundaryPolicies': need('boundaries', 'iam.principalaccessboundarypolicies.list'),
  'iam.boundaryBindings': need(
    'boundary-bindings',
    'resourcemanager.organizations.searchPolicyBindings',
    'iam.googleapis.com/workspacePools.searchPolicyBindings',
    'resourcemanager.projects.searchPolicyBindings',
    'resourcemanager.folders.searchPolicyBindings',
    'iam.googleapis.com/workforcePools.searchPolicyBindings',
    'iam.workloadIdentityPools.searchPolicyBindings',
  ),
  'accessContext.levels': need(
    'access-levels',
    'accesscontextmanager.policies.list',
    'accesscontextmanager.accessLevels.list',
  ),
  'logs.entries': [
    ...need('logs', 'logging.logEntries.list'),
    ...need('data-access-logs', 'logging.privateLogEntries.list'),
  ],
  'logs.page': [
    ...need('logs', 'logging.logEntries.list'),
    ...need('data-access-logs', 'logging.privateLogEntries.list'),
  ],
  'compute.backendServices': compute('backendServices.list', 'regionBackendServices.list'),
  'backends.backendService': compute('backendServices.get', 'regionBackendServices.get'),
  'backends.serverlessTarget': compute('regionNetworkEndpointGroups.get'),
  'loadBalancing.forwardingRules': compute('forwardingRules.list', 'globalForwardingRules.list'),
  'loadBalancing.httpsProxies': compute('targetHttpsProxies.list', 'regionTargetHttpsProxies.list'),
  'loadBalancing.httpProxies': compute('targetHttpProxies.list', 'regionTargetHttpProxies.list'),
  'loadBalancing.urlMaps': compute('urlMaps.list', 'regionUrlMaps.list'),
  'loadBalancing.certificates': compute('sslCertificates.list', 'regionSslCertificates.list'),
  'run.services': need('cloud-run', 'run.services.list'),
  'run.service': need('cloud-run', 'run.services.get'),
  'run.policy': need('cloud-run', 'run.services.getIamPolicy'),
  'run.domains': need('custom-domains', 'run.domainmappings.list'),
  'appEngine.app': need('app-engine', 'appengine.applications.get'),
  'appEngine.services': need('app-engine', 'appengine.services.list'),
  'appEngine.domains': need('app-engine', 'appengine.applications.get'),
  'orgPolicy.effective': need('org-policies', 'orgpolicy.policy.get'),
  'privilegedAccess.entitlements': need('lent-access', 'privilegedaccessmanager.entitlements.list'),
  'privilegedAccess.grants': need('lent-access', 'privilegedaccessmanager.grants.list'),
  'troubleshooter.troubleshoot': need('second-opinion'),
  'tokens.idToken': need('id-tokens', 'iam.serviceAccounts.getOpenIdToken'),
  'tokens.signJwt': need('signed-jwts', 'iam.serviceAccounts.signJwt'),
  'tokens.describe': need('token-info'),
} as const satisfies Readonly<Partial<Record<PortMethod, readonly Need[]>>>;

/** Every IAM permission behind a right. */
export function permissionsOf(right: RightName): readonly string[] {
  const needs: readonly Need[] = Object.values(NEEDS).flat();
  return [...new Set(needs.filter((one) => one.right === right).flatMap((one) => one.permissions))];
}

/** The right as a cure: the role, where it is to be given, and the permissions a custom role would need. */
export function cureFor(right: RightName): string {
  const how: Grant | Other = RIGHTS[right];
  if ('instead' in how) return how.instead;
  const permissions = permissionsOf(right);
  const where = how.where.startsWith('where ') ? how.where : `on ${how.where}`;
  if (how.role === undefined) return `a custom role ${where} with ${permissions.join(', ')}`;
  const word = permissions.length === 1 ? 'permission' : 'permissions';
  return `${how.role} ${where} (${word} ${permissions.join(', ')})`;
}

/** The predefined role to ask for; undefined for Workspace privileges and where only a custom role will do. */
export function roleFor(right: RightName): string | undefined {
  const how: Grant | Other = RIGHTS[right];
  return 'role' in how ? how.role : undefined;
}

/** Whether a right stands apart from reading: it lets the bot do something, and only where somebody wants that. */
export function standsApart(right: RightName): boolean {
  const how: Grant | Other = RIGHTS[right];
  return 'apart' in how;
}
