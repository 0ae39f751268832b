/** The emulator's own evaluator and what Policy Troubleshooter makes of it. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateCondition } from '../../../src/sandbox/google/evaluate/condition.js';
import { decideAccess } from '../../../src/sandbox/google/evaluate/decide.js';
import { levelsMet } from '../../../src/sandbox/google/evaluate/levels.js';
import { type Tri, triAnd, triNot, triOr } from '../../../src/sandbox/google/evaluate/tri.js';
import { nodeOf } from '../../../src/sandbox/world/services.js';
import { NOW, type Running, refusal, startAcme } from './harness.js';

const WEB = 'iap.webServiceVersions.accessViaIAP';
const facts = {
  at: NOW,
  host: 'dash.acme.test',
  path: '/reports/x',
  levels: ['accessPolicies/1/accessLevels/corp'],
  resourceType: 'iap.googleapis.com/WebServiceVersion',
  tags: [
    {
      tagKey: 'tagKeys/1',
      tagValue: 'tagValues/2',
      namespacedTagKey: '7/env',
      namespacedTagValue: '7/env/prod',
    },
  ],
};

describe('a condition', () => {
  it.each([
    ['request.time < timestamp("2026-11-22T09:00:01Z")', 'yes'],
    ['request.time < timestamp("2026-11-22T10:00:00+02:00")', 'no'],
    ['request.time < timestamp("2099-13-01T00:00:00Z")', 'error'],
    ['request.time < timestamp("2099-01-01")', 'error'],
    ['request.time.getHours("Europe/Berlin") == 10', 'yes'],
    ['request.time.getHours() == 9', 'yes'],
    ['request.time.getDayOfWeek("Europe/Berlin") == 0', 'yes'],
    ['request.time.getDayOfMonth() == 21 && request.time.getDate() == 22', 'yes'],
    ['request.time.getHours("Mars/Olympus") == 9', 'error'],
    ['request.path.startsWith("/reports/")', 'yes'],
    ['request.host == "other.acme.test" || request.host.endsWith(".acme.test")', 'yes'],
    ['!(request.path == "/") && resource.service == "iap.googleapis.com"', 'yes'],
    ['"accessPolicies/1/accessLevels/corp" in request.auth.access_levels', 'yes'],
    ['"accessPolicies/1/accessLevels/Corp" in request.auth.access_levels', 'no'],
    ['resource.type == "iap.googleapis.com/WebService"', 'no'],
    ['resource.name.endsWith("x")', 'error'],
    ['resource.matchTag("7/env", "prod")', 'yes'],
    ['resource.matchTagId("tagKeys/1", "tagValues/3")', 'no'],
    ['true && ', 'error'],
    ['(true', 'error'],
    ['request.host == "a && b" || true', 'yes'],
    ['', 'yes'],
  ])('%s is %s', (expression, expected) => {
    expect(evaluateCondition(expression, facts)).toBe(expected);
  });

  it('does not know what it was not told', () => {
    const blind = { ...facts, host: undefined, path: undefined, levels: undefined };
    const level = '"accessPolicies/1/accessLevels/corp" in request.auth.access_levels';
    expect(evaluateCondition(level, blind)).toBe('unknown');
    expect(evaluateCondition(`${level} && request.time < timestamp("2020-01-01T00:00:00Z")`, blind)).toBe(
      'no',
    );
    expect(evaluateCondition(`${level} || true`, blind)).toBe('yes');
    expect(evaluateCondition('request.path == "/" && request.host == "x"', blind)).toBe('unknown');
  });

  it('never throws, whatever is written', () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      '!',
      '&&',
      '||',
      'true',
      '"',
      'request.time',
      '==',
      '"a"',
      'request.path.startsWith("/")',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((parts) => parts.join(' ')),
        ),
        (text) => {
          expect(['yes', 'no', 'unknown', 'error']).toContain(evaluateCondition(text, facts));
        },
      ),
    );
  });
});

describe('the truth values', () => {
  const value = fc.constantFrom<Tri>('yes', 'no', 'unknown', 'error');

  it('do not depend on the order, and a definite answer decides', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        const turned = [...values].reverse();
        expect(triAnd(values)).toBe(triAnd(turned));
        expect(triOr(values)).toBe(triOr(turned));
        expect(triAnd([...values, 'no'])).toBe('no');
        expect(triOr([...values, 'yes'])).toBe('yes');
      }),
    );
  });

  it('let an error decide over not knowing where all must hold, and not where one is enough', () => {
    expect(triAnd(['unknown', 'error'])).toBe('error');
    expect(triOr(['unknown', 'error'])).toBe('unknown');
  });

  it('are turned round and back by not', () => {
    fc.assert(
      fc.property(value, (v) => {
        expect(triNot(triNot(v))).toBe(v);
      }),
    );
  });
});

let acme: Running;
beforeAll(async () => {
  acme = await startAcme();
});
afterAll(async () => {
  await acme.emulator.close();
});

describe('a decision', () => {
  const decide = (principal: string, resource: string, permission = WEB) =>
    decideAccess(acme.emulator.world, { principal, resource, permission });

  it('spares the exceptions of a deny rule', () => {
    expect(decide('ines@acme.test', nodeOf('dashboard')).deny).toBe('yes');
    expect(decide('ivy@acme.test', nodeOf('dashboard')).deny).toBe('no');
  });

  it('takes in what is granted on every node above', () => {
    const { policies } = acme.emulator.world;
    const project = 'projects/111111111111';
    const tunnel = 'iap.tunnelInstances.accessViaIAP';
    for (const [node, leaf, permission] of [
      [`${project}/iap_web/compute`, nodeOf('wiki'), WEB],
      [`${project}/iap_web`, nodeOf('batch'), WEB],
      [`${project}/iap_web/compute-europe-west1`, nodeOf('edge'), WEB],
      [`${project}/iap_tunnel/zones/europe-west1-b`, nodeOf('bastion'), tunnel],
      [`${project}/iap_tunnel`, nodeOf('bastion'), tunnel],
      ['folders/800000000002', nodeOf('wiki'), WEB],
    ] as const) {
      const before = policies.get(node);
      expect(decide('ivo@acme.test', leaf, permission).value, node).toBe('no');
      const role =
        permission === WEB ? 'roles/iap.httpsResourceAccessor' : 'roles/iap.tunnelResourceAccessor';
      policies.set(node, { bindings: [{ role, members: ['user:ivo@acme.test'] }] });
      expect(decide('ivo@acme.test', leaf, permission).value, node).toBe('yes');
      if (before) policies.set(node, before);
      else policies.delete(node);
    }
  });
});

describe('levels', () => {
  it('are met by address and by device, and device levels never without a device', () => {
    const { world } = acme.emulator;
    const network = 'accessPolicies/900000000001/accessLevels/corp_network';
    const device = 'accessPolicies/900000000001/accessLevels/corp_device';
    expect(levelsMet(world, { ip: '203.0.113.9' })).toContain(network);
    expect(levelsMet(world, { ip: '203.0.113.9' })).not.toContain(device);
    const outside = levelsMet(world, { ip: '198.51.100.7' });
    expect(outside).not.toContain(network);
    expect(outside).not.toContain(device);
    const laptop = { requireScreenlock: true, requireCorpOwned: true };
    expect(levelsMet(world, { ip: '198.51.100.7', device: laptop })).toContain(device);
    const decide = (levels: string[]) =>
      decideAccess(world, {
        principal: 'tom@acme.test',
        resource: nodeOf('payroll'),
        permission: WEB,
        request: { levels },
      }).value;
    expect(decide([device])).toBe('yes');
    expect(decide([network])).toBe('no');
  });
});

describe('Policy Troubleshooter', () => {
  const ask = async (principal: string, service: string, permission = WEB) =>
    (
      await acme.google.troubleshooter.iam.troubleshoot({
        requestBody: {
          accessTuple: { principal, fullResourceName: `//iap.googleapis.com/${nodeOf(service)}`, permission },
        },
      })
    ).data;

  it.each([
    ['ana@acme.test', 'dashboard', 'CAN_ACCESS'],
    ['noor@acme.test', 'dashboard', 'CANNOT_ACCESS'],
    ['dex@acme.test', 'orders', 'CANNOT_ACCESS'],
    ['tom@acme.test', 'payroll', 'UNKNOWN_CONDITIONAL'],
    ['hana@acme.test', 'reports', 'UNKNOWN_CONDITIONAL'],
    ['tess@acme.test', 'orders', 'CANNOT_ACCESS'],
    ['ci-deployer@acme-prod.iam.gserviceaccount.com', 'orders', 'CAN_ACCESS'],
  ])('%s at %s: %s', async (principal, service, state) => {
    expect((await ask(principal, service)).overallAccessState).toBe(state);
  });

  it('does not see the boundary in v3, but does in v3beta', async () => {
    expect((await ask('otto@acme.test', 'dashboard')).overallAccessState).toBe('CAN_ACCESS');
    const { data } = await acme.google.troubleshooterBeta.iam.troubleshoot({
      requestBody: {
        accessTuple: {
          principal: 'otto@acme.test',
          fullResourceName: `//iap.googleapis.com/${nodeOf('dashboard')}`,
          permission: WEB,
        },
      },
    });
    expect(data.overallAccessState).toBe('CANNOT_ACCESS');
    expect(data.pabPolicyExplanation?.principalAccessBoundaryAccessState).toBe(
      'PAB_ACCESS_STATE_NOT_ALLOWED',
    );
  });

  it('explains bindings in the order of the policy, member by member', async () => {
    const data = await ask('ana@acme.test', 'dashboard');
    const policy = data.allowPolicyExplanation?.explainedPolicies?.[0];
    expect(policy?.bindingExplanations?.map((b) => b.role)).toEqual(
      policy?.policy?.bindings?.map((b) => b.role),
    );
    expect(policy?.bindingExplanations?.[0]?.memberships).toEqual({
      'group:dash-users@acme.test': { membership: 'MEMBERSHIP_MATCHED' },
    });
  });

  it('counts a condition that fails as one that does not grant', async () => {
    const policy = (await ask('mia@acme.test', 'grafana')).allowPolicyExplanation?.explainedPolicies?.[0];
    const malformed = policy?.bindingExplanations?.find(
      (b) => b.condition?.title === 'first half of the year',
    );
    expect(malformed?.allowAccessState).toBe('ALLOW_ACCESS_STATE_NOT_GRANTED');
  });

  it('does not know group members without the privilege to read groups', async () => {
    acme.emulator.world.caller.denied.push({ permission: 'admin.groups.read' });
    expect((await ask('ana@acme.test', 'dashboard')).overallAccessState).toBe('UNKNOWN_INFO');
    acme.emulator.world.caller.denied.pop();
  });

  it('refuses groups, domains and names that are no full resource names', async () => {
    expect(await refusal(ask('group:eng@acme.test', 'dashboard'))).toMatchObject({ code: 400 });
    const short = acme.google.troubleshooter.iam.troubleshoot({
      requestBody: {
        accessTuple: { principal: 'ana@acme.test', fullResourceName: nodeOf('wiki'), permission: WEB },
      },
    });
    expect(await refusal(short)).toMatchObject({ code: 400 });
  });
});
