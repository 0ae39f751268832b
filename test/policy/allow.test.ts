/** The allow side: ways in, near misses, and what cannot be told. */
import { describe, expect, it } from 'vitest';
import { evaluateAllow } from '../../src/policy/allow.js';
import {
  ACCESSOR,
  clause,
  conditionsOf,
  context,
  hidden,
  identity,
  isHidden,
  isIn,
  isOut,
  known,
  LEAF,
  missing,
  node,
  outcome,
  question,
  rolesOf,
  TUNNEL,
} from './kit.js';

const USERS = 'group:dash-users@acme.test';
const PROJECT = 'projects/111';
const member = identity({
  groups: { 'dash-users@acme.test': isIn('maya@acme.test', 'dash-users@acme.test') },
});
const codes = (...args: Parameters<typeof question>) =>
  evaluateAllow(question(...args)).misses.map((miss) => miss.code);

describe('ways in', () => {
  it('is allowed by one binding, and tells every way in', () => {
    const result = evaluateAllow(
      question(
        [
          node(LEAF, [ACCESSOR, ['user:bob@acme.test', USERS]]),
          node('organizations/7', [ACCESSOR, 'domain:acme.test', 'true']),
        ],
        { identity: member },
      ),
    );
    expect(result.truth).toBe('true');
    expect(result.grants).toMatchObject([
      { node: LEAF, role: ACCESSOR, member: USERS, via: ['user:maya@acme.test', USERS], traced: true },
      { node: 'organizations/7', member: 'domain:acme.test', conditionResult: { truth: 'true' } },
    ]);
    expect(result.grants[0]?.condition).toBeUndefined();
  });

  it('counts the same binding once however often it stands', () => {
    const twice = [ACCESSOR, ['user:maya@acme.test', 'user:maya@acme.test']] as const;
    expect(evaluateAllow(question([node(LEAF, twice, twice)])).grants).toHaveLength(1);
  });

  it('is denied without a miss when only strangers are bound', () => {
    const result = evaluateAllow(question([node(LEAF, [ACCESSOR, 'user:bob@acme.test'])]));
    expect(result).toEqual({ truth: 'false', grants: [], misses: [], unknowns: [] });
  });

  it('lets Owner through tunnels', () => {
    const nodes = [node(PROJECT, ['roles/owner', 'user:maya@acme.test'])];
    expect(evaluateAllow(question(nodes, { permission: TUNNEL })).truth).toBe('true');
    expect(evaluateAllow(question(nodes)).truth).toBe('false');
  });
});

describe('near misses', () => {
  it('names the group that has access', () => {
    const result = evaluateAllow(question([node(LEAF, [ACCESSOR, USERS])]));
    expect(result.truth).toBe('false');
    expect(result.misses).toMatchObject([
      { code: 'not-in-group', failedOn: 'member', group: 'dash-users@acme.test', member: USERS, via: [] },
    ]);
  });

  it('tells a miss once however often the member stands', () => {
    expect(codes([node(LEAF, [ACCESSOR, [USERS, USERS]])])).toEqual(['not-in-group']);
  });

  it('names the role that people take for access, and how the person holds it', () => {
    const result = evaluateAllow(
      question([node(LEAF, [ACCESSOR, 'group:other@acme.test']), node(PROJECT, ['roles/owner', USERS])], {
        identity: member,
      }),
    );
    expect(result.misses).toMatchObject([
      { code: 'role-lacks-permission', failedOn: 'role', node: PROJECT, via: ['user:maya@acme.test', USERS] },
      { code: 'not-in-group' },
    ]);
  });

  it('does not blame a role nobody takes for access before the group that has it', () => {
    const nodes = [
      node(LEAF, [ACCESSOR, USERS]),
      node(PROJECT, ['roles/viewer', 'domain:acme.test'], ['roles/logging.viewer', 'domain:acme.test']),
    ];
    expect(codes(nodes)).toEqual(['not-in-group', 'role-lacks-permission']);
  });

  it('takes any role on an IAP node as meant for IAP', () => {
    const nodes = [node(LEAF, ['roles/logging.viewer', 'user:maya@acme.test'], [ACCESSOR, USERS])];
    expect(codes(nodes)).toEqual(['role-lacks-permission', 'not-in-group']);
  });

  it('names the tunnel role on a web app', () => {
    expect(codes([node(PROJECT, ['roles/iap.tunnelResourceAccessor', 'user:maya@acme.test'])])).toEqual([
      'wrong-permission-kind',
    ]);
  });

  it('names the custom role that lacks the permission', () => {
    const role = 'projects/111/roles/iapUser';
    const roles = rolesOf({ [role]: known({ permissions: [], deleted: false, disabled: false }) });
    expect(codes([node(LEAF, [role, 'user:maya@acme.test'])], { roles })).toEqual([
      'custom-role-lacks-permission',
    ]);
  });

  it('ranks a condition the person misses before a group they are not in', () => {
    const nodes = [node(LEAF, [ACCESSOR, USERS]), node(PROJECT, [ACCESSOR, 'user:maya@acme.test', 'path'])];
    const conditions = conditionsOf({ path: outcome('false', { clauses: [clause('path', 'false')] }) });
    const result = evaluateAllow(question(nodes, { conditions }));
    expect(result.truth).toBe('false');
    expect(result.misses).toMatchObject([
      { code: 'condition-path', failedOn: 'condition', via: ['user:maya@acme.test'] },
      { code: 'not-in-group' },
    ]);
  });

  it('ranks a membership that ended before a role that lacks the permission', () => {
    const groups = { 'dash-users@acme.test': isOut('membership-expired') };
    const nodes = [node(LEAF, [ACCESSOR, USERS]), node(PROJECT, ['roles/owner', 'user:maya@acme.test'])];
    expect(codes(nodes, { identity: identity({ groups }) })).toEqual([
      'membership-expired',
      'role-lacks-permission',
    ]);
  });

  it('ranks what has one thing wrong before what has two', () => {
    const conditions = conditionsOf({ late: outcome('false', { clauses: [clause('expiry', 'false')] }) });
    const nodes = [
      node(LEAF, [ACCESSOR, 'group:night@acme.test', 'late']),
      node(PROJECT, [ACCESSOR, 'group:day@acme.test']),
    ];
    const { misses } = evaluateAllow(question(nodes, { conditions }));
    expect(misses.map((miss) => miss.group)).toEqual(['day@acme.test', 'night@acme.test']);
  });

  it('ranks the nearer node first among equals', () => {
    const nodes = [node(LEAF, [ACCESSOR, USERS]), node(PROJECT, [ACCESSOR, 'group:all@acme.test'])];
    expect(evaluateAllow(question(nodes)).misses.map((miss) => miss.node)).toEqual([LEAF, PROJECT]);
  });

  it('blames a deleted or missing group before the circle beside it, but not the leftover of a group made anew', () => {
    const live = [ACCESSOR, ['deleted:group:old@acme.test?uid=1', USERS]] as const;
    expect(codes([node(LEAF, live)])).toEqual(['deleted-principal', 'not-in-group']);
    const anew = [ACCESSOR, ['deleted:group:dash-users@acme.test?uid=1', USERS]] as const;
    expect(codes([node(LEAF, anew)])).toEqual(['not-in-group', 'deleted-principal']);
    const groups = { 'typo@acme.test': isOut('group-missing') };
    expect(
      codes([node(LEAF, [ACCESSOR, [USERS, 'group:typo@acme.test']])], { identity: identity({ groups }) }),
    ).toEqual(['group-missing', 'not-in-group']);
  });

  it.each([
    ['other-account', 'user:maya@gmail.com'],
    ['deleted-principal', 'deleted:user:maya@acme.test?uid=1'],
    ['outside-domain', 'domain:other.test'],
  ])('tells %s', (code, text) => {
    expect(codes([node(LEAF, [ACCESSOR, text])])).toEqual([code]);
  });
});

describe('what cannot be told', () => {
  it('is unknown over an alias of the person, wherever among many members it stands', () => {
    const aliased = identity({ aliases: ['m.keller@acme.test'] });
    const nodes = [node(LEAF, [ACCESSOR, ['user:bob@acme.test', 'user:m.keller@acme.test']])];
    expect(evaluateAllow(question(nodes, { identity: aliased }))).toMatchObject({
      truth: 'unknown',
      unknowns: [{ member: 'user:m.keller@acme.test', missing: { code: 'other-account' } }],
    });
  });

  it('is unknown over an unreadable node, and keeps saying so beside a grant', () => {
    const unread = { name: 'organizations/7', policy: hidden('policy-not-readable') };
    expect(evaluateAllow(question([node(LEAF), unread]))).toMatchObject({
      truth: 'unknown',
      unknowns: [{ node: 'organizations/7', missing: { code: 'policy-not-readable' } }],
    });
    const granted = evaluateAllow(question([node(LEAF, [ACCESSOR, 'user:maya@acme.test']), unread]));
    expect(granted.truth).toBe('true');
    expect(granted.unknowns).toHaveLength(1);
  });

  it('is unknown over a group that could not be read', () => {
    const hiddenGroup = identity({ groups: { 'dash-users@acme.test': isHidden } });
    expect(evaluateAllow(question([node(LEAF, [ACCESSOR, USERS])], { identity: hiddenGroup }))).toMatchObject(
      {
        truth: 'unknown',
        misses: [],
        unknowns: [{ member: USERS, role: ACCESSOR, missing: { code: 'groups-not-readable' } }],
      },
    );
  });

  it('needs no membership where the condition fails or the role lacks the permission anyway', () => {
    const hiddenGroup = identity({ groups: { 'dash-users@acme.test': isHidden } });
    const nodes = [node(LEAF, [ACCESSOR, USERS, 'false'], ['roles/viewer', USERS])];
    const result = evaluateAllow(question(nodes, { identity: hiddenGroup }));
    expect(result).toMatchObject({ truth: 'false', unknowns: [] });
    expect(result.misses).toMatchObject([{ failedOn: 'condition', via: [] }]);
  });

  it('is unknown over a custom role nobody could read, but only for those it is bound to', () => {
    const nodes = [node(LEAF, ['projects/111/roles/iapUser', 'user:maya@acme.test'])];
    expect(evaluateAllow(question(nodes))).toMatchObject({
      truth: 'unknown',
      unknowns: [{ missing: { code: 'role-not-readable' } }],
    });
    expect(evaluateAllow(question(nodes, { identity: identity({ who: 'bob@acme.test' }) })).truth).toBe(
      'false',
    );
  });

  it('is unknown over a condition, and names the attribute', () => {
    const result = evaluateAllow(question([node(LEAF, [ACCESSOR, 'user:maya@acme.test', 'unknown'])]));
    expect(result).toMatchObject({
      truth: 'unknown',
      unknowns: [{ missing: { code: 'condition-needs-context', subject: 'request.path', needs: '--path' } }],
    });
  });

  it('names the look that failed where it is why levels or tags are not known', () => {
    const conditions = conditionsOf({
      level: outcome('unknown', {
        missing: [
          {
            attribute: 'access level accessPolicies/1/accessLevels/corp',
            wouldPassIf: 'true',
            needs: '--access-level',
          },
        ],
      }),
      tag: outcome('unknown', {
        missing: [{ attribute: 'tag 7/env', wouldPassIf: 'true', needs: 'a right' }],
      }),
    });
    const unseen = context({
      levelsComplete: hidden('access-levels-not-readable'),
      tags: hidden('policy-not-readable', 'tags'),
    });
    const code = (name: string, seen = unseen) =>
      evaluateAllow(
        question([node(LEAF, [ACCESSOR, 'user:maya@acme.test', name])], { conditions, context: seen }),
      ).unknowns[0]?.missing;
    expect(code('level')).toEqual(missing('access-levels-not-readable'));
    expect(code('tag')).toEqual(missing('policy-not-readable', 'tags'));
    expect(code('level', context())?.code).toBe('condition-needs-context');
  });

  it('names the context where the level itself was read', () => {
    const name = 'accessPolicies/1/accessLevels/corp';
    const levels = new Map([
      [name, { name, truth: 'unknown', failed: undefined, detail: '', missing: [], broken: false } as const],
    ]);
    const missing = [
      { attribute: `access level ${name}`, wouldPassIf: 'true', needs: '--access-level' } as const,
    ];
    const result = evaluateAllow(
      question([node(LEAF, [ACCESSOR, 'user:maya@acme.test', 'level'])], {
        conditions: conditionsOf({ level: outcome('unknown', { missing }) }),
        context: context({ levels, levelsComplete: hidden('access-levels-not-readable') }),
      }),
    );
    expect(result.unknowns[0]?.missing.code).toBe('condition-needs-context');
  });

  it('blames no membership where the role itself is not known to open the door', () => {
    const nodes = [node(LEAF, ['projects/111/roles/iapUser', USERS])];
    expect(evaluateAllow(question(nodes))).toMatchObject({ truth: 'false', misses: [] });
  });

  it('is a definite no where Google itself cannot evaluate the condition', () => {
    const result = evaluateAllow(question([node(LEAF, [ACCESSOR, 'user:maya@acme.test', 'error'])]));
    expect(result).toMatchObject({ truth: 'false', misses: [{ code: 'condition-malformed' }] });
  });
});

it('explains 1,500 members over 14 nodes without a quadratic step', () => {
  const strangers = Array.from({ length: 1400 }, (_, i) => `user:p${i}@acme.test`);
  const groups = Array.from({ length: 100 }, (_, i) => `group:g${i}@acme.test`);
  const names = [LEAF, ...Array.from({ length: 13 }, (_, i) => `folders/${i}`)];
  const nodes = names.map((name) => node(name, [ACCESSOR, [...strangers, ...groups]]));
  let lookups = 0;
  const person = identity();
  const counted = {
    ...person,
    inGroup: (group: Parameters<typeof person.inGroup>[0]) => {
      lookups += 1;
      return person.inGroup(group);
    },
  };
  const first = evaluateAllow(question(nodes, { identity: counted }));
  expect(first.misses).toHaveLength(1400);
  expect(lookups).toBe(100);
  // A quadratic step over 21,000 members would take minutes; the bound is wide for busy machines.
  const started = performance.now();
  evaluateAllow(question(nodes));
  expect(performance.now() - started).toBeLessThan(2000);
});
