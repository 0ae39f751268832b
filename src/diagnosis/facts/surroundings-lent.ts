/** Facts about access that is asked for and given for a while: Privileged Access Manager's entitlements and the subject's grants. */
import type { Entitlement, LookProblem, PrivilegedGrant } from '../../google/ports.js';
import { accessPermission, type Container, containerName, sameContainer } from '../../names/index.js';
import { roleGrants } from '../../policy/roles.js';
import type { Missing } from '../../policy/types.js';
import type { Fact } from '../engine.js';
import { missingFrom, notServed } from '../missing.js';
import type { Question } from '../question.js';
import type { EvidenceItem } from '../report.js';
import { placeHierarchy } from './hierarchy.js';
import type { Looks } from './looks.js';
import { canonicalFact } from './subject.js';

export interface LentAccess {
  /** Entitlements that would let whoever holds them in, nearest container first. */
  readonly entitlements: readonly Entitlement[];
  /** What the subject asked for under them, newest first. */
  readonly grants: readonly { readonly grant: PrivilegedGrant; readonly entitlement: Entitlement }[];
  readonly evidence: readonly EvidenceItem[];
  readonly missing: Missing | undefined;
}

/** A role that might carry the permission: a custom one, which is not looked up for this, counts as well. */
const mayOpen = (roles: readonly string[], permission: string): boolean =>
  roles.some((role) => roleGrants(role, permission, () => undefined).truth !== 'false');

const newestFirst = (a: { grant: PrivilegedGrant }, b: { grant: PrivilegedGrant }): number =>
  (b.grant.createdAt ?? '').localeCompare(a.grant.createdAt ?? '');

/**
 * Entitlements of the project, its folders and its organisation that carry the permission, and what the subject asked
 * for under each (Privileged Access Manager, `entitlements.list` and `grants.list`).
 */
export function lentAccessFact(looks: Looks, question: Question): Fact<LentAccess> {
  return {
    key: 'lent access',
    read: async (scope) => {
      const { project } = question.place.resource;
      const { organization } = question.config;
      const permission = accessPermission(question.place.resource);
      // Started now, so that they do not wait for the ancestry.
      scope.start(looks.entitlements(project));
      if (organization) scope.start(looks.entitlements(organization));
      const { containers } = await scope.get(placeHierarchy(looks, question));
      const known: readonly Container[] = containers.known
        ? containers.value
        : [project, ...(organization && !sameContainer(organization, project) ? [organization] : [])];
      const problems: LookProblem[] = [];
      const perContainer = await Promise.all(
        known.map(async (container) => {
          const { look, evidence } = await scope.get(looks.entitlements(container));
          if (!look.ok) {
            if (!notServed(look.problem)) problems.push(look.problem);
            return [];
          }
          return look.value
            .filter(({ roles }) => mayOpen(roles, permission))
            .map((entitlement) => ({ entitlement, evidence }));
        }),
      );
      const found = perContainer.flat();
      const { email } = await scope.get(canonicalFact(looks, question));
      const asked = await Promise.all(
        found.map(async ({ entitlement }) => {
          const { look } = await scope.get(looks.privilegedGrants(entitlement.name));
          if (!look.ok && !notServed(look.problem)) problems.push(look.problem);
          return (look.ok ? look.value : [])
            .filter(({ requester }) => email !== undefined && requester?.toLowerCase() === email)
            .map((grant) => ({ grant, entitlement }));
        }),
      );
      const [problem] = problems;
      return {
        entitlements: found.map(({ entitlement }) => entitlement),
        grants: asked.flat().sort(newestFirst),
        evidence: found.map(({ evidence }) => evidence),
        missing: problem && missingFrom(problem, 'lent-access', containerName(project)),
      };
    },
  };
}
