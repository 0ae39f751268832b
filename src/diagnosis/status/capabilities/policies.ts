/** Policies and what they refer to: the tree, allow, IAP, deny, boundary, roles, levels, tags. */
import { type Container, containerName, fullContainerName, iapChain, iapName } from '../../../names/index.js';
import { at, type CapabilitySpec, onOrganization, onProjects } from './spec.js';

/** A role that need not exist: to whoever may look Google says 404, to others 403 (IAM `roles.get`). */
const anyRole = (project: Container): string => `${containerName(project)}/roles/iapDoctorStatus`;

export const policies: readonly CapabilitySpec[] = [
  {
    id: 'hierarchy',
    title: 'folders and organisation above the projects',
    code: 'policy-not-readable',
    rights: ['hierarchy'],
    needed: true,
    rule: 'all',
    attempts: async (ground) => [
      ...(await onProjects(({ looks }) => looks.ancestry)(ground)),
      ...(await onOrganization(({ looks }) => looks.organization)(ground)),
    ],
  },
  {
    id: 'project-policies',
    title: 'allow policies of projects',
    code: 'policy-not-readable',
    rights: ['allow-policies'],
    needed: true,
    short: true,
    rule: 'all',
    attempts: onProjects(({ looks }) => looks.containerPolicy),
  },
  {
    id: 'folder-policies',
    title: 'allow policies of folders',
    code: 'policy-not-readable',
    rights: ['allow-policies'],
    needed: true,
    rule: 'all',
    attempts: async (ground) =>
      (await ground.folders()).map((folder) =>
        at(containerName(folder), ground.looks.containerPolicy(folder)),
      ),
  },
  {
    id: 'organization-policy',
    title: 'allow policy of the organisation',
    code: 'policy-not-readable',
    rights: ['allow-policies'],
    needed: true,
    rule: 'all',
    attempts: onOrganization(({ looks }) => looks.containerPolicy),
  },
  {
    id: 'effective-policies',
    title: 'all allow policies of a project in one call (Cloud Asset)',
    code: 'policy-not-readable',
    rights: ['effective-policies'],
    needed: true,
    rule: 'all',
    attempts: async (ground) => {
      const organization = await ground.organization();
      if (!organization) return [];
      // Only projects of that organisation can be asked about in its scope.
      const inside = await ground.projectsOf(organization);
      return inside.map((project) =>
        at(containerName(project), ground.looks.effectivePolicies(organization, project)),
      );
    },
    note: 'Without it each policy is read by itself, which takes more calls.',
  },
  {
    id: 'iap-policies',
    title: 'IAP access policies',
    code: 'policy-not-readable',
    rights: ['iap-policies'],
    needed: true,
    short: true,
    rule: 'all',
    attempts: async ({ looks, places }) => {
      const nodes = places.flatMap(({ resource }, i) => (i === 0 ? iapChain(resource) : [resource]));
      return nodes.map((node) => at(iapName(node), looks.iapPolicy(node)));
    },
  },
  {
    id: 'iap-settings',
    title: 'IAP settings',
    code: 'policy-not-readable',
    rights: ['iap-settings'],
    needed: true,
    rule: 'all',
    attempts: async ({ looks, places }) =>
      places.map(({ resource }) => at(iapName(resource), looks.iapSettings(resource))),
  },
  {
    id: 'deny',
    title: 'deny policies',
    code: 'deny-not-readable',
    rights: ['deny'],
    needed: true,
    rule: 'all',
    // Google answers five such reads a minute: the organisation and one project stand for all.
    attempts: async (ground) => [
      ...(await onOrganization(({ looks }) => looks.denyPolicies)(ground)),
      ...(await onProjects(({ looks }) => looks.denyPolicies)(ground)).slice(0, 1),
    ],
  },
  {
    id: 'boundaries',
    title: 'principal access boundary policies',
    code: 'boundary-not-readable',
    rights: ['boundaries'],
    needed: true,
    rule: 'all',
    attempts: onOrganization(({ looks }) => looks.boundaryPolicies),
  },
  {
    id: 'boundary-bindings',
    title: 'whom boundaries are bound to',
    code: 'boundary-not-readable',
    rights: ['boundary-bindings'],
    needed: true,
    rule: 'all',
    attempts: async (ground) => {
      const organization = await ground.organization();
      if (!organization) return [];
      const customer = await ground.customer();
      const sets = [
        fullContainerName(organization),
        ...(customer === undefined ? [] : [`//iam.googleapis.com/locations/global/workspace/${customer}`]),
      ];
      return sets.map((set) => at(set, ground.looks.boundaryBindings(organization, set)));
    },
  },
  {
    id: 'custom-roles',
    title: 'custom roles',
    code: 'role-not-readable',
    rights: ['roles'],
    needed: true,
    rule: 'all',
    attempts: async (ground) => {
      const { roles } = await ground.samples();
      const names = roles.length > 0 ? roles : (await ground.projects()).slice(0, 1).map(anyRole);
      return names.map((name) => at(name, ground.looks.role(name), 'answered'));
    },
  },
  {
    id: 'access-levels',
    title: 'access levels',
    code: 'access-levels-not-readable',
    rights: ['access-levels'],
    needed: true,
    rule: 'all',
    attempts: onOrganization(({ looks }) => looks.levels),
  },
  {
    id: 'tags',
    title: 'tags in effect',
    code: 'condition-needs-context',
    rights: ['tags'],
    needed: true,
    rule: 'all',
    attempts: onProjects(({ looks }) => looks.tags),
  },
];
