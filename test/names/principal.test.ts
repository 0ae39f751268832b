/** Members of policies that resemble a known form without being one, and the forms Google writes in two ways. */
import { describe, expect, it } from 'vitest';
import {
  formatAllowMember,
  parseAllowMember,
  parseDenyPrincipal,
  parseEmail,
} from '../../src/names/index.js';

describe('members that are no known form', () => {
  it.each([
    'projectOwnerX',
    'userX',
    'user',
    '',
    'User:maya@acme.test',
    'allusers',
    'user:maya',
    'domain:acme',
    'principalHierarchy://cloudresourcemanager.googleapis.com/organizations/1',
    'principalSet://goog/cloudIdentityCustomerIdX',
    'principal://iam.googleapis.com/locations/global/workforcePools/p/group/g',
    'principalSet://iam.googleapis.com/locations/global/workforcePools/p/attribute./v',
    'deleted:deleted:user:maya@acme.test?uid=1',
    'deleted:allUsers',
    'deleted:nobody',
  ])('%s is kept as it stands and matches nobody', (raw) => {
    expect(parseAllowMember(raw)).toEqual({ kind: 'unrecognised', raw });
    expect(formatAllowMember(parseAllowMember(raw))).toBe(raw);
  });
});

describe('two spellings of one principal', () => {
  it.each([
    ['principal://goog/subject/Maya@ACME.test', 'user:maya@acme.test'],
    ['principalSet://goog/group/eng@acme.test', 'group:eng@acme.test'],
    ['principalSet://goog/public:all', 'allUsers'],
    [
      'principal://iam.googleapis.com/projects/-/serviceAccounts/ci@acme-prod.iam.gserviceaccount.com',
      'serviceAccount:ci@acme-prod.iam.gserviceaccount.com',
    ],
    ['deleted:principal://goog/subject/maya@acme.test?uid=7', 'deleted:user:maya@acme.test?uid=7'],
  ])('%s is %s', (deny, allow) => {
    expect(parseDenyPrincipal(deny)).toEqual(parseAllowMember(allow));
  });

  it("keeps GKE's namespaces apart from an attribute of the same name", () => {
    const pool =
      'principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/acme-prod.svc.id.goog';
    for (const raw of [`${pool}/namespace/shop`, `${pool}/attribute.namespace/shop`])
      expect(formatAllowMember(parseAllowMember(raw))).toBe(raw);
  });
});

it('never folds the Kelvin sign into the letter k', () => {
  expect('\u212A'.toLowerCase()).toBe('k');
  expect(parseEmail('\u212Aim@acme.test')).toBeUndefined();
  expect(parseEmail('kim@ac\u212Ae.test')).toBeUndefined();
});
