/** `who` and `status` as people read them: on one screen, valid for Slack, and nothing of it for those it is not for. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StatusReport } from '../../src/diagnosis/status/report.js';
import type { WhoReport, WhoRow } from '../../src/diagnosis/who/report.js';
import type { Answer } from '../../src/render/answer.js';
import { renderBlocks, renderEvidence } from '../../src/render/blocks.js';
import { renderJson } from '../../src/render/json.js';
import { validateMessage, validateView } from '../../src/render/slack-limits.js';
import { renderText } from '../../src/render/text.js';
import { text } from './monsters.js';
import { stringsOf } from './read-blocks.js';

const NOW = new Date('2026-11-05T09:02:40.000Z');
const NODE = 'projects/111111111111/iap_web/compute/services/2222222222222222222';
const WEB = 'roles/iap.httpsResourceAccessor';
const COST = { calls: 12, byApi: { iap: 3 }, roundTrips: 4, ms: 900 };

const person = (name: string, more: Partial<WhoRow> = {}): WhoRow => ({
  member: `user:${name}@acme.test`,
  kind: 'user',
  state: 'passes',
  ways: [
    {
      via: [`user:${name}@acme.test`, 'group:eng@acme.test', 'group:dash-users@acme.test'],
      traced: true,
      role: WEB,
      node: NODE,
      condition: null,
      holds: 'true',
      detail: null,
    },
  ],
  stops: [],
  ...more,
});

function who(people: number, more: Partial<WhoReport> = {}): WhoReport {
  const members = Array.from({ length: people }, (_, i) => person(`p${i}`));
  return {
    schema: 'iap-doctor.who/1',
    id: '7Q2M-K4XD',
    where: { name: 'dashboard', resource: NODE, url: 'https://dash.acme.test/' },
    permission: 'iap.webServiceVersions.accessViaIAP',
    read: true,
    gate: { state: 'policies', code: null, detail: null },
    counts: {
      members: people,
      passes: people,
      conditional: 0,
      unknown: 0,
      blocked: 0,
      complete: true,
      sets: 0,
      unreadGroups: 0,
    },
    members,
    sets: [],
    through: [
      {
        member: 'group:dash-users@acme.test',
        role: WEB,
        node: NODE,
        condition: null,
        holds: 'true',
        people,
        passing: people,
        complete: true,
        detail: null,
      },
    ],
    groups: [{ group: 'dash-users@acme.test', exists: true, people, nested: 1, complete: true, unread: [] }],
    notes: [],
    blindSpots: [],
    cost: COST,
    oldestFactAt: '2026-11-05T09:02:00.000Z',
    ...more,
  };
}

const terminal = (answer: Answer): string =>
  renderText(answer, { colour: false, width: 100, about: 'other', debug: false, now: NOW });
const slack = (answer: Answer, audience: 'admin' | 'asker' = 'admin') =>
  renderBlocks(answer, audience, { about: 'other', now: NOW });
const shown = (answer: Answer, audience: 'admin' | 'asker' = 'admin'): string =>
  stringsOf(slack(answer, audience)).join('\n');

describe('who, in the terminal', () => {
  it('tells the number, the ways, and as many names as fit on a screen', () => {
    const told = terminal({ kind: 'who', report: who(5_000) });
    expect(told.split('\n').length).toBeLessThan(45);
    expect(told).toMatch(/^5,000 people can get into dashboard\./);
    expect(told).toContain('`dash-users@`: 5,000 people · IAP-secured Web App User on the service');
    expect(told).toContain('`p0@` through eng@ → dash-users@');
    expect(told).toContain('… and 4,985 more (--json lists all)');
    expect((JSON.parse(renderJson({ kind: 'who', report: who(5_000) })) as WhoReport).members).toHaveLength(
      5_000,
    );
  });

  it('says "at least", and why, when not everybody can be counted', () => {
    const counts = { ...who(214).counts, complete: false, unreadGroups: 1, sets: 2 };
    expect(terminal({ kind: 'who', report: who(214, { counts }) })).toMatch(
      /^\? At least 214 people can get into dashboard\. 1 group could not be read in full; 2 entries stand for\s+many and are not expanded\./,
    );
  });

  it('tells those who are stopped by what stops them', () => {
    const members = [
      person('ana'),
      person('sam', {
        state: 'blocked',
        stops: [{ code: 'account-disabled', detail: 'the account is suspended' }],
      }),
      person('max', {
        state: 'blocked',
        stops: [{ code: 'account-disabled', detail: 'the account is suspended' }],
      }),
      person('tom', {
        state: 'conditional',
        stops: [{ code: 'condition-needs-context', detail: 'depends on a level' }],
      }),
    ];
    const told = terminal({ kind: 'who', report: who(0, { members }) });
    expect(told).toContain('Stopped all the same: `sam@` and `max@`: the account is suspended.');
    expect(told).toContain('Only under a condition: `tom@`: depends on a level.');
    expect(told).toMatch(/^1 person can get into dashboard\./);
  });

  it('does not give a number where the policies do not decide', () => {
    const gate = { state: 'everybody', code: 'iap-bypassable', detail: 'IAP is off at dashboard' } as const;
    const told = terminal({ kind: 'who', report: who(3, { gate }) });
    expect(told).toMatch(/^✗ Everybody who reaches dashboard gets in: IAP is off there\./);
    expect(told).toContain('By the policies alone (3 accounts)');
    expect(terminal({ kind: 'who', report: who(0, { read: false }) })).toMatch(
      /^\? I could not read who can get into dashboard\./,
    );
    expect(terminal({ kind: 'who', report: who(0) })).toMatch(/^Nobody can get into dashboard now\./);
  });
});

describe('who, in Slack', () => {
  it('groups the ways and leaves the names to the terminal, unless they are few', () => {
    const many = shown({ kind: 'who', report: who(23) });
    expect(many).toContain('dash-users@');
    expect(many).toContain('23 people');
    expect(many).not.toContain('p7@');
    expect(shown({ kind: 'who', report: who(3) })).toContain('p2@');
  });

  it('shows nobody else more than the number', () => {
    const told = shown({ kind: 'who', report: who(3) }, 'asker');
    expect(told).toContain('3 people can get into dashboard.');
    expect(told).not.toMatch(/p\d@|dash-users|roles\//);
  });
});

function status(more: Partial<StatusReport> = {}): StatusReport {
  const capability = {
    id: 'deny',
    title: 'deny policies',
    state: 'missing',
    needed: true,
    ms: 12,
    tried: [{ resource: 'organizations/7', state: 'missing', ms: 12, problem: 'forbidden', said: 'no' }],
    cure: {
      text: 'roles/iam.denyReviewer on the organisation',
      roles: ['roles/iam.denyReviewer'],
      permissions: [],
    },
    note: null,
    inconclusive: false,
  } as const;
  return {
    schema: 'iap-doctor.status/1',
    id: '7Q2M-K4XD',
    as: 'iap-doctor@p.iam.gserviceaccount.com',
    overall: 'missing',
    full: true,
    capabilities: [
      capability,
      { ...capability, id: 'tags', title: 'tags in effect', state: 'works', cure: null },
    ],
    notTried: ['custom roles'],
    auditLogs: [{ project: 'projects/1', state: 'off', logTypes: [], exempted: [], from: [] }],
    store: { kind: 'redis', connected: true, problem: null },
    config: {
      organization: 'organizations/7',
      projects: [],
      services: 2,
      withoutResource: ['wiki'],
      channels: 1,
      admins: 1,
      automation: 0,
    },
    blindSpots: [
      {
        code: 'data-access-logs-off',
        what: 'Data Access logs are off in projects/1.',
        needs: 'auditConfigs',
      },
    ],
    cost: COST,
    oldestFactAt: '2026-11-05T09:02:00.000Z',
    ...more,
  };
}

describe('status', () => {
  it('tells the gap and its cure first, then what works, then the settings', () => {
    const told = terminal({ kind: 'status', report: status() });
    expect(told).toMatch(/^✗ I cannot see everything I need: 1 of 2 capabilities are missing\./);
    expect(told).toContain('Missing: deny policies · `organizations/7` (forbidden)');
    expect(told).toContain('needs: roles/iam.denyReviewer on the organisation.');
    expect(told).toContain('off in projects/1');
    expect(told).toContain('Works: tags in effect.');
    expect(told).toContain('wiki');
    expect(told).toContain('Nothing to try it on: custom roles.');
  });

  it('tells everybody else one line, and what to quote', () => {
    const told = shown({ kind: 'status', report: status() }, 'asker');
    expect(told).toContain('cannot tell');
    expect(told).toContain('7Q2M-K4XD');
    expect(told).not.toMatch(/roles\/|organizations|wiki|projects/);
    expect(shown({ kind: 'status', report: status({ overall: 'works', full: false }) })).toContain('I am up');
  });
});

/** Reports with every text replaced by something hostile or huge. */
const hostile = <T>(value: T, texts: readonly string[]): T => {
  let i = 0;
  const walk = (at: unknown, key: string): unknown => {
    if (typeof at === 'string') return KEPT.has(key) ? at : (texts[i++ % texts.length] ?? '');
    if (Array.isArray(at)) return at.map((one) => walk(one, key));
    if (typeof at !== 'object' || at === null) return at;
    return Object.fromEntries(Object.entries(at).map(([name, inner]) => [name, walk(inner, name)]));
  };
  return walk(value, '') as T;
};
const KEPT = new Set(['schema', 'state', 'kind', 'holds', 'overall']);

describe('hostile and monstrous reports', () => {
  const rows: readonly WhoRow[] = [
    person('ana'),
    person('bob', { state: 'blocked', stops: [{ code: 'x', detail: 'y' }] }),
    person('eve', { state: 'unknown', stops: [{ code: 'x', detail: 'z' }] }),
  ];
  const entry = who(1).through;
  const monster = (n: number): WhoReport =>
    who(0, {
      members: Array.from({ length: n }, (_, i) => rows[i % 3] as WhoRow),
      through: Array.from({ length: n }, () => ({
        ...(entry[0] as (typeof entry)[number]),
        detail: 'd',
        condition: { expression: 'e', title: 't' },
      })),
      sets: Array.from({ length: n }, () => ({
        member: 'allUsers',
        kind: 'other',
        text: 't',
        state: 'blocked',
        ways: [],
        stops: [{ code: 'c', detail: 'd' }],
      })),
      notes: [{ code: 'n', detail: 'd' }],
      blindSpots: Array.from({ length: n }, () => ({ code: 'c', what: 'w', needs: 'n' })),
    });

  it('make messages that Slack takes', () => {
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(0, 1, 7, 400),
        (texts, n) => {
          const gaps = Array.from({ length: n }, () => status().capabilities).flat();
          const answers: Answer[] = [
            { kind: 'who', report: hostile(monster(n), texts) },
            { kind: 'status', report: hostile(status({ capabilities: gaps }), texts) },
          ];
          for (const answer of answers)
            for (const audience of ['admin', 'asker'] as const) {
              expect(validateMessage(slack(answer, audience), { update: true })).toEqual([]);
              const blocks = renderEvidence(answer, audience, { about: 'other', now: NOW });
              const title = { type: 'plain_text', text: 'x' };
              if (blocks.length > 0) expect(validateView({ type: 'modal', title, blocks })).toEqual([]);
            }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('print nothing that a terminal acts on', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), (texts) => {
        for (const answer of [
          { kind: 'who', report: hostile(monster(5), texts) },
          { kind: 'status', report: hostile(status(), texts) },
        ] as const) {
          expect(terminal(answer).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
          expect(renderJson(answer).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        }
      }),
      { numRuns: 40 },
    );
  });
});
