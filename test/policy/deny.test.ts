/** The deny side: permissions, principals, exceptions, tags, and what cannot be told. */
import { describe, expect, it } from 'vitest';
import { type DenyInput, evaluateDeny } from '../../src/policy/deny.js';
import { denyPermission, looksMeant, permissionMatches } from '../../src/policy/deny-permission.js';
import type { DenyRule } from '../../src/policy/types.js';
import { conditionsOf, denyRule, hidden, identity, isHidden, isIn, known, TUNNEL, WEB, when } from './kit.js';

const TARGET = 'iap.googleapis.com/webServiceVersions.accessViaIAP';
const NAME = 'policies/x/denypolicies/stop';

const node = (name: string, ...rules: readonly DenyRule[]) => ({
  name,
  policies: known([{ name: NAME, displayName: undefined, rules }]),
});
const ask = (nodes: DenyInput['nodes'], more: Partial<DenyInput> = {}) =>
  evaluateDeny({
    nodes,
    permission: WEB,
    identity: identity(),
    tags: known([]),
    conditions: conditionsOf(),
    ...more,
  });
const rule = (more: Partial<DenyRule>, options: Partial<DenyInput> = {}) =>
  ask([node('projects/111', denyRule(more))], options);

describe('permissions', () => {
  it('writes a permission the way deny policies do', () => {
    expect(denyPermission(WEB)).toBe(TARGET);
    expect(denyPermission(TUNNEL)).toBe('iap.googleapis.com/tunnelInstances.accessViaIAP');
  });

  it.each([
    [TARGET, 'true'],
    ['iap.googleapis.com/webServiceVersions.*', 'true'],
    ['iap.googleapis.com/*.accessViaIAP', 'true'],
    ['iap.googleapis.com/*.*', 'true'],
    ['iap.googleapis.com/*', 'unknown'],
    ['iap.googleapis.com/iap.webServiceVersions.accessViaIAP', 'unknown'],
    ['iap.googleapis.com/webServicesVersions.accessViaIAP', 'unknown'],
    ['iap.googleapis.com/iap.webServicesVersions.accessViaIAP', 'unknown'],
    ['iap.webServiceVersions.accessViaIAP', 'unknown'],
    ['iap.googleapis.com/webserviceversions.accessviaiap', 'unknown'],
    ['iap.googleapis.com/webServiceVersions.getIamPolicy', 'false'],
    ['iap.googleapis.com/tunnelInstances.accessViaIAP', 'false'],
    ['iap.googleapis.com/webServices.accessViaIAP', 'false'],
    ['compute.googleapis.com/*.*', 'false'],
    ['*', 'false'],
    ['', 'false'],
  ])('%s covers it: %s', (pattern, expected) => {
    expect(permissionMatches(pattern, TARGET)).toBe(expected);
  });

  it.each([
    ['iap.googleapis.com/webServices.accessViaIAP', true],
    ['iap.googleapis.com/web.accessViaIAP', true],
    ['iap.webTypes.accessViaIAP', true],
    ['compute.googleapis.com/webServiceVersions.accessViaIAP', true],
    ['iap.googleapis.com/tunnelInstances.accessViaIAP', false],
    ['iap.googleapis.com/webServiceVersions.update', false],
    ['storage.googleapis.com/objects.get', false],
  ])('%s looks meant for it: %s', (pattern, expected) => {
    expect(looksMeant(pattern, TARGET)).toBe(expected);
  });

  it('does not take one tunnel permission for a misspelling of the other', () => {
    const instances = 'iap.googleapis.com/tunnelInstances.accessViaIAP';
    expect(looksMeant('iap.googleapis.com/tunnelDestGroups.accessViaIAP', instances)).toBe(false);
    expect(looksMeant('iap.googleapis.com/tunnels.accessViaIAP', instances)).toBe(true);
  });

  it('denies what any pattern covers and no exception spares', () => {
    const deniedPermissions = ['storage.googleapis.com/objects.get', TARGET];
    expect(rule({ deniedPermissions }).truth).toBe('true');
    expect(rule({ deniedPermissions, exceptionPermissions: [TARGET] }).truth).toBe('false');
    expect(rule({ exceptionPermissions: ['iap.webServiceVersions.accessViaIAP'] })).toMatchObject({
      truth: 'unknown',
      unknowns: [{ code: 'deny-not-readable' }],
    });
    expect(rule({ deniedPermissions: [] }).truth).toBe('false');
  });

  it('reports a permission that looks meant but does not match, and only where none matches', () => {
    const wrong = 'iap.googleapis.com/webServices.accessViaIAP';
    const result = rule({ deniedPermissions: [wrong, 'storage.googleapis.com/objects.get'] });
    expect(result).toMatchObject({
      truth: 'false',
      hits: [],
      nearMisses: [{ node: 'projects/111', policy: NAME, permission: wrong }],
    });
    expect(rule({ deniedPermissions: [wrong, TARGET] }).nearMisses).toEqual([]);
  });
});

describe('principals', () => {
  it('denies the person, their group, their customer and everybody', () => {
    const groups = {
      'contractors@acme.test': isIn('maya@acme.test', 'vendors@acme.test', 'contractors@acme.test'),
    };
    const result = rule(
      { deniedPrincipals: ['principalSet://goog/group/contractors@acme.test'] },
      { identity: identity({ groups }) },
    );
    expect(result.hits).toMatchObject([
      {
        truth: 'true',
        member: 'principalSet://goog/group/contractors@acme.test',
        via: ['user:maya@acme.test', 'group:vendors@acme.test', 'group:contractors@acme.test'],
        flavour: 'plain',
      },
    ]);
    for (const text of [
      'principal://goog/subject/Maya@acme.test',
      'principalSet://goog/cloudIdentityCustomerId/C0acme',
      'principalSet://goog/public:all',
    ])
      expect(rule({ deniedPrincipals: [text] }).truth).toBe('true');
    expect(rule({ deniedPrincipals: ['principal://goog/subject/bob@acme.test'] }).truth).toBe('false');
    expect(rule({ deniedPrincipals: ['deleted:principal://goog/subject/maya@acme.test?uid=1'] }).truth).toBe(
      'false',
    );
  });

  it('lets an exception win inside a denied group', () => {
    const exceptionPrincipals = ['principal://goog/subject/maya@acme.test'];
    expect(rule({ exceptionPrincipals }).truth).toBe('false');
  });

  it('is unknown where an exception cannot be told, and denies where it certainly is missed', () => {
    const exceptionPrincipals = ['principalSet://goog/group/staff@acme.test'];
    const hiddenGroup = identity({ groups: { 'staff@acme.test': isHidden } });
    expect(rule({ exceptionPrincipals }, { identity: hiddenGroup })).toMatchObject({
      truth: 'unknown',
      hits: [{ truth: 'unknown', missing: { code: 'groups-not-readable' } }],
      unknowns: [{ code: 'groups-not-readable' }],
    });
    expect(rule({ exceptionPrincipals })).toMatchObject({
      truth: 'true',
      hits: [{ flavour: 'exception-missed', missing: undefined }],
    });
  });

  it('calls no exception missed where the person is denied by name or only single people are spared', () => {
    const group = ['principalSet://goog/group/staff@acme.test'];
    const byName = ['principalSet://goog/public:all', 'principal://goog/subject/maya@acme.test'];
    expect(rule({ deniedPrincipals: byName, exceptionPrincipals: group }).hits[0]).toMatchObject({
      flavour: 'plain',
      member: 'principal://goog/subject/maya@acme.test',
    });
    expect(rule({ exceptionPrincipals: ['principal://goog/subject/root@acme.test'] }).hits[0]?.flavour).toBe(
      'plain',
    );
  });

  it('is unknown over a form it does not know', () => {
    expect(rule({ deniedPrincipals: ['principalSet://goog/newform/x'] })).toMatchObject({
      truth: 'unknown',
      unknowns: [{ code: 'policy-not-readable' }],
    });
    expect(rule({ deniedPrincipals: ['user:bob@acme.test'] }).truth).toBe('false');
    expect(rule({ deniedPrincipals: ['user:maya@acme.test'] }).truth).toBe('unknown');
  });
});

describe('conditions', () => {
  it('denies when the condition is true and not when it is false', () => {
    expect(rule({ condition: when('true') }).truth).toBe('true');
    expect(rule({ condition: when('false') })).toMatchObject({ truth: 'false', hits: [] });
  });

  it('denies when Google cannot evaluate the condition, and says that this is why', () => {
    expect(rule({ condition: when('error') })).toMatchObject({
      truth: 'true',
      hits: [{ flavour: 'unevaluable' }],
    });
  });

  it('is unknown when only we cannot see the tags, and names what would cure it', () => {
    const result = rule({ condition: when('unknown') }, { tags: hidden('policy-not-readable', 'tags') });
    expect(result).toMatchObject({
      truth: 'unknown',
      hits: [{ truth: 'unknown', missing: { code: 'deny-not-readable', needs: 'a right' } }],
    });
  });

  it('evaluates real tag functions by default', () => {
    const condition = when("resource.matchTag('7/env', 'prod')");
    const rules = [node('projects/111', denyRule({ condition }))];
    const tag = {
      tagKey: 'tagKeys/1',
      tagValue: 'tagValues/2',
      namespacedTagKey: '7/env',
      namespacedTagValue: '7/env/prod',
    };
    const input = { nodes: rules, permission: WEB, identity: identity() };
    expect(evaluateDeny({ ...input, tags: known([tag]) }).truth).toBe('true');
    expect(evaluateDeny({ ...input, tags: known([]) }).truth).toBe('false');
    expect(evaluateDeny({ ...input, tags: hidden('deny-not-readable') }).truth).toBe('unknown');
    const broken = [node('projects/111', denyRule({ condition: when('request.path == "/x"') }))];
    expect(evaluateDeny({ ...input, nodes: broken, tags: known([]) })).toMatchObject({
      truth: 'true',
      hits: [{ flavour: 'unevaluable' }],
    });
  });
});

describe('nodes', () => {
  it('denies by any node, and says which policy and rule', () => {
    const nodes = [
      node('projects/111'),
      node('organizations/7', denyRule({ deniedPrincipals: [] }), denyRule()),
    ];
    expect(ask(nodes)).toMatchObject({
      truth: 'true',
      hits: [{ node: 'organizations/7', policy: NAME, ruleIndex: 1 }],
    });
  });

  it('is unknown over a node it could not read, unless another denies', () => {
    const unread = { name: 'folders/9', policies: hidden('deny-not-readable', 'folders/9') };
    expect(ask([unread])).toMatchObject({ truth: 'unknown', unknowns: [{ code: 'deny-not-readable' }] });
    expect(ask([unread, node('projects/111', denyRule())])).toMatchObject({
      truth: 'true',
      unknowns: [{ subject: 'folders/9' }],
    });
    expect(ask([])).toEqual({ truth: 'false', hits: [], unknowns: [], nearMisses: [] });
  });
});
