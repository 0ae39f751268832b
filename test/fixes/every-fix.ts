/** Every fix that any remedy can write: all codes, all kinds of resources, all kinds of subjects, with every fact there is. */
import { fixesFor, remedies } from '../../src/fixes/index.js';
import type { Fix, FixContext } from '../../src/fixes/types.js';
import {
  accessPermission,
  accessRole,
  type IapResource,
  iapName,
  parseEmail,
  parseIapResource,
  parseSubject,
  subjectMember,
} from '../../src/names/index.js';

const RESOURCES = [
  'projects/1/iap_web',
  'projects/1/iap_web/compute',
  'projects/1/iap_web/compute-europe-west1',
  'projects/1/iap_web/compute/services/2',
  'projects/1/iap_web/compute-europe-west1/services/2',
  'projects/1/iap_web/forwarding_rule/services/3',
  'projects/1/iap_web/forwarding_rule-europe-west1/services/3',
  'projects/1/iap_web/cloud_run-europe-west1',
  'projects/1/iap_web/cloud_run-europe-west1/services/forms',
  'projects/1/iap_web/appengine-acme-prod',
  'projects/1/iap_web/appengine-acme-prod/services/default',
  'projects/1/iap_web/appengine-acme-prod/services/default/versions/v1',
  'projects/1/iap_tunnel',
  'projects/1/iap_tunnel/zones/europe-west1-b',
  'projects/1/iap_tunnel/zones/europe-west1-b/instances/4',
  'projects/1/iap_tunnel/locations/europe-west1',
  'projects/1/iap_tunnel/locations/europe-west1/destGroups/db',
];

const SUBJECTS = [
  'maya@acme.test',
  'ci@acme-prod.iam.gserviceaccount.com',
  'principal://iam.googleapis.com/locations/global/workforcePools/staff/subject/maya@idp.test',
];

/** Where the binding, the deny policy or the boundary stands. */
const NODES = ['projects/1', 'folders/2', 'organizations/3'];

function sure<T>(value: T | undefined, text: string): T {
  if (value === undefined) throw new Error(`cannot read ${text}`);
  return value;
}

function contextOf(code: string, who: string, place: string, node: string): FixContext {
  const subject = sure(parseSubject(who), who);
  const resource: IapResource = sure(parseIapResource(place), place);
  return {
    code,
    subject,
    member: subjectMember(subject),
    resource,
    projectId: node.startsWith('folders/') ? undefined : 'acme-prod',
    placeName: 'dashboard',
    url: 'https://dash.acme.test/',
    role: accessRole(resource),
    permission: accessPermission(resource),
    node: code.endsWith('policy') || !node.startsWith('projects/') ? node : iapName(resource),
    boundRole: node.startsWith('organizations/')
      ? 'organizations/3/roles/appUser'
      : 'projects/acme-prod/roles/appUser',
    boundMember: 'group:dash-users@acme.test',
    condition: {
      expression: 'request.path.startsWith("/it\u2019s")',
      title: 'a few days',
      description: 'one, two',
    },
    beside: node.startsWith('folders/'),
    group: sure(parseEmail('dash-users@acme.test'), 'the group'),
    groupNode: node,
    otherAccount: sure(parseEmail('maya.lind@acme.test'), 'the other account'),
    expiredAt: '2026-11-01T00:00:00Z',
    nextTrueAt: '2026-11-25T08:00:00Z',
    level: 'accessPolicies/9/accessLevels/corp',
    policyName:
      code.startsWith('boundary') && node.startsWith('organizations/')
        ? 'organizations/3/locations/global/principalAccessBoundaryPolicies/data-only'
        : `policies/${encodeURIComponent(`cloudresourcemanager.googleapis.com/${node}`)}/denypolicies/freeze`,
    bindingName: `${node}/locations/global/policyBindings/people`,
    needs: 'roles/iam.denyReviewer on the organisation',
    agent: 'service-1@gcp-sa-iap.iam.gserviceaccount.com',
    run: { region: 'europe-west1', service: 'forms' },
    otherResource: resource,
    host: 'dash.acme.test',
    pools: ['locations/global/workforcePools/staff'],
    entitlement: `${node}/locations/global/entitlements/night-shift`,
    constraint: 'iam.allowedPolicyMemberDomains',
  };
}

/** All of them, with the code each is for. */
export function everyFix(): readonly { readonly code: string; readonly fix: Fix }[] {
  const codes = [...new Set(remedies.flatMap((remedy) => remedy.codes))];
  return codes.flatMap((code) =>
    RESOURCES.flatMap((place) =>
      SUBJECTS.flatMap((who) =>
        NODES.flatMap((node) => fixesFor(contextOf(code, who, place, node)).map((fix) => ({ code, fix }))),
      ),
    ),
  );
}
