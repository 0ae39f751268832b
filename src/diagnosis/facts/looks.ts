/** The leaves of the graph: one function per thing that can be asked of Google, with its key, lifetime and check. */
import type { Google, GroupName, LogQuery } from '../../google/ports.js';
import {
  type Container,
  type CustomerId,
  containerName,
  type DomainName,
  type Email,
  fullContainerName,
  type IapResource,
  iapName,
} from '../../names/index.js';
import { lifetimes, membershipGraph } from '../../store/lifetimes.js';
import { revive } from '../revive.js';
import { leaf } from './leaf.js';
import { surroundingLooksOf } from './looks-surroundings.js';

/** Every single look, by the words of the domain. */
export function looksOf(google: Google) {
  const { resourceManager, assets, iap, groups, directory, iam, accessContext, logs, compute, run } = google;
  const { allowPolicy, groupMembership, directoryUser, slowPolicy, inventory } = lifetimes;
  return {
    ancestry: (project: Container) =>
      leaf('cloudresourcemanager', 'ancestry', containerName(project), inventory, revive.ancestry, (call) =>
        resourceManager.ancestry(project, call),
      ),
    project: (project: Container) =>
      leaf('cloudresourcemanager', 'project', containerName(project), inventory, revive.project, (call) =>
        resourceManager.project(project, call),
      ),
    organization: (organization: Container) =>
      leaf(
        'cloudresourcemanager',
        'organization',
        containerName(organization),
        inventory,
        revive.organization,
        (call) => resourceManager.organization(organization, call),
      ),
    organizationOfDomain: (domain: DomainName) =>
      leaf(
        'cloudresourcemanager',
        'organizations.search',
        domain,
        inventory,
        revive.organizationOrNull,
        (call) => resourceManager.organizationOfDomain(domain, call),
      ),
    containerPolicy: (container: Container) =>
      leaf(
        'cloudresourcemanager',
        'getIamPolicy',
        containerName(container),
        allowPolicy,
        revive.allowPolicy,
        (call) => resourceManager.allowPolicy(container, call),
      ),
    tags: (project: Container) =>
      leaf('cloudresourcemanager', 'effectiveTags', containerName(project), slowPolicy, revive.tags, (call) =>
        resourceManager.effectiveTags(fullContainerName(project), call),
      ),
    effectivePolicies: (scope: Container, target: Container) =>
      leaf(
        'cloudasset',
        'effectiveIamPolicies',
        `${containerName(target)} up to ${containerName(scope)}`,
        allowPolicy,
        revive.effectivePolicies,
        (call) => assets.effectivePolicies(scope, target, call),
      ),
    iapPolicy: (resource: IapResource) =>
      leaf('iap', 'getIamPolicy', iapName(resource), allowPolicy, revive.allowPolicy, (call) =>
        iap.policy(resource, call),
      ),
    transitiveGroups: (member: string) =>
      leaf(
        'cloudidentity',
        'searchTransitiveGroups',
        member,
        groupMembership,
        revive.transitiveGroups,
        (call) => groups.transitiveGroups(member, call),
      ),
    /** The same search inside one customer: a single group of another customer fails the whole unscoped one. */
    transitiveGroupsWithin: (member: string, customer: CustomerId) =>
      leaf(
        'cloudidentity',
        'searchTransitiveGroups',
        `${member} in customers/${customer}`,
        groupMembership,
        revive.transitiveGroups,
        (call) => groups.transitiveGroups(member, call, customer),
      ),
    directGroups: (member: string) =>
      leaf('cloudidentity', 'searchDirectGroups', member, groupMembership, revive.directGroups, (call) =>
        groups.directGroups(member, call),
      ),
    membershipGraph: (member: string) =>
      leaf('cloudidentity', 'getMembershipGraph', member, membershipGraph, revive.graph, (call) =>
        groups.membershipGraph(member, call),
      ),
    groupName: (group: Email) =>
      leaf('cloudidentity', 'groups.lookup', group, groupMembership, revive.groupName, (call) =>
        groups.lookup(group, call),
      ),
    group: (name: GroupName) =>
      leaf('cloudidentity', 'groups.get', name, groupMembership, revive.group, (call) =>
        groups.group(name, call),
      ),
    members: (name: GroupName) =>
      leaf('cloudidentity', 'memberships.list', name, groupMembership, revive.members, (call) =>
        groups.members(name, call),
      ),
    membership: (name: string) =>
      leaf('cloudidentity', 'memberships.get', name, groupMembership, revive.membership, (call) =>
        groups.membership(name, call),
      ),
    checkTransitive: (group: GroupName, member: string) =>
      leaf(
        'cloudidentity',
        'checkTransitiveMembership',
        `${group} ${member}`,
        groupMembership,
        revive.yesNo,
        (call) => groups.checkTransitive(group, member, call),
      ),
    hasMember: (group: Email, member: Email) =>
      leaf('admin', 'hasMember', `${group} ${member}`, groupMembership, revive.yesNo, (call) =>
        groups.hasMember(group, member, call),
      ),
    user: (key: Email) =>
      leaf('admin', 'users.get', key, directoryUser, revive.user, (call) => directory.user(key, call)),
    role: (name: string) =>
      leaf('iam', 'roles.get', name, slowPolicy, revive.role, (call) => iam.role(name, call)),
    serviceAccount: (email: Email) =>
      leaf('iam', 'serviceAccounts.get', email, directoryUser, revive.serviceAccount, (call) =>
        iam.serviceAccount(email, call),
      ),
    denyPolicies: (container: Container) =>
      leaf('iam', 'denypolicies', containerName(container), slowPolicy, revive.denyPolicies, (call) =>
        iam.denyPolicies(container, call),
      ),
    boundaryPolicies: (organization: Container) =>
      leaf(
        'iam',
        'principalAccessBoundaryPolicies',
        containerName(organization),
        slowPolicy,
        revive.boundaryPolicies,
        (call) => iam.boundaryPolicies(organization, call),
      ),
    boundaryBindings: (parent: Container, target: string) =>
      leaf(
        'iam',
        'searchTargetPolicyBindings',
        `${containerName(parent)} ${target}`,
        slowPolicy,
        revive.boundaryBindings,
        (call) => iam.boundaryBindings(parent, target, call),
      ),
    levels: (organization: Container) =>
      leaf(
        'accesscontextmanager',
        'accessLevels',
        containerName(organization),
        slowPolicy,
        revive.levels,
        (call) => accessContext.levels(organization, call),
      ),
    entries: (name: string, query: LogQuery) =>
      leaf(
        'logging',
        `entries ${name}`,
        query.resourceNames.join(' '),
        lifetimes.logs,
        revive.entries,
        (call) => logs.entries(query, call),
      ),
    backendServices: (project: Container) =>
      leaf('compute', 'backendServices', containerName(project), inventory, revive.backendServices, (call) =>
        compute.backendServices(project, call),
      ),
    runServices: (project: Container) =>
      leaf('run', 'services.list', containerName(project), inventory, revive.runServices, (call) =>
        run.services(project, call),
      ),
    runPolicy: (project: Container, region: string, name: string) =>
      leaf(
        'run',
        'services.getIamPolicy',
        `${containerName(project)}/locations/${region}/services/${name}`,
        allowPolicy,
        revive.allowPolicy,
        (call) => run.policy(project, region, name, call),
      ),
    ...surroundingLooksOf(google),
  } as const;
}

export type Looks = ReturnType<typeof looksOf>;
