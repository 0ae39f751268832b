/** Reading projects, folders and organisations: ancestry, allow policies, effective tags. */
import type { Container, ContainerName, CustomerId, DomainName } from '../names/index.js';
import type { AllowPolicy } from '../policy/types.js';
import type { CallContext, Look } from './ports-look.js';

export interface OrganizationInfo {
  readonly container: Container;
  /** The customer's primary domain: that is what Google shows as an organisation's name. */
  readonly primaryDomain: DomainName | undefined;
  readonly customerId: CustomerId | undefined;
}

export interface ProjectInfo {
  readonly number: string;
  readonly projectId: string;
  readonly displayName: string | undefined;
}

export interface EffectiveTag {
  /** `tagKeys/123`, `tagValues/456`, and their names `ORG/env`, `ORG/env/prod`. */
  readonly tagKey: string;
  readonly tagValue: string;
  readonly namespacedTagKey: string;
  readonly namespacedTagValue: string;
  readonly inherited: boolean;
}

export interface ResourceManagerPort {
  /** `POST v1/projects/{id}:getAncestry`: project first, organisation last. */
  ancestry(project: Container, call: CallContext): Promise<Look<Container[]>>;
  /** `GET v3/projects/{id}`: number and id of a project. */
  project(project: Container, call: CallContext): Promise<Look<ProjectInfo>>;
  /** `GET v3/organizations/{id}`. */
  organization(organization: Container, call: CallContext): Promise<Look<OrganizationInfo>>;
  /** `GET v3/organizations:search?query=domain:…`: the organisation whose customer owns the domain, if visible. */
  organizationOfDomain(domain: DomainName, call: CallContext): Promise<Look<OrganizationInfo | null>>;
  /** `POST v3/{container}:getIamPolicy`, always version 3. */
  allowPolicy(container: Container, call: CallContext): Promise<Look<AllowPolicy>>;
  /** `GET v3/effectiveTags?parent=…`. */
  effectiveTags(fullResourceName: string, call: CallContext): Promise<Look<EffectiveTag[]>>;
}

export interface AssetPort {
  /**
   * `GET v1/{scope}/effectiveIamPolicies:batchGet?names=…`: the allow policies of the resource and its ancestors up to
   * the scope, child first. A node without a policy is left out by Google: absence here is not proof of an empty policy.
   */
  effectivePolicies(
    scope: Container,
    target: Container,
    call: CallContext,
  ): Promise<Look<{ readonly node: ContainerName; readonly policy: AllowPolicy }[]>>;
}
