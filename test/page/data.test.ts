/** What the page works out before it draws anything: without a browser. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buttonsOf, isOwn, optionsOf, safeUrl } from '../../src/sandbox/page/chat/pressable.js';
import { apply } from '../../src/sandbox/page/data/apply.js';
import { complete } from '../../src/sandbox/page/data/complete.js';
import { linesOf } from '../../src/sandbox/page/data/conversation.js';
import { hashOf, type Place, placeOf } from '../../src/sandbox/page/data/place.js';
import {
  labelsOf,
  marksOf,
  placeOn,
  rangeFor,
  spanOf,
  ticksOf,
} from '../../src/sandbox/page/data/time-axis.js';
import { barsOf, shortPath } from '../../src/sandbox/page/data/waterfall.js';
import { linksOf } from '../../src/sandbox/page/panel/timeline-links.js';
import { laneOf, markWords } from '../../src/sandbox/page/panel/timeline-words.js';
import type { ChangeEntry, DenialEntry, GoogleCall, Question } from '../../src/sandbox/web/protocol.js';
import { message, snapshot } from './make.js';

describe('an update', () => {
  it('adds what is new, replaces what changed, and does no harm the second time', () => {
    const update = { type: 'message', message: message('1.000001', { text: 'hello' }) } as const;
    const once = apply(snapshot(), update);
    expect(once.workspace.messages.map(({ text }) => text)).toEqual(['hello']);
    expect(apply(once, update)).toEqual(once);
    const changed = apply(once, {
      type: 'message',
      message: message('1.000001', { text: 'bye', edited: true }),
    });
    expect(changed.workspace.messages.map(({ text }) => text)).toEqual(['bye']);
    const gone = { type: 'message_deleted', channel: 'C1', ts: '1.000001' } as const;
    expect(apply(apply(changed, gone), gone).workspace.messages).toEqual([]);
  });

  it('about switches leaves all others where they are', () => {
    const one = (id: string, position: string) => ({
      id,
      group: 'g',
      label: id,
      positions: [],
      position,
      rest: 'on',
    });
    const before = {
      ...snapshot(),
      switches: [{ id: 'g', title: 'G', note: '', switches: [one('a', 'on'), one('b', 'on')] }],
    };
    const after = apply(before, { type: 'switches', switches: [one('b', 'off')] });
    expect(after.switches[0]?.switches.map(({ position }) => position)).toEqual(['on', 'off']);
  });
});

describe('a conversation', () => {
  it('shows a person everybody’s messages, their own ephemerals, and what they typed before its answer', () => {
    const now = snapshot({
      messages: [message('10.000001', { from: 'U2' }), message('10.000004', { threadTs: '10.000001' })],
      ephemerals: [message('12.000005', { onlyFor: 'U1' }), message('12.000006', { onlyFor: 'U2' })],
      questions: [question({ at: new Date(12_400).toISOString(), what: '/iap why me' })],
    });
    const told = linesOf(now, 'C1', 'U1').map((line) =>
      line.kind === 'typed' ? line.question.what : `${line.message.ts}+${line.replies.length}`,
    );
    expect(told).toEqual(['10.000001+1', '/iap why me', '12.000005+0']);
  });

  it('loses no reply whose thread is not there', () => {
    const now = snapshot({ messages: [message('10.000002', { threadTs: '9.000001' })] });
    expect(linesOf(now, 'C1', 'U1')).toHaveLength(1);
  });
});

describe('suggestions', () => {
  const known = {
    commands: ['/iap'],
    people: [
      { name: 'maya', realName: 'Maya Lindqvist' },
      { name: 'bob', realName: 'Bob Achterberg' },
    ],
    services: [{ name: 'dashboard' }, { name: 'docs' }, { name: 'orders' }],
  };
  const labels = (text: string): string[] => complete(text, known).map(({ label }) => label);

  it('are verbs behind the command, people and services where they belong', () => {
    expect(labels('/')).toEqual(['/iap']);
    expect(labels('/iap wh')).toEqual(['why', 'who']);
    expect(labels('/iap why m')).toEqual(['me', '@maya']);
    expect(labels('/iap why lind')).toEqual(['@maya']);
    expect(labels('/iap why me d')).toEqual(['dashboard', 'docs']);
    expect(labels('/iap probe o')).toEqual(['orders']);
    expect(labels('/iap status x')).toEqual([]);
    expect(labels('see you @b')).toEqual(['@bob']);
    expect(labels('a sentence')).toEqual([]);
  });

  it('keep what was typed before the word they complete', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => {
        for (const option of complete(text, known)) {
          const last = text.split(/\s+/).at(-1) ?? '';
          expect(option.text.startsWith(text.slice(0, text.length - last.length))).toBe(true);
        }
      }),
    );
    expect(complete('/iap why me da', known)[0]?.text).toBe('/iap why me dashboard ');
  });
});

describe('the address', () => {
  const start: Place = { as: 'maya', at: '', panel: 'switches', front: 'chat', wide: false, find: '' };

  it('brings back every place', () => {
    const places = fc.record({
      as: fc.string(),
      at: fc.string(),
      panel: fc.constantFrom('switches', 'calls', 'timeline'),
      front: fc.constantFrom('places', 'chat', 'instruments'),
      wide: fc.boolean(),
      find: fc.string(),
    } as const);
    fc.assert(
      fc.property(places, (place) => {
        expect(placeOf(hashOf(place), start)).toEqual(place);
      }),
    );
  });

  it('is taken as the start where it makes no sense', () => {
    expect(placeOf('#panel=nonsense&front=', start)).toEqual(start);
  });
});

describe('the time axis', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  const ago = (minutes: number): number => now - minutes * 60_000;

  it('looks back as far as needed for enough to be seen', () => {
    const many = Array.from({ length: 14 }, (_, i) => ago(i * 20));
    expect(rangeFor(many, now)).toBe('quarter');
    expect(rangeFor([...many.slice(0, 3), ago(60 * 24 * 30)], now)).toBe('all');
    expect(rangeFor([], now)).toBe('hour');
  });

  it('has every moment of its span between its ends, and few round ticks', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 * 24 * 90 }),
        fc.integer({ min: 3, max: 12 }),
        (minutes, most) => {
          const span = spanOf('all', [ago(minutes)], now);
          for (const at of [now, ago(minutes)]) {
            expect(placeOn(span, at)).toBeGreaterThanOrEqual(0);
            expect(placeOn(span, at)).toBeLessThanOrEqual(1);
          }
          const ticks = ticksOf(span, most);
          expect(ticks.length).toBeLessThanOrEqual(most + 1);
          for (const tick of ticks) expect(tick.at).toBeGreaterThanOrEqual(span.from);
        },
      ),
    );
  });

  it('puts what is too close into one mark, and loses nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 360 }), { maxLength: 40 }), (minutes) => {
        const items = minutes.map((one) => ({ at: new Date(ago(one)).toISOString() }));
        const marks = marksOf(items, spanOf('quarter', [], now), 0.05);
        expect(marks.flatMap((one) => one.items)).toHaveLength(items.length);
        for (const { room } of labelsOf(marks, 0.1)) expect(room).toBeGreaterThanOrEqual(0.1);
      }),
    );
  });
});

describe('the timeline', () => {
  const change: ChangeEntry = {
    type: 'change',
    id: 'c1',
    at: '2026-11-22T09:00:00.000Z',
    actor: 'hr-sync@acme-prod.iam.gserviceaccount.com',
    actorKind: 'automation',
    kind: 'group-membership',
    resource: 'groups/dash-users@acme.test',
    summary: 'hr-sync removed maya.',
    deltas: [{ action: 'remove', role: 'MEMBER', member: 'user:maya@acme.test' }],
    bySwitch: false,
  };
  const denial = (id: string, at: string, who = 'maya@acme.test'): DenialEntry => ({
    type: 'denial',
    id,
    at,
    who,
    where: 'dashboard',
    resource: 'r',
    summary: `IAP turned ${who} away.`,
  });

  it('joins a change to the first refusal of the same person after it, and to no other', () => {
    const entries = [
      denial('d3', '2026-11-22T11:00:00.000Z'),
      denial('d2', '2026-11-22T09:05:00.000Z'),
      denial('d1', '2026-11-22T09:01:00.000Z', 'bob@acme.test'),
      change,
      denial('d0', '2026-11-22T08:00:00.000Z'),
    ];
    expect(linksOf(entries).map(({ denial: { id } }) => id)).toEqual(['d2']);
  });

  it('gives every entry a lane, and every mark words', () => {
    expect([laneOf(change), laneOf(denial('d', change.at)), laneOf({ ...change, kind: 'boundary' })]).toEqual(
      ['people', 'refused', 'guards'],
    );
    expect(markWords([change, denial('d', change.at)])).toMatch(/^2 together: .*removed maya.*turned/);
  });
});

describe('the calls of a question', () => {
  const call = (id: string, at: number, ms?: number): GoogleCall => ({
    id,
    at: new Date(at).toISOString(),
    question: 'q1',
    api: 'iap',
    method: 'GET',
    path: '/',
    ...(ms === undefined ? {} : { ms, status: 200 }),
  });

  it('are drawn within the time it took, in the order in which they came', () => {
    const bars = barsOf(question({ at: new Date(1_000).toISOString(), ms: 100 }), [
      call('b', 1_050, 50),
      call('a', 1_000, 10),
      call('c', 1_090),
    ]);
    expect(bars.map((bar) => bar.call.id)).toEqual(['a', 'b', 'c']);
    expect(bars[1]).toMatchObject({ from: 0.5, length: 0.5 });
    for (const { from, length } of bars) expect(from + length).toBeLessThanOrEqual(1.0001);
  });

  it('have paths short enough to read', () => {
    expect(shortPath('/v1/projects/111111111111/iap_web:getIamPolicy?alt=json')).toBe(
      '/projects/…1111/iap_web:getIamPolicy',
    );
    expect(shortPath('/v2/%E0%A4%A')).toBe('/%E0%A4%A');
  });
});

describe('Block Kit', () => {
  it('has its buttons in the order in which they are drawn, with their blocks', () => {
    const blocks = [
      { type: 'section', block_id: 's', accessory: { type: 'button', action_id: 'a', text: {} } },
      {
        type: 'actions',
        elements: [
          { type: 'button', action_id: 'b', url: 'https://acme.test/' },
          { type: 'static_select', action_id: 'c' },
        ],
      },
    ];
    expect(buttonsOf(blocks)).toEqual([
      { actionId: 'a', blockId: 's' },
      { actionId: 'b', url: 'https://acme.test/' },
    ]);
    expect(blocks.map(isOwn)).toEqual([false, true]);
  });

  it('never opens anything but the web and mail', () => {
    expect(safeUrl('https://acme.test')).toBe('https://acme.test/');
    for (const bad of [
      'javascript:alert(1)',
      ' JavaScript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      'file:///x',
      7,
    ])
      expect(safeUrl(bad)).toBeUndefined();
    fc.assert(
      fc.property(fc.webUrl(), (url) => {
        expect(safeUrl(url)).toMatch(/^https?:/);
      }),
      { numRuns: 25 },
    );
  });

  it('gives the options of menus with and without groups', () => {
    const option = (value: string) => ({ value, text: { type: 'plain_text', text: value.toUpperCase() } });
    expect(optionsOf({ options: [option('a')] })).toEqual([{ value: 'a', label: 'A' }]);
    expect(optionsOf({ option_groups: [{ options: [option('b')] }] })).toEqual([{ value: 'b', label: 'B' }]);
  });
});

function question(over: Partial<Question>): Question {
  return {
    id: 'q1',
    at: '2026-11-22T12:00:00.000Z',
    person: 'U1',
    channel: 'C1',
    what: '/iap',
    state: 'answered',
    calls: 0,
    ...over,
  };
}
