/** Policies, roles and levels of a random organisation, as Resource Manager, IAP, IAM and their kin would show them. */
import type { AssetPort, IamPort, IapPort, ResourceManagerPort } from '../../../src/google/ports.js';
import {
  type CustomerId,
  containerName,
  type DomainName,
  type IapResource,
  iapName,
} from '../../../src/names/index.js';
import type { AccessLevel } from '../../../src/policy/types.js';
import { ACME, above, homeOf, ORGANISATION, POLICY, PROJECT } from './model.js';
import { condition, container, found, no, nodeName, policyOf, type Stub } from './stub.js';

const basic = (name: string, conditions: object[], combine: 'AND' | 'OR' = 'AND'): AccessLevel => ({
  name: `${POLICY}/${name}`,
  title: undefined,
  kind: 'basic',
  combine,
  conditions: conditions.map((one) => ({
    ipSubnetworks: [],
    devicePolicy: undefined,
    requiredAccessLevels: [],
    negate: false,
    members: [],
    regions: [],
    hasVpcSources: false,
    ...one,
  })),
});
const OFFICE = { ipSubnetworks: ['203.0.113.0/24'] };
export const LEVELS: readonly AccessLevel[] = [
  basic('ip', [OFFICE]),
  basic('device', [{ devicePolicy: { requireCorpOwned: true } }]),
  basic('both', [{ ...OFFICE, requiredAccessLevels: [`${POLICY}/device`] }]),
  basic('either', [OFFICE, { requiredAccessLevels: [`${POLICY}/device`] }], 'OR'),
  basic('not_ip', [{ ...OFFICE, negate: true }]),
];

const PERMISSIONS = ['iap.webServiceVersions.accessViaIAP', 'iap.tunnelInstances.accessViaIAP'];
const ROLES: Readonly<Record<string, { permissions: string[]; stage: string; deleted: boolean }>> = {
  'projects/acme-prod/roles/good': { permissions: PERMISSIONS, stage: 'GA', deleted: false },
  'projects/acme-prod/roles/bad': { permissions: ['iap.web.getIamPolicy'], stage: 'GA', deleted: false },
  'projects/acme-prod/roles/disabled': { permissions: PERMISSIONS, stage: 'DISABLED', deleted: false },
  'organizations/700/roles/deleted': { permissions: PERMISSIONS, stage: 'GA', deleted: true },
};

export const resourceManagerOf = ({ raw, ask }: Stub): ResourceManagerPort => ({
  ancestry: (project, call) =>
    ask(call, 'ancestry', containerName(project), () => {
      if (nodeName(project) === PROJECT)
        return found([container('projects/acme-prod'), ...above(raw).map(container)]);
      return ['222', 'acme-far'].includes(project.id)
        ? found([container('projects/acme-far'), container(ORGANISATION)])
        : no('forbidden');
    }),
  project: (project, call) =>
    ask(call, 'project', containerName(project), () => {
      if (nodeName(project) === PROJECT)
        return found({ number: '111', projectId: 'acme-prod', displayName: undefined });
      return ['222', 'acme-far'].includes(project.id)
        ? found({ number: '222', projectId: 'acme-far', displayName: undefined })
        : no('forbidden');
    }),
  organization: (organization, call) =>
    ask(call, 'organization', containerName(organization), () =>
      found({
        container: organization,
        primaryDomain: 'acme.test' as DomainName,
        customerId: ACME as CustomerId,
      }),
    ),
  organizationOfDomain: (domain, call) =>
    ask(call, 'organizationOfDomain', domain, () =>
      found(
        domain === 'acme.test'
          ? { container: container(ORGANISATION), primaryDomain: domain, customerId: ACME as CustomerId }
          : null,
      ),
    ),
  allowPolicy: (each, call) =>
    ask(call, 'containerPolicy', nodeName(each), () => found(policyOf(raw.policies[nodeName(each)]))),
  effectiveTags: (name, call) =>
    ask(call, 'tags', name, () =>
      found(
        raw.tagged
          ? [
              {
                tagKey: 'tagKeys/1',
                tagValue: 'tagValues/2',
                namespacedTagKey: '700/env',
                namespacedTagValue: '700/env/prod',
                inherited: true,
              },
            ]
          : [],
      ),
    ),
});

export const assetsOf = ({ raw, ask }: Stub): AssetPort => ({
  effectivePolicies: (_scope, target, call) =>
    ask(call, 'assets', containerName(target), () =>
      found(
        [nodeName(target), ...above(raw)]
          .filter((node) => (raw.policies[node] ?? []).length > 0)
          .map((node) => ({
            node: containerName(container(node)),
            policy: policyOf(raw.policies[node]),
          })),
      ),
    ),
});

export const iapOf = ({ raw, ask }: Stub): IapPort => ({
  policy: (resource: IapResource, call) =>
    ask(call, 'iapPolicy', iapName(resource), () => found(policyOf(raw.policies[iapName(resource)]))),
  settings: (_node, call) =>
    ask(call, 'settings', '', () =>
      found({
        gcipTenants: undefined,
        allowHttpOptions: undefined,
        oauthClientId: 'client',
        programmaticClients: [],
        reauth: undefined,
        allowedDomains: undefined,
        workforcePools: [],
        identitySources: [],
      }),
    ),
});

export const iamOf = ({ raw, ask }: Stub): IamPort => ({
  role: (name, call) =>
    ask(call, 'role', name, () => {
      const role = ROLES[name];
      return role ? found({ name, ...role }) : no('forbidden');
    }),
  serviceAccount: (email, call) =>
    ask(call, 'serviceAccount', email, () =>
      homeOf(raw, email)
        ? found({ disabled: raw.suspended, projectId: 'acme-prod', uniqueId: '1' })
        : no('forbidden'),
    ),
  denyPolicies: (each, call) =>
    ask(call, 'deny', nodeName(each), () =>
      found(
        (raw.deny[nodeName(each)] ?? []).map((one, i) => ({
          name: `policies/${encodeURIComponent(nodeName(each))}/denypolicies/stop${i}`,
          displayName: undefined,
          rules: [
            {
              deniedPrincipals: one.denied,
              exceptionPrincipals: one.excepted,
              deniedPermissions: one.permissions,
              exceptionPermissions: [],
              condition: condition(one.condition),
              description: undefined,
            },
          ],
        })),
      ),
    ),
  boundaryPolicies: (organization, call) =>
    ask(call, 'boundaryPolicies', containerName(organization), () =>
      found(
        Object.entries(raw.boundaryPolicies).map(([name, { version, resources }]) => ({
          name,
          enforcementVersion: version,
          rules: [{ resources, excludedResources: [], effect: 'ALLOW' }],
        })),
      ),
    ),
  boundaryBindings: (_parent, target, call) =>
    ask(call, 'boundaryBindings', target, () =>
      found(
        raw.boundaries.flatMap((one, i) =>
          one.target === target
            ? [{ name: `binding ${i}`, policy: one.policy, target, condition: condition(one.condition) }]
            : [],
        ),
      ),
    ),
});
