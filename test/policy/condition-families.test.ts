/** Conditions of deny rules and of boundary bindings. */
import { describe, expect, it } from 'vitest';
import { evaluateBoundaryCondition, evaluateTagCondition } from '../../src/policy/condition/index.js';
import { condition, PROD, UNREAD } from './condition-support.js';

const TAGS = { known: true, value: [PROD] } as const;
const inTags = (expression: string, tags: Parameters<typeof evaluateTagCondition>[1] = TAGS) =>
  evaluateTagCondition(condition(expression), tags);

const MATCH = 'resource.matchTag("700000000001/env", "prod")';

describe('the condition of a deny rule', () => {
  it.each([
    [MATCH, 'true'],
    [`!${MATCH}`, 'false'],
    ['resource.hasTagKey("700000000001/team")', 'false'],
    ['resource.matchTagId("tagKeys/11", "tagValues/22") || resource.hasTagKeyId("tagKeys/9")', 'true'],
    ['request.time < timestamp("2027-01-01T00:00:00Z")', 'error'],
    [`${MATCH} && request.path == "/x"`, 'error'],
    [`!${MATCH} && request.path == "/x"`, 'false'],
    ['"accessPolicies/1/accessLevels/x" in request.auth.access_levels', 'error'],
    ['resource.type == "x"', 'error'],
    ['resource.matchTag("700000000001/env"', 'error'],
  ])('%s is %s', (expression, truth) => {
    expect(inTags(expression).truth).toBe(truth);
  });

  it('is unknown, with the right that is missing, when only the bot cannot read the tags', () => {
    const result = inTags(MATCH, UNREAD);
    expect(result).toMatchObject({ truth: 'unknown', error: undefined });
    expect(result.missing).toMatchObject([{ needs: 'roles/resourcemanager.tagViewer' }]);
  });

  it('denies for certain where an unread tag could only deny and the rest is an error', () => {
    expect(inTags(`${MATCH} || request.path == "/x"`, UNREAD).truth).toBe('error');
    expect(inTags(`${MATCH} && request.path == "/x"`, UNREAD).truth).toBe('unknown');
    expect(inTags(`${MATCH} && request.path == "/x"`, UNREAD).missing).toMatchObject([
      { wouldPassIf: 'true' },
    ]);
  });
});

const PERSON = { type: 'iam.googleapis.com/WorkspaceIdentity', subject: 'alice@acme.test' };
const inBoundary = (expression: string, principal: { type: string; subject: string | undefined } = PERSON) =>
  evaluateBoundaryCondition(condition(expression), principal).truth;

describe('the condition of a boundary binding', () => {
  it.each([
    ['principal.type == "iam.googleapis.com/WorkspaceIdentity"', 'true'],
    ['principal.type != "iam.googleapis.com/ServiceAccount"', 'true'],
    [
      'principal.type in ["iam.googleapis.com/ServiceAccount", "iam.googleapis.com/WorkforcePoolIdentity"]',
      'false',
    ],
    ['principal.subject.endsWith("@acme.test") && principal.subject.startsWith("alice")', 'true'],
    ['principal.subject == "bob@acme.test"', 'false'],
    ['request.time < timestamp("2027-01-01T00:00:00Z")', 'error'],
    ['resource.matchTag("1/a", "b")', 'error'],
    ['principal.email == "x"', 'error'],
  ])('%s is %s', (expression, truth) => {
    expect(inBoundary(expression)).toBe(truth);
  });

  it('is unknown without a subject, unless the type decides', () => {
    const nobody = { type: 'iam.googleapis.com/WorkforcePoolIdentity', subject: undefined };
    expect(inBoundary('principal.subject == "x"', nobody)).toBe('unknown');
    expect(inBoundary(`principal.type == "${PERSON.type}" && principal.subject == "x"`, nobody)).toBe(
      'false',
    );
    expect(inBoundary('principal.subject == "x" && request.path == "/"', nobody)).toBe('unknown');
  });
});
