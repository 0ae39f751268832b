/** What has to be looked up before policies can be judged. */
import { describe, expect, it } from 'vitest';
import { interestOf, interestOfDeny } from '../../src/policy/interest.js';
import { ACCESSOR, denyRule, hidden, known, LEAF, node, rolesOf, WEB, when } from './kit.js';

const CUSTOM = 'projects/111/roles/opsHelper';

describe('allow policies', () => {
  it('asks for the groups and domains of roles that carry the permission or may', () => {
    const nodes = [
      node(LEAF, [ACCESSOR, ['group:a@acme.test', 'domain:acme.test', 'user:bob@acme.test']]),
      node('projects/111', [CUSTOM, 'group:b@acme.test'], [ACCESSOR, 'group:a@acme.test']),
      { name: 'organizations/7', policy: hidden('policy-not-readable') },
    ];
    expect(interestOf(nodes, WEB, rolesOf())).toEqual({
      groups: ['a@acme.test', 'b@acme.test'],
      domains: ['acme.test'],
      needed: { groups: ['a@acme.test', 'b@acme.test'], domains: ['acme.test'] },
      customRoles: [CUSTOM],
      levels: [],
      usesTags: false,
    });
  });

  it('keeps what only explains apart, and leaves out what explains nothing', () => {
    const roles = rolesOf({ [CUSTOM]: known({ permissions: [], deleted: false, disabled: false }) });
    const nodes = [
      node(LEAF, ['roles/logging.viewer', 'group:onleaf@acme.test']),
      node(
        'projects/111',
        ['roles/owner', 'group:owners@acme.test'],
        ['roles/logging.viewer', 'group:loggers@acme.test'],
        [CUSTOM, 'group:ops@acme.test'],
      ),
    ];
    expect(interestOf(nodes, WEB, roles)).toMatchObject({
      groups: ['onleaf@acme.test', 'owners@acme.test', 'ops@acme.test'],
      needed: { groups: [], domains: [] },
      customRoles: [CUSTOM],
    });
  });

  it('reads levels and tags out of the conditions that decide, once each and in their own case', () => {
    const corp = 'accessPolicies/1/accessLevels/Corp';
    const nodes = [
      node(
        LEAF,
        [
          ACCESSOR,
          'allUsers',
          `"${corp}" in request.auth.access_levels && '${corp}' in request.auth.access_levels`,
        ],
        [ACCESSOR, 'allUsers', "resource.matchTag('7/env', 'prod') && ("],
        ['roles/viewer', 'allUsers', '"accessPolicies/1/accessLevels/other" in request.auth.access_levels'],
      ),
    ];
    expect(interestOf(nodes, WEB, rolesOf())).toMatchObject({ levels: [corp], usesTags: true });
  });
});

describe('deny policies', () => {
  const ask = (more: Parameters<typeof denyRule>[0]) =>
    interestOfDeny(
      [
        {
          name: 'projects/111',
          policies: known([{ name: 'stop', displayName: undefined, rules: [denyRule(more)] }]),
        },
        { name: 'organizations/7', policies: hidden('deny-not-readable') },
      ],
      WEB,
    );
  const groups = {
    deniedPrincipals: ['principalSet://goog/group/all@acme.test'],
    exceptionPrincipals: ['principalSet://goog/group/staff@acme.test'],
  };

  it('asks for denied groups and excepted ones', () => {
    expect(ask(groups).needed.groups).toEqual(['all@acme.test', 'staff@acme.test']);
    expect(ask({ ...groups, condition: when("resource.hasTagKey('7/env')") }).usesTags).toBe(true);
  });

  it('asks for nothing where the rule is about other permissions', () => {
    expect(ask({ ...groups, deniedPermissions: ['storage.googleapis.com/objects.get'] }).groups).toEqual([]);
  });
});
