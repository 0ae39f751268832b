/** Actors, tools, sentences, relations and times: what is said about a change. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChangesWords } from '../../commands/changes-words.js';
import { momentOf, parseSince } from '../../commands/since.js';
import { actorKindOf, automationOf, toolOf } from '../../src/changes/actor.js';
import { refusalAmong, relationOf } from '../../src/changes/relation.js';
import { parseAllowMember } from '../../src/names/index.js';

describe('who acted', () => {
  const isAutomation = automationOf([parseAllowMember('user:robot@acme.test')]);

  it('is a person, automation, or nobody knows', () => {
    const kinds = {
      'bob@acme.test': 'person',
      'robot@acme.test': 'automation',
      'ci@p.iam.gserviceaccount.com': 'automation',
      '1-compute@developer.gserviceaccount.com': 'automation',
      'principal://iam.googleapis.com/locations/global/workforcePools/w/subject/x': 'person',
      'principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/w/subject/x':
        'automation',
      '': 'unknown',
      robot: 'unknown',
    };
    for (const [actor, kind] of Object.entries(kinds))
      expect([actor, actorKindOf(actor, isAutomation)]).toEqual([actor, kind]);
    expect(actorKindOf(undefined, isAutomation)).toBe('unknown');
  });

  it('used the tool that the user agent names', () => {
    const tools = {
      'google-cloud-sdk gcloud/552.0.0 command/gcloud.projects.add-iam-policy-binding': 'gcloud',
      'Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0,gzip(gfe)': 'console',
      'Terraform/1.14.1 terraform-provider-google/7.9.0 google-api-go-client/0.5': 'terraform',
      'apitools Python/3 gsutil/5.30 google-cloud-sdk/400': 'gsutil',
      'kcc/controller-manager': 'config-connector',
      'google-deployment-manager': 'deployment-manager',
      'google-api-python-client/2.180 (gzip)': 'client-library',
      'GCDS/5.0': 'directory-sync',
      'something else': null,
    };
    for (const [agent, tool] of Object.entries(tools)) expect([agent, toolOf(agent)]).toEqual([agent, tool]);
    expect(toolOf(undefined)).toBeNull();
  });
});

describe('what a change has to do with a refusal', () => {
  const T = (minute: number): string =>
    new Date(Date.parse('2026-11-22T09:00:00Z') + minute * 60_000).toISOString();
  const change = (minute: number, kind = 'iam-policy') => ({ at: T(minute), kind });

  it('is the cause when it took access away between the last time it worked and the refusal', () => {
    const refusal = { lastGrant: T(0), first: T(10) };
    expect(relationOf(change(5), 'yes', refusal)).toBe('cause');
    expect(relationOf(change(5), 'no', refusal)).toBe('coincidence');
    expect(relationOf(change(11), 'yes', refusal)).toBe('unrelated');
    expect(relationOf(change(-8), 'yes', refusal)).toBe('unrelated');
  });

  it('allows a change the time to spread: minutes for policies, hours for groups', () => {
    const refusal = { lastGrant: T(0), first: T(10) };
    expect(relationOf(change(-5), 'yes', refusal)).toBe('cause');
    expect(relationOf(change(-120, 'group-membership'), 'yes', refusal)).toBe('cause');
    expect(relationOf(change(-240, 'group-membership'), 'yes', refusal)).toBe('unrelated');
  });

  it('stands against the first refusal after the last grant, in whatever order they come', () => {
    const decisions = [
      { at: T(9), granted: false },
      { at: T(3), granted: false },
      { at: T(5), granted: true },
      { at: T(7), granted: false },
    ];
    for (const order of [decisions, [...decisions].reverse()])
      expect(refusalAmong(order)).toEqual({ lastGrant: T(5), first: T(7) });
    expect(refusalAmong([{ at: T(1), granted: true }])).toBeUndefined();
  });
});

describe('the words', () => {
  it('say how far back', () => {
    const now = Date.parse('2026-11-22T09:00:00Z');
    const from = (text: string): string | undefined => {
      const read = parseSince(text, '--since');
      return read.ok ? new Date(momentOf(read.value, now)).toISOString() : undefined;
    };
    expect(from('30m')).toBe('2026-11-22T08:30:00.000Z');
    expect(from('24h')).toBe('2026-11-21T09:00:00.000Z');
    expect(from('7d')).toBe('2026-11-15T09:00:00.000Z');
    expect(from('2026-11-20T10:00:00+01:00')).toBe('2026-11-20T09:00:00.000Z');
    for (const wrong of ['', '24', 'h', '0h', '9999d', 'yesterday', '2026-11-20'])
      expect([wrong, from(wrong)]).toEqual([wrong, undefined]);
  });

  it('name a person, a place, both or neither, with the time anywhere', () => {
    const read = (...words: string[]) => {
      const result = readChangesWords(words, {});
      if (!result.ok) return result.mistake.message;
      const { who, where, since } = result.value;
      return [who?.kind ?? null, where?.kind ?? null, since.kind === 'ago' ? since.ms / 3_600_000 : 'at'];
    };
    expect(read()).toEqual([null, null, 24]);
    expect(read('dashboard')).toEqual([null, 'name', 24]);
    expect(read('since', '7d', 'dashboard')).toEqual([null, 'name', 168]);
    expect(read('<mailto:a@acme.test|a@acme.test>', 'since', '2h')).toEqual(['subject', null, 2]);
    expect(read('me', 'https://dash.acme.test/x@y')).toEqual(['me', 'url', 24]);
    expect(read('<@U12345678|ana>')).toEqual(['slackUser', null, 24]);
    expect(read('a', 'b')).toContain('one word too many');
    expect(read('since')).toContain('needs a time');
    expect(read('dashboard', 'since', 'lately')).toContain('30m, 24h, 7d');
  });

  it('never throw', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { maxLength: 6 }), (words) => {
        expect(typeof readChangesWords(words, {}).ok).toBe('boolean');
      }),
    );
  });
});
