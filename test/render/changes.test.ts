/** `changes` as people read it: what matters first, valid for Slack whatever the logs hold, nobody's name for those it is not for. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangesReport, ListedChange } from '../../src/diagnosis/changes/report.js';
import type { Answer } from '../../src/render/answer.js';
import { ASK, renderBlocks } from '../../src/render/blocks.js';
import { renderJson } from '../../src/render/json.js';
import { validateMessage } from '../../src/render/slack-limits.js';
import { renderText } from '../../src/render/text.js';
import { text } from './monsters.js';
import { stringsOf } from './read-blocks.js';

const NOW = new Date('2026-11-22T15:00:00.000Z');

function change(more: Partial<ListedChange> = {}): ListedChange {
  return {
    at: '2026-11-22T14:02:00Z',
    actor: 'bob@acme.test',
    actorKind: 'person',
    tool: 'console',
    kind: 'group-membership',
    resource: 'groups/eng@acme.test',
    summary: 'bob@acme.test removed maya@acme.test from eng@acme.test.',
    deltas: [{ action: 'remove', role: 'MEMBER', member: 'user:maya@acme.test', condition: null }],
    effect: { gained: [], lost: ['user:maya@acme.test'], gainedCount: 0, lostCount: 1, complete: true },
    relation: null,
    entry: 'e1',
    entries: 1,
    run: null,
    services: [{ name: 'dashboard', gained: 0, lost: 1, narrowed: 0, widened: 0 }],
    refusedAt: null,
    moreDeltas: 0,
    ...more,
  };
}

function report(changes: readonly ListedChange[], more: Partial<ChangesReport> = {}): ChangesReport {
  return {
    schema: 'iap-doctor.changes/1',
    id: '7Q2M-K4XD',
    window: { from: '2026-11-21T15:00:00Z', to: NOW.toISOString() },
    subject: null,
    person: null,
    place: null,
    changes,
    folded: [],
    unreadable: 0,
    samples: [],
    elsewhere: 0,
    blindSpots: [],
    read: true,
    readBackTo: null,
    denials: { count: 2, first: '2026-11-22T14:04:00Z', complete: true },
    timeline: { from: '2026-11-21T15:00:00Z', stepMs: 1_800_000, denials: [0, 2], changes: [1, 0] },
    cost: { calls: 12, byApi: { logging: 3 }, roundTrips: 4, ms: 900 },
    oldestFactAt: NOW.toISOString(),
    ...more,
  };
}

const sync = (count: number): ListedChange =>
  change({
    actor: 'hr-sync@acme-prod.iam.gserviceaccount.com',
    actorKind: 'automation',
    tool: 'client-library',
    summary: `hr-sync@acme-prod.iam.gserviceaccount.com removed ${count} people from eng-contractors@acme.test.`,
    effect: { gained: [], lost: [], gainedCount: 0, lostCount: count, complete: true },
    relation: 'cause',
    refusedAt: '2026-11-22T14:04:00Z',
    entries: count,
    run: { count, from: '2026-11-22T14:02:00Z', to: '2026-11-22T14:03:00Z' },
    services: ['dashboard', 'orders', 'grafana'].map((name) => ({
      name,
      gained: 0,
      lost: count,
      narrowed: 0,
      widened: 0,
    })),
  });

const answer = (one: ChangesReport): Answer => ({ kind: 'changes', report: one });
const shown = (one: ChangesReport, audience: 'admin' | 'asker' = 'admin', timeZone?: string): string =>
  renderText(answer(one), {
    colour: false,
    width: 120,
    about: 'other',
    debug: false,
    now: NOW,
    audience,
    ...(timeZone === undefined ? {} : { timeZone }),
  });
const slack = (one: ChangesReport, audience: 'admin' | 'asker' = 'admin', timeZone?: string): string =>
  stringsOf(
    renderBlocks(answer(one), audience, {
      about: 'self',
      now: NOW,
      seed: 's',
      ...(timeZone === undefined ? {} : { timeZone }),
    }).blocks,
  ).join('\n');

describe('the summary', () => {
  it('starts with the change that locked most people out, whom it hit, and that it is likely the cause', () => {
    const lines = shown(report([change(), sync(214)])).split('\n');
    expect(lines[0]).toBe('✗ Since Sat 15:00 UTC: 2 changes locked people out of 3 services.');
    expect(lines[2]).toContain(
      'hr-sync (service account, a client library) removed 214 people from eng-contractors@',
    );
    expect(lines.slice(3, 5).join(' ')).toContain(
      '214 people lost dashboard, orders and grafana. First refusal 14:04 UTC. Likely the cause.',
    );
  });

  it('says when nothing changed, and when nothing could be read, and never mixes them up', () => {
    expect(shown(report([]))).toContain('nothing about access changed.');
    const spot = {
      code: 'logs-not-readable',
      what: 'I could not read the audit log of projects/a: 403.',
      needs: 'roles/logging.viewer',
    };
    expect(shown(report([], { blindSpots: [spot] }))).toContain(
      'nothing about access changed, as far as I can see.',
    );
    expect(shown(report([], { read: false, blindSpots: [spot] }))).toContain('I could not read the logs');
  });

  it('tells memberships of one go in one line', () => {
    const many = ['a', 'b', 'c'].map((name, i) =>
      change({
        at: `2026-11-22T14:02:0${3 - i}Z`,
        deltas: [{ action: 'remove', role: 'MEMBER', member: `user:${name}@acme.test`, condition: null }],
        effect: {
          gained: [],
          lost: [`user:${name}@acme.test`],
          gainedCount: 0,
          lostCount: 1,
          complete: true,
        },
      }),
    );
    const text = shown(report(many));
    expect(text).toContain('one change locked people out of dashboard');
    expect(text).toContain('removed c@acme.test, b@acme.test and a@acme.test from eng@acme.test');
  });

  it('names what was folded, what it did, what could not be read, and what lies elsewhere', () => {
    const text = shown(
      report([change()], {
        folded: [
          {
            actor: 'ci-deployer@p.iam.gserviceaccount.com',
            count: 31,
            gainedCount: 0,
            lostCount: 0,
            services: [],
          },
        ],
        unreadable: 2,
        samples: [{ entry: 'x', at: null, service: 'iap.googleapis.com', method: 'SetIamPolicy' }],
        elsewhere: 7,
        person: 'user:maya@acme.test',
      }),
    );
    expect(text).toContain('31 changes folded (31 by ci-deployer): none touches who gets in');
    expect(text).toContain('2 entries I could not read (iap.googleapis.com SetIamPolicy)');
    expect(text).toContain('7 other changes do not concern this way in');
  });

  it('draws refusals against changes in a terminal, and nowhere else', () => {
    expect(shown(report([change()]))).toMatch(/refusals {2}·█/);
    expect(slack(report([change()]))).not.toContain('refusals  ');
  });

  it('writes moments in the reader’s own zone', () => {
    expect(slack(report([change()]), 'admin', 'Europe/Berlin')).toContain('15:02 CET');
    expect(slack(report([change()]))).toContain('14:02 UTC');
  });
});

describe('somebody who asks about themselves', () => {
  it('hears what happened to their own access, and no other name', () => {
    const own = report([change({ relation: 'cause' }), sync(214)].slice(0, 1), {
      person: 'user:maya@acme.test',
      subject: 'me',
    });
    for (const said of [shown(own, 'asker'), slack(own, 'asker')]) {
      expect(said.replace(/\s+/g, ' ')).toContain(
        'an administrator removed you from eng@acme.test. You lost dashboard. That is likely why you are refused.',
      );
      expect(said).not.toContain('bob');
      expect(said).not.toContain('roles/');
    }
  });
});

describe('whatever the logs hold', () => {
  const hostile = fc.record({
    actor: text,
    tool: fc.option(text, { nil: null }),
    resource: text,
    summary: text,
    at: fc.oneof(text, fc.constant('2026-11-22T14:02:00Z')),
    member: text,
    service: text,
    lost: fc.integer({ min: 0, max: 100_000 }),
    kind: fc.constantFrom('iam-policy', 'group-membership', 'iap-settings', 'other'),
  });
  const monster = fc.array(hostile, { maxLength: 60 }).map((all) =>
    report(
      all.map(({ actor, tool, resource, summary, at, member, service, lost, kind }) =>
        change({
          actor,
          tool,
          resource,
          summary,
          at,
          kind,
          deltas: [{ action: 'remove', role: member, member, condition: member }],
          effect: { gained: [member], lost: [member], gainedCount: lost, lostCount: lost, complete: false },
          services: [{ name: service, gained: lost, lost, narrowed: lost, widened: 0 }],
        }),
      ),
      {
        folded: all.map(({ actor }) => ({
          actor,
          count: 3,
          gainedCount: 1,
          lostCount: 1,
          services: [actor],
        })),
        unreadable: all.length,
      },
    ),
  );

  it('the message is valid for Slack and no markup comes from outside', () => {
    fc.assert(
      fc.property(monster, fc.constantFrom('admin' as const, 'asker' as const), (one, audience) => {
        const message = renderBlocks(answer(one), audience, { about: 'other', now: NOW, seed: 's' });
        expect(validateMessage(message)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('the text has nothing a terminal would act on, and the document is JSON', () => {
    fc.assert(
      fc.property(monster, (one) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those must not be there
        expect(shown(one)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        expect(JSON.parse(renderJson(answer(one))).changes).toHaveLength(one.changes.length);
      }),
      { numRuns: 40 },
    );
  });

  it('a list too long for one message has a button for the rest, which asks for what is older', () => {
    const many = Array.from({ length: 30 }, (_, n) =>
      change({
        at: new Date(Date.parse('2026-11-22T14:02:00Z') - n * 60_000).toISOString(),
        actor: `admin-${n}@acme.test`,
        entry: `e${n}`,
        effect: { gained: [], lost: [], gainedCount: 0, lostCount: 0, complete: true },
        services: [{ name: `service-${n}`, gained: 0, lost: 0, narrowed: 0, widened: 0 }],
      }),
    );
    const { blocks } = renderBlocks({ kind: 'changes', report: report(many) }, 'admin', {
      about: 'other',
      now: NOW,
    });
    const actions = blocks.find(({ type }) => type === 'actions');
    expect(actions).toMatchObject({
      elements: [{ action_id: ASK, value: expect.stringMatching(/^changes since 2026-\S+ until 2026-\S+$/) }],
    });
    const few = renderBlocks({ kind: 'changes', report: report([change()]) }, 'admin', {
      about: 'other',
      now: NOW,
    });
    expect(few.blocks.some(({ type }) => type === 'actions')).toBe(false);
  });

  it('a thousand changes still make a message', () => {
    const many = Array.from({ length: 1000 }, (_, i) =>
      change({ actor: `p${i}@acme.test`, kind: 'iam-policy', entry: `e${i}` }),
    );
    expect(
      validateMessage(renderBlocks(answer(report(many)), 'admin', { about: 'other', now: NOW, seed: 's' })),
    ).toEqual([]);
    expect(slack(report(many))).toContain('/iap changes since');
  });
});
