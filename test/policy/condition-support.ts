/** Contexts for condition tests: everything known and plain unless a test says otherwise. */
import { evaluateCondition } from '../../src/policy/condition/index.js';
import type { ConditionResult, LevelResult, RequestContext } from '../../src/policy/results.js';
import type { EffectiveTagFact } from '../../src/policy/tags.js';
import type { Condition, Known, Missing, Truth } from '../../src/policy/types.js';

export const CORP = 'accessPolicies/1/accessLevels/corp';
export const HOME = 'accessPolicies/1/accessLevels/home';
export const DEVICE = 'accessPolicies/1/accessLevels/device';

export const CONTEXT: RequestContext = {
  at: '2026-11-04T10:30:00Z', // a Wednesday
  host: 'dash.acme.test',
  path: '/app/home',
  destination: { ip: undefined, port: undefined },
  resource: { service: 'iap.googleapis.com', type: 'iap.googleapis.com/WebServiceVersion' },
  tags: { known: true, value: [] },
  levels: levels({ [CORP]: 'true', [HOME]: 'false', [DEVICE]: 'unknown' }),
  levelsComplete: { known: true, value: true },
};

export const TUNNEL: Partial<RequestContext> = {
  destination: { ip: '10.0.0.5', port: 22 },
  resource: { service: 'iap.googleapis.com', type: 'iap.googleapis.com/TunnelInstance' },
};

export const PROD: EffectiveTagFact = {
  tagKey: 'tagKeys/11',
  tagValue: 'tagValues/22',
  namespacedTagKey: '700000000001/env',
  namespacedTagValue: '700000000001/env/prod',
};

const WHY: Missing = {
  code: 'condition-needs-context',
  what: 'it could not be read',
  needs: 'roles/resourcemanager.tagViewer',
  subject: 'projects/1',
};

export const UNREAD: Known<never> = { known: false, why: WHY };

export function levels(truths: Readonly<Record<string, Truth>>): ReadonlyMap<string, LevelResult> {
  return new Map(
    Object.entries(truths).map(([name, truth]) => {
      const missing = truth === 'unknown' ? ['the state of the device'] : [];
      return [name, { name, truth, failed: undefined, detail: `${truth} by test`, missing, broken: false }];
    }),
  );
}

export function condition(expression: string): Condition {
  return { expression, title: undefined, description: undefined };
}

export function evaluateText(expression: string, changes: Partial<RequestContext> = {}): ConditionResult {
  return evaluateCondition(condition(expression), { ...CONTEXT, ...changes });
}
