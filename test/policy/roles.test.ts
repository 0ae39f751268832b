/** Which roles open the door. */
import { describe, expect, it } from 'vitest';
import { needsLookup, roleGrants } from '../../src/policy/roles.js';
import { ACCESSOR, hidden, known, rolesOf, TUNNEL, WEB } from './kit.js';

const CUSTOM = 'projects/acme-prod/roles/opsHelper';
const none = rolesOf();
const view = (permissions: readonly string[], more: { deleted?: boolean; disabled?: boolean } = {}) =>
  rolesOf({ [CUSTOM]: known({ permissions, deleted: false, disabled: false, ...more }) });

describe('predefined roles', () => {
  it('opens web apps by one role only', () => {
    expect(roleGrants(ACCESSOR, WEB, none)).toEqual({ truth: 'true' });
    for (const role of ['roles/owner', 'roles/editor', 'roles/viewer', 'roles/iap.admin'])
      expect(roleGrants(role, WEB, none)).toMatchObject({ truth: 'false', code: 'role-lacks-permission' });
  });

  it('opens tunnels by the tunnel role and by Owner', () => {
    for (const permission of [TUNNEL, 'iap.tunnelDestGroups.accessViaIAP']) {
      expect(roleGrants('roles/iap.tunnelResourceAccessor', permission, none).truth).toBe('true');
      expect(roleGrants('roles/owner', permission, none).truth).toBe('true');
      expect(roleGrants('roles/editor', permission, none).truth).toBe('false');
    }
  });

  it('names a role for the other kind of resource', () => {
    const code = 'wrong-permission-kind';
    expect(roleGrants('roles/iap.tunnelResourceAccessor', WEB, none)).toMatchObject({ truth: 'false', code });
    expect(roleGrants(ACCESSOR, TUNNEL, none)).toMatchObject({ truth: 'false', code });
  });

  it('believes Google where a role was read and holds more than the table says', () => {
    const read = rolesOf({
      'roles/new.role': known({ permissions: [WEB], deleted: false, disabled: false }),
    });
    expect(roleGrants('roles/new.role', WEB, read).truth).toBe('true');
  });

  it('tells what people take for access from what they do not', () => {
    const expectation = (role: string) => {
      const answer = roleGrants(role, WEB, none);
      return answer.truth === 'false' ? answer.expectation : answer.truth;
    };
    expect(expectation('roles/owner')).toBe('strong');
    expect(expectation('roles/viewer')).toBe('weak');
    expect(expectation('roles/logging.viewer')).toBe('none');
  });

  it('has no table for other permissions, and says so', () => {
    expect(roleGrants('roles/owner', 'iap.resources.egressViaIAP', none).truth).toBe('unknown');
    expect(needsLookup('roles/owner', 'iap.resources.egressViaIAP')).toBe(true);
    expect(needsLookup('roles/owner', WEB)).toBe(false);
  });
});

describe('custom roles', () => {
  it('opens with the permission in it', () => {
    expect(roleGrants(CUSTOM, WEB, view([WEB])).truth).toBe('true');
  });

  it.each([
    ['lacks it', view(['iap.web.getIamPolicy'])],
    ['was deleted', view([WEB], { deleted: true })],
    ['is disabled', view([WEB], { disabled: true })],
  ])('does not open when it %s', (_what, roles) => {
    expect(roleGrants(CUSTOM, WEB, roles)).toMatchObject({
      truth: 'false',
      code: 'custom-role-lacks-permission',
      expectation: 'strong',
    });
  });

  it('is unknown when nobody looked and when the look failed', () => {
    expect(roleGrants(CUSTOM, WEB, none)).toMatchObject({
      truth: 'unknown',
      missing: { code: 'role-not-readable', subject: CUSTOM },
    });
    const throttled = rolesOf({ [CUSTOM]: hidden('api-throttled') });
    expect(roleGrants(CUSTOM, WEB, throttled)).toMatchObject({ missing: { code: 'api-throttled' } });
    expect(needsLookup(CUSTOM, WEB)).toBe(true);
  });
});

it('does not take a binding for unconditional whose condition an old policy version hides', () => {
  expect(roleGrants(`${ACCESSOR}_withcond_0a1b2c`, WEB, none)).toMatchObject({
    truth: 'unknown',
    missing: { code: 'policy-not-readable' },
  });
  expect(roleGrants('roles/viewer_withcond_0a1b2c', WEB, none).truth).toBe('false');
});
