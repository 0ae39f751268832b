/** Audit settings add up over all nodes and services, and what could not be read is never "off". */
import { describe, expect, it } from 'vitest';
import { auditLogOf, auditSpots } from '../../../src/diagnosis/status/audit-logs.js';
import type { AllowPolicy, AuditConfig, Known } from '../../../src/policy/types.js';
import { container, hidden, known } from '../../policy/kit.js';

const project = container('projects/1');
const organization = container('organizations/7');
const config = (
  service: string,
  ...types: readonly (readonly [string, (readonly string[])?])[]
): AuditConfig => ({
  service,
  logTypes: types.map(([logType, exemptedMembers = []]) => ({ logType, exemptedMembers })),
});
const policy = (...auditConfigs: readonly AuditConfig[]): Known<AllowPolicy> =>
  known({ bindings: [], auditConfigs, etag: undefined });
const log = (own: Known<AllowPolicy>, above: Known<AllowPolicy> = policy(), complete = true) =>
  auditLogOf({
    project,
    policies: [
      { node: project, policy: own },
      { node: organization, policy: above },
    ],
    complete,
  });

describe('the logs of IAP’s decisions', () => {
  it('are on when the project and what is above it say so together', () => {
    const found = log(
      policy(config('iap.googleapis.com', ['DATA_READ'])),
      policy(config('allServices', ['DATA_WRITE'])),
    );
    expect(found).toEqual({
      project: 'projects/1',
      state: 'on',
      logTypes: ['DATA_READ', 'DATA_WRITE'],
      exempted: [],
      from: ['projects/1', 'organizations/7'],
    });
    expect(auditSpots([found])).toEqual([]);
  });

  it('are on in part with one type, and off with none, or with those of another service', () => {
    expect(log(policy(config('iap.googleapis.com', ['DATA_READ']))).state).toBe('partly');
    expect(log(policy(config('iap.googleapis.com', ['ADMIN_READ']))).state).toBe('off');
    expect(log(policy(config('storage.googleapis.com', ['DATA_READ'], ['DATA_WRITE']))).state).toBe('off');
  });

  it('are not off while a policy that may switch them on is hidden', () => {
    expect(log(policy(), hidden('policy-not-readable')).state).toBe('unknown');
    expect(log(policy(), policy(), false).state).toBe('unknown');
    const on = policy(config('allServices', ['DATA_READ'], ['DATA_WRITE']));
    expect(log(on, hidden('policy-not-readable')).state).toBe('on');
  });

  it('leave out the exempted members of every setting, and are a blind spot for that', () => {
    const found = log(
      policy(config('iap.googleapis.com', ['DATA_READ', ['user:a@acme.test']], ['DATA_WRITE'])),
      policy(
        config('allServices', ['DATA_READ', ['user:b@acme.test']], ['ADMIN_READ', ['user:c@acme.test']]),
      ),
    );
    expect(found.exempted).toEqual(['user:a@acme.test', 'user:b@acme.test']);
    expect(auditSpots([found])).toMatchObject([
      { code: 'data-access-logs-off', what: expect.stringContaining('user:b@') },
    ]);
  });

  it('that are off are told once for all projects', () => {
    const off = log(policy());
    const spots = auditSpots([off, { ...off, project: 'projects/2' }]);
    expect(spots).toHaveLength(1);
    expect(spots[0]?.what).toContain('projects/1, projects/2');
  });
});
