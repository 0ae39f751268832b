/** Basic access levels, field by field. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSubject } from '../../src/names/index.js';
import { evaluateLevels, type LevelFacts } from '../../src/policy/levels/index.js';
import type { LevelResult } from '../../src/policy/results.js';
import type { AccessLevel, LevelCondition } from '../../src/policy/types.js';

const subject = parseSubject('alice@acme.test');
if (!subject) throw new Error('no subject');
const FACTS: LevelFacts = { at: '2026-11-04T10:30:00Z', subject, held: [] };

const full = (name: string) => `accessPolicies/1/accessLevels/${name}`;

function part(changes: Partial<LevelCondition>): LevelCondition {
  return {
    ipSubnetworks: [],
    devicePolicy: undefined,
    requiredAccessLevels: [],
    negate: false,
    members: [],
    regions: [],
    hasVpcSources: false,
    ...changes,
  };
}

function basic(
  name: string,
  conditions: readonly Partial<LevelCondition>[],
  combine: 'AND' | 'OR' = 'AND',
): AccessLevel {
  return { kind: 'basic', name: full(name), title: undefined, combine, conditions: conditions.map(part) };
}

function one(
  level: AccessLevel,
  facts: Partial<LevelFacts> = {},
  more: readonly AccessLevel[] = [],
): LevelResult {
  const result = evaluateLevels([level, ...more], { ...FACTS, ...facts }).get(level.name);
  if (!result) throw new Error('no result');
  return result;
}

describe('basic access levels', () => {
  it.each([
    ['203.0.113.9', ['203.0.113.0/24'], 'true'],
    ['203.0.114.9', ['203.0.113.0/24'], 'false'],
    ['203.0.113.9', ['198.51.100.0/24', '203.0.113.9'], 'true'],
    ['::ffff:203.0.113.9', ['203.0.113.0/24'], 'true'],
    ['203.0.113.9', ['::ffff:203.0.113.0/120'], 'true'],
    ['2001:db8::7', ['2001:db8::/32'], 'true'],
    ['2001:db9::7', ['2001:db8::/32', '0.0.0.0/0'], 'false'],
    ['203.0.113.9', ['2001:db8::/32'], 'false'],
    ['203.0.113.9', ['203.0.113.1/24'], 'true'],
    ['203.0.113.9', ['nonsense'], 'unknown'],
    ['203.0.113.9', ['nonsense', '203.0.113.0/24'], 'true'],
    ['not an address', ['203.0.113.0/24'], 'unknown'],
    [undefined, ['203.0.113.0/24'], 'unknown'],
  ])('address %s in %s: %s', (ip, ipSubnetworks, truth) => {
    const result = one(basic('net', [{ ipSubnetworks }]), ip === undefined ? {} : { ip });
    expect(result.truth).toBe(truth);
    expect(result.failed).toBe(truth === 'false' ? 'ip' : undefined);
    expect(result.missing.length > 0).toBe(truth === 'unknown');
  });

  it('names the account or does not', () => {
    const members = ['user:Alice@ACME.test', 'serviceAccount:x@p.iam.gserviceaccount.com'];
    expect(one(basic('m', [{ members }])).truth).toBe('true');
    const bob = parseSubject('bob@acme.test');
    expect(one(basic('m', [{ members }]), bob ? { subject: bob } : {})).toMatchObject({
      truth: 'false',
      failed: 'other',
    });
  });

  it('knows regions and VPC networks only when told', () => {
    expect(one(basic('r', [{ regions: ['DE', 'FR'] }])).truth).toBe('unknown');
    expect(one(basic('r', [{ regions: ['DE', 'FR'] }]), { region: 'de' }).truth).toBe('true');
    expect(one(basic('r', [{ regions: ['DE', 'FR'] }]), { region: 'US' }).truth).toBe('false');
    expect(one(basic('v', [{ hasVpcSources: true }])).missing).toHaveLength(1);
  });

  it('cannot see a device, except that there is none', () => {
    const level = basic('d', [{ devicePolicy: { requireScreenlock: true } }]);
    expect(one(level)).toMatchObject({ truth: 'unknown', failed: undefined });
    expect(one(level, { deviceState: 'Normal' }).truth).toBe('unknown');
    const gone = one(level, { deviceState: 'Unknown' });
    expect(gone).toMatchObject({ truth: 'false', failed: 'device', broken: false });
    expect(gone.detail).toContain('likely');
  });

  it('asks nothing of the device with an empty device policy', () => {
    const devicePolicy = { requireScreenlock: false, osConstraints: [] };
    expect(one(basic('d', [{ devicePolicy }])).truth).toBe('true');
  });

  it('needs all fields of a condition, and a definite no decides', () => {
    const level = basic('both', [
      { ipSubnetworks: ['203.0.113.0/24'], devicePolicy: { requireCorpOwned: true } },
    ]);
    expect(one(level, { ip: '203.0.113.9' })).toMatchObject({ truth: 'unknown' });
    expect(one(level, { ip: '10.0.0.1' })).toMatchObject({ truth: 'false', failed: 'ip', missing: [] });
    expect(one(level).missing).toHaveLength(2);
  });

  it('combines conditions by AND or OR', () => {
    const conditions = [{ ipSubnetworks: ['203.0.113.0/24'] }, { regions: ['DE'] }];
    const facts = { ip: '10.0.0.1', region: 'DE' };
    expect(one(basic('and', conditions), facts).truth).toBe('false');
    expect(one(basic('or', conditions, 'OR'), facts).truth).toBe('true');
    expect(one(basic('or', conditions, 'OR'), { ip: '10.0.0.1' })).toMatchObject({ truth: 'unknown' });
    expect(one(basic('or', conditions, 'OR'), { ip: '10.0.0.1', region: 'US' })).toMatchObject({
      truth: 'false',
      failed: 'ip',
    });
  });

  it('negates a condition as NAND over its fields', () => {
    const fields = { ipSubnetworks: ['203.0.113.0/24'], regions: ['DE'], negate: true };
    expect(one(basic('n', [fields]), { ip: '203.0.113.9', region: 'DE' })).toMatchObject({
      truth: 'false',
      failed: 'ip',
    });
    expect(one(basic('n', [fields]), { ip: '203.0.113.9', region: 'US' }).truth).toBe('true');
    expect(one(basic('n', [fields]), { ip: '10.0.0.1' }).truth).toBe('true');
    expect(one(basic('n', [fields]), { ip: '203.0.113.9' }).truth).toBe('unknown');
    const device = basic('n', [{ devicePolicy: { requireCorpOwned: true }, negate: true }]);
    expect(one(device, { deviceState: 'Unknown' }).truth).toBe('unknown');
  });

  it('follows required levels and carries their reason', () => {
    const net = basic('net', [{ ipSubnetworks: ['203.0.113.0/24'] }]);
    const outer = basic('outer', [{ requiredAccessLevels: [full('net')] }]);
    expect(one(outer, { ip: '203.0.113.9' }, [net]).truth).toBe('true');
    expect(one(outer, { ip: '10.0.0.1' }, [net])).toMatchObject({
      truth: 'false',
      failed: 'ip',
      broken: false,
    });
    expect(one(outer, {}, [net])).toMatchObject({ truth: 'unknown' });
  });

  it('is broken by a required level that does not exist, also at one remove', () => {
    const outer = basic('outer', [{ requiredAccessLevels: [full('gone')] }]);
    const outermost = basic('outermost', [{ requiredAccessLevels: [full('outer')] }]);
    expect(one(outer)).toMatchObject({ truth: 'error', broken: true });
    expect(one(outermost, {}, [outer])).toMatchObject({ truth: 'error', broken: true });
    expect(one(outer).detail).toContain('gone');
  });

  it('ends on levels that require each other', () => {
    const a = basic('a', [{ requiredAccessLevels: [full('b')] }]);
    const b = basic('b', [{ requiredAccessLevels: [full('a')] }]);
    expect(one(a, {}, [b])).toMatchObject({ truth: 'error', broken: true });
  });

  it('holds what is said to be held, by short or full name and exact case', () => {
    const level = basic('corp', [{ ipSubnetworks: ['203.0.113.0/24'] }]);
    expect(one(level, { ip: '10.0.0.1', held: ['corp'] }).truth).toBe('true');
    expect(one(level, { ip: '10.0.0.1', held: [full('corp')] }).truth).toBe('true');
    expect(one(level, { ip: '10.0.0.1', held: ['Corp'] }).truth).toBe('false');
    expect(
      one(basic('x', [{ requiredAccessLevels: [full('corp')] }]), { held: ['corp'] }, [level]).truth,
    ).toBe('true');
  });

  it('keeps held levels by their given names when none could be listed', () => {
    const found = evaluateLevels([], { ...FACTS, held: ['corp', full('home')] });
    expect([...found.keys()]).toEqual(['corp', full('home')]);
    expect(found.get('corp')?.truth).toBe('true');
  });

  it('never turns a definite answer round when more becomes known', () => {
    const ips = fc.constantFrom('203.0.113.9', '10.0.0.1');
    const field = fc.record({
      ipSubnetworks: fc.constantFrom([], ['203.0.113.0/24']),
      regions: fc.constantFrom([], ['DE']),
      negate: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(field, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('AND', 'OR'),
        ips,
        fc.constantFrom('DE', 'US'),
        (conditions, combine, ip, region) => {
          const level = basic('l', conditions, combine === 'AND' ? 'AND' : 'OR');
          const whole = one(level, { ip, region }).truth;
          expect(['true', 'false']).toContain(whole);
          for (const known of [{}, { ip }, { region }]) {
            const partial = one(level, known).truth;
            if (partial !== 'unknown') expect(partial).toBe(whole);
          }
        },
      ),
    );
  });
});
