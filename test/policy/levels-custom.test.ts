/** Custom access levels, written in CEL. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSubject } from '../../src/names/index.js';
import { evaluateLevels, type LevelFacts } from '../../src/policy/levels/index.js';
import type { LevelResult } from '../../src/policy/results.js';
import type { AccessLevel } from '../../src/policy/types.js';

const subject = parseSubject('alice@acme.test');
if (!subject) throw new Error('no subject');
const FACTS: LevelFacts = { at: '2026-11-04T10:30:00Z', subject, held: [] };

const full = (name: string) => `accessPolicies/1/accessLevels/${name}`;
const custom = (name: string, expression: string): AccessLevel => ({
  kind: 'custom',
  name: full(name),
  title: undefined,
  expression,
});

function one(
  expression: string,
  facts: Partial<LevelFacts> = {},
  more: readonly AccessLevel[] = [],
): LevelResult {
  const result = evaluateLevels([custom('c', expression), ...more], { ...FACTS, ...facts }).get(full('c'));
  if (!result) throw new Error('no result');
  return result;
}

const AT_HOME = { ip: '203.0.113.9', region: 'DE' };

describe('custom access levels', () => {
  it.each([
    ['inIpRange(origin.ip, ["203.0.113.0/24"])', 'true'],
    ['inIpRange(origin.ip, ["198.51.100.0/24", "203.0.113.9"])', 'true'],
    ['inIpRange(origin.ip, "203.0.113.0/24")', 'true'],
    ['inIpRange(origin.ip, ["198.51.100.0/24"])', 'false'],
    ['origin.region_code == "DE"', 'true'],
    ['origin.region_code in ["US", "FR"]', 'false'],
    ['request.time.getHours("Europe/Berlin") >= 9', 'true'],
    ['request.time.getDayOfWeek() == 0', 'false'],
    ['device.encryption_status == DeviceEncryptionStatus.ENCRYPTED', 'unknown'],
    ['device.vendors["CrowdStrike"].is_compliant_device == true', 'unknown'],
    ['device.chrome.versionAtLeast("100.0.1")', 'unknown'],
    ['device.certificates.exists(cert, cert.is_valid)', 'unknown'],
    [
      'certificateBindingState(origin, device) == CertificateBindingState.CERT_MATCHES_EXISTING_DEVICE',
      'unknown',
    ],
    ['origin.clientCertFingerprint() == "x"', 'unknown'],
    ['request.auth.claims.crd_str.hwk == true', 'unknown'],
    ['request.auth.principal == "https://accounts.google.com/1"', 'unknown'],
    ['device.is_corp_owned_device || origin.region_code == "DE"', 'true'],
    ['device.is_corp_owned_device && origin.region_code == "US"', 'false'],
    ['newObject.newField == 1', 'unknown'],
    ['newFunction(origin.ip)', 'unknown'],
    ['"x" in request.auth.access_levels', 'false'],
    ['origin.region_code == ', 'error'],
  ])('%s is %s', (expression, truth) => {
    const result = one(expression, AT_HOME);
    expect(result.truth).toBe(truth);
    expect(result.missing.length > 0).toBe(truth === 'unknown');
    expect(result.detail).not.toBe('');
  });

  it('says what failed first', () => {
    expect(one('inIpRange(origin.ip, ["10.0.0.0/8"]) && origin.region_code == "US"', AT_HOME).failed).toBe(
      'ip',
    );
    expect(one('origin.region_code == "US"', AT_HOME)).toMatchObject({
      failed: 'other',
      detail: 'origin.region_code == "US" does not hold',
    });
    expect(one('!(origin.region_code == "DE")', AT_HOME).truth).toBe('false');
  });

  it('fails on the device, worded as likely, when IAP had no record of one', () => {
    const gone = { deviceState: 'Unknown' };
    const result = one('device.is_corp_owned_device == true', gone);
    expect(result).toMatchObject({ truth: 'false', failed: 'device', broken: false, missing: [] });
    expect(result.detail).toContain('likely');
    expect(one('!device.is_corp_owned_device', gone).truth).toBe('false');
    expect(
      one('device.is_corp_owned_device || origin.region_code == "DE"', { ...gone, ...AT_HOME }).truth,
    ).toBe('true');
    expect(one('device.is_corp_owned_device && origin.region_code == "DE"', gone).truth).toBe('false');
  });

  it('names what is missing only where it decides', () => {
    expect(one('inIpRange(origin.ip, ["10.0.0.0/8"])').missing).toEqual([
      'the address the request comes from (--ip)',
    ]);
    expect(one('origin.region_code == "DE" || device.is_corp_owned_device', AT_HOME).missing).toEqual([]);
    expect(one('device.os_type == OsType.DESKTOP_MAC').missing).toEqual(["the state of the person's device"]);
    expect(one('inIpRange(origin.ip, ["10.0.0.0/8"])', { ip: 'garbage' }).truth).toBe('unknown');
  });

  it('follows levels.NAME and is broken by one that does not exist', () => {
    const net = custom('net', 'inIpRange(origin.ip, ["203.0.113.0/24"])');
    expect(one('levels.net', AT_HOME, [net]).truth).toBe('true');
    expect(one('levels.net', { ip: '10.0.0.1' }, [net])).toMatchObject({ truth: 'false', failed: 'ip' });
    expect(one('levels.net', {}, [net])).toMatchObject({ truth: 'unknown', broken: false });
    expect(one('levels.gone')).toMatchObject({ truth: 'error', broken: true });
    expect(one('levels.gone && device.is_corp_owned_device')).toMatchObject({ truth: 'error', broken: true });
    expect(one('levels.gone || origin.region_code == "DE"', AT_HOME).truth).toBe('true');
    expect(one('levels.c')).toMatchObject({ truth: 'error', broken: true });
  });

  it('never throws, whatever the expression', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (expression) => {
        expect(() => one(expression, AT_HOME)).not.toThrow();
      }),
    );
  });
});
