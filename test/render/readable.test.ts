/** Sentences as people say them: the place by its name, moments and policies in short, people without a type. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readable } from '../../src/render/kinds/why-readable.js';
import { speakTo, toldToThem } from '../../src/render/kinds/why-speak.js';
import { denied } from './fixtures.js';

const resource = 'projects/111111111111/iap_web/compute/services/2222222222222222222';
const where = { name: 'dashboard', resource, url: null };
const told = (text: string): string => readable(text, where);

describe('a sentence of an answer', () => {
  it.each([
    [`R for group:eng@acme.test on ${resource}.`, 'R for eng@acme.test on dashboard.'],
    [`R on ${resource}/versions/v1 and on ${resource}3`, `R on ${resource}/versions/v1 and on ${resource}3`],
    [
      'the membership ended at 2026-11-21T07:05:06.010Z: R',
      'the membership ended at 2026-11-21 07:05 UTC: R',
    ],
    ['access level accessPolicies/9/accessLevels/corp_device', 'access level corp_device'],
    [
      'policies/cloudresourcemanager.googleapis.com%2Fprojects%2F1/denypolicies/freeze on projects/1',
      'Policy freeze on projects/1',
    ],
    [
      'organizations/7/locations/global/principalAccessBoundaryPolicies/a through organizations/7/locations/global/policyBindings/b',
      'Boundary policy a through the binding b',
    ],
    ['user:maya@acme.test and serviceAccount:ci@x.test', 'maya@acme.test and ci@x.test'],
  ])('%j is read as %j', (text, said) => {
    expect(told(text)).toBe(said);
  });

  it('never grows by a name that is longer than Google\u2019s', () => {
    const long = { name: 'w'.repeat(50_000), resource: 'projects/1/iap_web', url: null };
    const text = 'projects/1/iap_web '.repeat(50_000);
    expect(readable(text, long)).toBe(text);
  });

  it('leaves conditions, deleted accounts and domains as they are', () => {
    for (const text of [
      'if request.time < timestamp("2026-11-20T07:05:06.010Z")',
      'if "accessPolicies/9/accessLevels/a" in request.auth.access_levels',
      'deleted:user:zoe@acme.test?uid=1',
      'domain:acme.test',
    ])
      expect(told(text)).toBe(text);
  });

  it('never fails, whatever stands in it or in the names', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (text, name, resource) => {
        expect(typeof readable(text, { name, resource, url: null })).toBe('string');
      }),
    );
  });

  it('speaks to the person in the forms that findings use', () => {
    const to = (text: string): string => speakTo(text, 'maya@acme.test');
    expect(to('maya@acme.test gets into dashboard through nested groups.')).toBe(
      'You get into dashboard through nested groups.',
    );
    expect(to('The temporary access of maya@acme.test to dashboard ended.')).toBe(
      'Your temporary access to dashboard ended.',
    );
    expect(to('Somebody tried to give maya@acme.test access.')).toBe('Somebody tried to give you access.');
  });
});

describe('somebody whom Slack knows by an alias', () => {
  it('is spoken to all the same', () => {
    const cause = {
      code: 'not-in-group',
      check: 'allow',
      text: 'ana.lima@acme.test is not in the group, and ana@acme.test never was.',
      adminText: '',
    };
    const who = { asked: 'me', email: 'ana@acme.test', kind: 'user', alias: 'ana.lima@acme.test' } as const;
    expect(toldToThem({ ...denied, who, cause }).cause?.text).toMatch(/^You are not in the group/);
  });
});
