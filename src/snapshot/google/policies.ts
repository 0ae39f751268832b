/** Policies, roles, levels and the hierarchy as a snapshot holds them, through the ports by which Google is asked. */

import type {
  AccessContextPort,
  AssetPort,
  IamPort,
  IapPort,
  IapSettings,
  ResourceManagerPort,
} from '../../google/ports.js';
import {
  type ContainerName,
  type CustomerId,
  containerName,
  type DomainName,
  parseContainer,
} from '../../names/index.js';
import type { AccessLevel, AllowPolicy, Binding, Condition } from '../../policy/types.js';
import type {
  SnapshotBinding,
  SnapshotCondition,
  SnapshotLevel,
  SnapshotPolicy,
  SnapshotSettings,
} from '../model.js';
import type { Book } from './book.js';

const conditionOf = (condition: SnapshotCondition | undefined): Condition | undefined =>
  condition && { expression: condition.expression, title: condition.title, description: undefined };

export const bindingOf = ({ role, members, condition }: SnapshotBinding): Binding => ({
  role,
  members,
  condition: conditionOf(condition),
});

export function policyOf({ bindings, audit = [] }: SnapshotPolicy): AllowPolicy {
  const services = [...new Set(audit.map(({ service }) => service))];
  return {
    bindings: bindings.map(bindingOf),
    auditConfigs: services.map((service) => ({
      service,
      logTypes: audit
        .filter((one) => one.service === service)
        .map(({ logType, exempted = [] }) => ({ logType, exemptedMembers: exempted })),
    })),
    etag: undefined,
  };
}

const settingsOf = (settings: SnapshotSettings = {}): IapSettings => ({
  gcipTenants: settings.identityPlatformTenants,
  allowHttpOptions: settings.allowHttpOptions,
  oauthClientId: settings.oauthClient,
  programmaticClients: settings.programmaticClients ?? [],
  reauth: settings.reauth && { ...settings.reauth, maxAgeSeconds: settings.reauth.maxAgeSeconds },
  allowedDomains: settings.allowedDomains,
  workforcePools: settings.workforcePools ?? [],
  identitySources: settings.identitySources ?? [],
});

function levelOf(name: string, level: SnapshotLevel): AccessLevel {
  const { title } = level;
  if ('custom' in level) return { name, title, kind: 'custom', expression: level.custom };
  const conditions = level.conditions.map((one) => ({
    ipSubnetworks: one.ipSubnetworks ?? [],
    devicePolicy: one.devicePolicy,
    requiredAccessLevels: one.requiredAccessLevels ?? [],
    negate: one.negate ?? false,
    members: one.members ?? [],
    regions: one.regions ?? [],
    hasVpcSources: one.hasVpcSources ?? false,
  }));
  return { name, title, kind: 'basic', combine: level.combine, conditions };
}

export const resourceManagerOf = (book: Book): ResourceManagerPort => ({
  ancestry: (project) => {
    const found = book.project(project);
    const above = found?.taken.above?.flatMap((name) => parseContainer(name) ?? []);
    const own = found?.taken.id ?? found?.taken.number ?? project.id;
    const chain = above && [{ kind: 'project' as const, id: own }, ...above];
    return book.find('cloudresourcemanager', 'hierarchy', book.containerKey(project), chain);
  },
  project: (project) => {
    const taken = book.project(project)?.taken;
    const info =
      taken?.number !== undefined && taken.id !== undefined
        ? { number: taken.number, projectId: taken.id, displayName: undefined }
        : undefined;
    return book.find('cloudresourcemanager', 'hierarchy', `${book.containerKey(project)} itself`, info);
  },
  organization: (organization) => {
    const name = containerName(organization);
    const own = book.snapshot.organization;
    const read = own?.name === name && book.snapshot.unread[`organization ${name}`] === undefined;
    const info = read
      ? {
          container: organization,
          primaryDomain: own.domain as DomainName | undefined,
          customerId: own.customer as CustomerId | undefined,
        }
      : undefined;
    return book.find('cloudresourcemanager', 'organization', name, info);
  },
  organizationOfDomain: (domain) => {
    const own = book.snapshot.organization;
    const container = own && parseContainer(own.name);
    if (!own || !container || own.domain !== domain) return book.give(null);
    const customerId = own.customer as CustomerId | undefined;
    return book.give({ container, primaryDomain: domain, customerId });
  },
  allowPolicy: (container) => {
    const name = book.containerKey(container);
    const policy = book.snapshot.policies[name];
    return book.find('cloudresourcemanager', 'policy', name, policy && policyOf(policy));
  },
  effectiveTags: (fullName) => {
    const project = parseContainer(fullName);
    const name = project ? book.containerKey(project) : fullName;
    const taken = project && book.project(project)?.taken;
    const unread = book.snapshot.unread[`tags ${name}`] !== undefined;
    const tags = taken?.tags?.map(({ key, value, name: namespaced }) => ({
      tagKey: key,
      tagValue: value,
      namespacedTagKey: namespaced.slice(0, namespaced.lastIndexOf('/')),
      namespacedTagValue: namespaced,
      inherited: false,
    }));
    return book.find('cloudresourcemanager', 'tags', name, unread || !taken ? undefined : (tags ?? []));
  },
});

export const assetsOf = (book: Book): AssetPort => ({
  effectivePolicies: (_scope, target) => {
    const names = [book.containerKey(target), ...(book.project(target)?.taken.above ?? [])];
    const found = names.flatMap((name) => {
      const policy = book.snapshot.policies[name];
      return policy ? [{ node: name as ContainerName, policy: policyOf(policy) }] : [];
    });
    return book.give(found);
  },
});

export const iapOf = (book: Book): IapPort => ({
  policy: (resource) => {
    const name = book.iapKey(resource);
    const policy = book.snapshot.policies[name];
    return book.find('iap', 'policy', name, policy && policyOf(policy));
  },
  settings: (node) => {
    const name = 'level' in node ? book.iapKey(node) : book.containerKey(node);
    const read = book.snapshot.unread[`settings ${name}`] === undefined && name in book.snapshot.policies;
    const settings = read ? settingsOf(book.snapshot.settings[name]) : undefined;
    return book.find('iap', 'settings', name, settings);
  },
});

export const iamOf = (book: Book): IamPort => ({
  role: (name) => {
    const role = book.snapshot.roles[name];
    const info = role && {
      name,
      permissions: role.permissions,
      stage: role.stage,
      deleted: role.deleted ?? false,
    };
    return book.find('iam', 'role', name, info);
  },
  // Accounts are not part of a snapshot: it says what policies allow, for an account that works.
  serviceAccount: (email) => {
    const [projectId] = email.slice(email.indexOf('@') + 1).split('.');
    const known = projectId !== undefined && book.project({ kind: 'project', id: projectId });
    return known
      ? book.give({ disabled: false, projectId, uniqueId: email })
      : book.refuse('iam', 'forbidden', email, 'The snapshot does not hold accounts of other projects.');
  },
  denyPolicies: (container) => {
    const name = book.containerKey(container);
    const known =
      book.snapshot.unread[`deny ${name}`] === undefined &&
      (name in book.snapshot.policies || book.snapshot.unread[`policy ${name}`] !== undefined);
    const policies = Object.entries(book.snapshot.deny[name] ?? {}).map(([policy, rules]) => ({
      name: policy,
      displayName: undefined,
      rules: rules.map((rule) => ({
        deniedPrincipals: rule.denied,
        exceptionPrincipals: rule.except ?? [],
        deniedPermissions: rule.permissions,
        exceptionPermissions: rule.exceptPermissions ?? [],
        condition: conditionOf(rule.condition),
        description: undefined,
      })),
    }));
    return book.find('iam', 'deny', name, known ? policies : undefined);
  },
  boundaryPolicies: (organization) => {
    const name = containerName(organization);
    const known =
      book.snapshot.organization?.name === name && !(`boundaries ${name}` in book.snapshot.unread);
    const policies = Object.entries(book.snapshot.boundaries.policies).map(
      ([policy, { version, rules }]) => ({
        name: policy,
        enforcementVersion: version,
        rules: rules.map(({ effect, resources, excluded }) => ({
          effect,
          resources,
          excludedResources: excluded ?? [],
        })),
      }),
    );
    return book.find('iam', 'boundaries', name, known ? policies : undefined);
  },
  boundaryBindings: (parent, target) => {
    const asked = parseContainer(target);
    const named = asked ? `//cloudresourcemanager.googleapis.com/${book.containerKey(asked)}` : target;
    const unread =
      `boundaries ${target}` in book.snapshot.unread || `boundaries ${named}` in book.snapshot.unread;
    const found = book.snapshot.boundaries.bindings
      .filter((one) => one.target === target || one.target === named)
      .map((one) => ({
        name: `${one.target} ${one.policy}`,
        policy: one.policy,
        target: one.target,
        condition: conditionOf(one.condition),
      }));
    const within = book.containerKey(parent) in book.snapshot.policies || parent.kind === 'organization';
    return book.find('iam', 'boundaries', target, unread || !within ? undefined : found);
  },
});

export const accessContextOf = (book: Book): AccessContextPort => ({
  levels: (organization) => {
    const name = containerName(organization);
    const known = book.snapshot.organization?.name === name && !(`levels ${name}` in book.snapshot.unread);
    const levels = Object.entries(book.snapshot.levels).map(([level, body]) => levelOf(level, body));
    return book.find('accesscontextmanager', 'levels', name, known ? levels : undefined);
  },
});
