/** Attempts to grant that were refused: which entries count, whom they meant, which constraint stood against it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRefusedGrant } from '../../src/changes/refused-grant.js';

const entry = (payload: object): Record<string, unknown> => ({
  insertId: 'e1',
  timestamp: '2026-11-22T09:00:00Z',
  protoPayload: {
    serviceName: 'iap.googleapis.com',
    methodName: 'google.cloud.iap.v1.IdentityAwareProxyAdminService.SetIamPolicy',
    resourceName: '//iap.googleapis.com/projects/1/iap_web/compute/services/2',
    authenticationInfo: { principalEmail: 'dana@acme.test' },
    status: {
      code: 9,
      message: 'One or more users named in the policy do not belong to a permitted customer.',
    },
    request: {
      policy: {
        bindings: [{ role: 'roles/x', members: ['user:a@b.test', 7] }, { members: ['user:c@b.test'] }],
      },
    },
    ...payload,
  },
});

describe('a refused grant', () => {
  it('tells when, who, where, whom it meant and what stood against it', () => {
    expect(parseRefusedGrant(entry({}))).toEqual({
      at: '2026-11-22T09:00:00Z',
      actor: 'dana@acme.test',
      resource: 'projects/1/iap_web/compute/services/2',
      attempted: [{ role: 'roles/x', member: 'user:a@b.test' }],
      constraint: 'iam.allowedPolicyMemberDomains',
      insertId: 'e1',
    });
  });

  it.each([
    [
      { code: 9, message: 'Operation denied by org policy: constraints/iam.managed.allowedPolicyMembers.' },
      'iam.managed.allowedPolicyMembers',
    ],
    [
      { code: 3, details: [{ violations: [{ type: 'constraints/iam.allowedPolicyMemberDomains' }] }] },
      'iam.allowedPolicyMemberDomains',
    ],
    [{ code: 7, message: 'The caller does not have permission' }, undefined],
    [{ code: 10, message: 'There were concurrent policy changes.' }, undefined],
  ])('with the status %j names the constraint %s', (status, constraint) => {
    expect(parseRefusedGrant(entry({ status }))?.constraint).toBe(constraint);
  });

  it.each([
    ['one that worked', { status: {} }],
    ['another method', { methodName: 'google.iam.admin.v1.SetIamPolicyNot' }],
    ['another service', { serviceName: 'storage.googleapis.com' }],
  ])('is not %s', (_, payload) => {
    expect(parseRefusedGrant(entry(payload))).toBeUndefined();
  });

  it('of a project is read too', () => {
    const payload = {
      serviceName: 'cloudresourcemanager.googleapis.com',
      methodName: 'SetIamPolicy',
      resourceName: 'projects/acme',
    };
    expect(parseRefusedGrant(entry(payload))).toMatchObject({ resource: 'projects/acme' });
  });

  it('is never made of anything else, and nothing makes the reader stumble', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (raw) => {
        expect(parseRefusedGrant(raw)).toBeUndefined();
        expect(() => parseRefusedGrant(entry({ request: raw, status: { code: 9, ...raw } }))).not.toThrow();
      }),
    );
  });
});
