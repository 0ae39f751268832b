/** What stands beside the grants of acme.test: deny policies, a boundary, and access levels. */
import type { World } from '../google/model.js';
import type { Moments } from './builders.js';
import { DATA, PROD } from './services.js';

export const ORGANIZATION = '700000000001';
export const CUSTOMER = 'C0acme001';
export const LEVELS = 'accessPolicies/900000000001/accessLevels';
const ACCESS = 'iap.googleapis.com/webServiceVersions.accessViaIAP';

/** Dex is denied by name, interns by group; Otto may only reach acme-data; payroll asks for levels. */
export function addGuards(world: World, time: Moments): void {
  const deniedPermissions = [ACCESS];
  world.denyPolicies.set(`projects/${PROD}`, [
    {
      id: 'access-freeze',
      displayName: 'Access freeze',
      createdAt: time.iso(60),
      rules: [
        {
          description: 'Open investigation',
          denyRule: { deniedPrincipals: ['principal://goog/subject/dex@acme.test'], deniedPermissions },
        },
        {
          description: 'Interns need clearance',
          denyRule: {
            deniedPrincipals: ['principalSet://goog/group/interns@acme.test'],
            exceptionPrincipals: ['principalSet://goog/group/interns-cleared@acme.test'],
            deniedPermissions,
          },
        },
      ],
    },
  ]);

  const global = `organizations/${ORGANIZATION}/locations/global`;
  const boundary = `${global}/principalAccessBoundaryPolicies/data-only`;
  const resources = [`//cloudresourcemanager.googleapis.com/projects/${DATA}`];
  world.boundaryPolicies.push({
    name: boundary,
    displayName: 'Data project only',
    details: { rules: [{ description: 'acme-data', resources, effect: 'ALLOW' }], enforcementVersion: '3' },
  });
  world.boundaryBindings.push({
    name: `${global}/policyBindings/data-only-people`,
    displayName: 'People who stay in acme-data',
    principalSet: `//iam.googleapis.com/locations/global/workspace/${CUSTOMER}`,
    policy: boundary,
    condition: {
      title: 'named people',
      expression:
        'principal.type == "iam.googleapis.com/WorkspaceIdentity" && principal.subject == "otto@acme.test"',
    },
  });

  world.accessPolicies.push({
    name: 'accessPolicies/900000000001',
    parent: `organizations/${ORGANIZATION}`,
    title: 'acme.test',
    levels: [
      {
        name: `${LEVELS}/corp_network`,
        title: 'Office network',
        basic: { conditions: [{ ipSubnetworks: ['203.0.113.0/24'] }] },
      },
      {
        name: `${LEVELS}/corp_device`,
        title: 'Managed device',
        basic: { conditions: [{ devicePolicy: { requireScreenlock: true, requireCorpOwned: true } }] },
      },
    ],
  });
}
