/** What a channel may read says nothing of groups, roles, conditions, accounts or other people, whatever the report holds. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WhyReport } from '../../../../src/diagnosis/report.js';
import { validateMessage } from '../../../../src/render/slack-limits.js';
import { worldScenarios } from '../../../../src/sandbox/world.js';
import { dress } from '../../../../src/slack/features/thread-reply/dress.js';
import {
  type Known,
  type PublicWords,
  publicWords,
} from '../../../../src/slack/features/thread-reply/public-words.js';
import { joined, sameForMany } from '../../../../src/slack/features/thread-reply/short-words.js';
import { allowed, denied, NOW, unknown } from '../../../render/fixtures.js';
import { stringsOf } from '../../../render/read-blocks.js';
import { type Product, startProduct } from '../../../support/product.js';
import { probed } from './reports.js';
import { wordsOf } from './world.js';

const messageOf = (words: PublicWords, service?: string, version = 1) =>
  dress({
    channel: 'C0HELP',
    threadTs: '1700000000.000100',
    buttons: [],
    now: NOW,
    state: {
      version,
      words: { ...words, headline: [...words.headline], lines: words.lines.map((line) => [...line]) },
      putAt: 0,
      because: [],
      bare: false,
      ended: false,
      ...(service === undefined ? {} : { service }),
    },
  });
const read = (known: Known): string => {
  const message = messageOf(publicWords(known));
  return `${wordsOf(message)}\n${message.text}`;
};

const PROBES: readonly Known['probe'][] = [
  undefined,
  'nothing',
  probed('dashboard', 'guarded'),
  probed('dashboard', 'exposed'),
  probed('dashboard', 'failing', { stage: 'tls', code: 'tls-expired' }),
];
const WHOSE = ['own', 'many', 'others'] as const;

/** Strings of a report that are not for everybody: everything but what the place is called and what the verdict is. */
function privateIn({ where: _, verdict: __, schema: ___, ...rest }: WhyReport): Set<string> {
  const all = stringsOf(rest).filter((text) => text.length > 5 && !PUBLIC.has(text));
  const inside = all.flatMap((text) => [
    ...(text.match(/[\w.+-]+@[\w.-]+/g) ?? []),
    ...(text.match(/\broles\/[\w.]+/g) ?? []),
    ...(text.match(/\b(?:projects|folders|organizations|groups)\/[\w/.-]+/g) ?? []),
  ]);
  const people = inside.flatMap((text) => (text.includes('@') ? [text.slice(0, text.indexOf('@'))] : []));
  return new Set([...all, ...inside, ...people.filter((name) => name.length > 3)]);
}
/** Words of our own types. */
const PUBLIC = new Set(['denied', 'allowed', 'unknown', 'operator', 'person', 'blocks', 'automation']);

const leaks = (text: string, report: WhyReport): string[] =>
  [...privateIn(report)].filter((secret) =>
    /^[\w.-]+$/.test(secret)
      ? new RegExp(`(?<![\\w.-])${secret.replace(/[.+]/g, '\\$&')}(?![\\w-])`).test(text)
      : text.includes(secret),
  );

describe('over every scenario of the company', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.close());

  it('no private string of any report stands in the public words', async () => {
    const { ask, close } = product.open();
    let read_ = 0;
    try {
      for (const { who, where } of worldScenarios) {
        const answer = await ask(['why', who, where]);
        if (answer.kind !== 'why') continue;
        read_ += 1;
        for (const whose of WHOSE)
          for (const probe of PROBES) {
            const text = read({ service: undefined, whose, why: answer.report, probe });
            expect(leaks(text, answer.report), `${who} at ${where}: ${text}`).toEqual([]);
          }
      }
    } finally {
      await close();
    }
    expect(read_).toBeGreaterThan(30);
  }, 60_000);
});

describe('the words', () => {
  const own = (why: Known['why'], probe: Known['probe']): string =>
    read({ service: 'dashboard', whose: 'own', why, probe });

  it('name the number and the moment of the change that is the cause', () => {
    const text = own(denied, probed('dashboard', 'guarded'));
    expect(text).toContain(
      'Since Tue 14:02 UTC a change has stopped 214 people at dashboard, you among them.',
    );
    expect(text).toContain('Its address and its sign-in answer as they should.');
    expect(read({ service: 'dashboard', whose: 'many', why: denied, probe: 'nothing' })).toMatch(
      /^Yes: since/,
    );
  });

  it('give no number where it is one person or nobody knows, and no moment without a cause', () => {
    const [change] = denied.changes;
    if (change === undefined) throw new Error('no change');
    const alone = { ...denied, changes: [{ ...change, effect: { ...change.effect, lostCount: 1 } }] };
    expect(own(alone, 'nothing')).toContain(
      "You can't get into dashboard: a change at Tue 14:02 UTC stopped you.",
    );
    const chance = { ...denied, changes: [{ ...change, relation: 'coincidence' as const }] };
    expect(own(chance, 'nothing')).toContain("You can't get into dashboard right now, and I found out why.");
  });

  it('never call a service open to everybody in a channel', () => {
    expect(own(allowed, probed('dashboard', 'exposed'))).not.toMatch(/open|exposed|everybody/);
  });

  it('say that it looks as if, where the probe is not sure', () => {
    const unsure = probed('dashboard', 'failing', { stage: 'tls', code: 'tls-expired', sureness: 'likely' });
    expect(own(unknown, unsure)).toContain('it looks as if its certificate has expired');
  });

  it('blame nobody for what only this machine may see', () => {
    const text = own(allowed, probed('dashboard', 'failing', { stage: 'dns', code: 'dns-timeout' }));
    expect(text).toContain('You are allowed into dashboard.');
    expect(text).toContain('I could not tell whether the way there works.');
  });

  it('take a setting that stops everybody for that, although the answer is about one person', () => {
    const why = { ...denied, cause: { code: 'oauth-client-missing', check: 'x', text: 't', adminText: 'a' } };
    expect(own(why, probed('dashboard', 'guarded'))).toContain(
      'dashboard is not working at the moment: its sign-in is not set up completely.',
    );
  });

  it('call it one matter when the look from outside and the answer name the same cause', () => {
    const code = 'host-not-allowed';
    const why = { ...denied, cause: { code, check: 'x', text: 't', adminText: 'a' } };
    const one = own(why, probed('dashboard', 'failing', { stage: 'iap', code }));
    expect(one).toContain('dashboard is not working at the moment: IAP does not accept its host name.');
    expect(one).not.toContain('second matter');
    const two = own(why, probed('dashboard', 'failing', { stage: 'tls', code: 'tls-expired' }));
    expect(two).toContain('Your own access is a second matter');
  });
});

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        '<!channel>',
        '<@U0MAYA>',
        '<#C0HELP>',
        '<https://evil.test|dashboard>',
        '<!subteam^S1>',
        '@here',
        '*',
        '`',
        '\n',
        '\u202e',
        '> ',
        '&lt;',
        ':boom:',
        'https://evil.test',
        '<!date^1^{date}^https://evil.test|x>',
        '\u0000',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join(' ')),
);

/** Everything that would ping, link, or format. */
function markIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(markIn);
  if (typeof value !== 'object' || value === null) return [];
  const type = Reflect.get(value, 'type');
  const own = ['user', 'usergroup', 'channel', 'broadcast', 'link', 'emoji', 'mrkdwn'].includes(String(type))
    ? [String(type)]
    : [];
  return [...own, ...Object.values(value).flatMap(markIn)];
}

describe('whatever strings come along', () => {
  const harmless = (words: PublicWords, service: string, links = 0): void => {
    const message = messageOf(words, service);
    expect(validateMessage(message)).toEqual([]);
    expect(markIn(message.blocks)).toEqual(Array.from({ length: links }, () => 'link'));
    expect(message.text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
    expect(stringsOf(message.blocks, 'text').join('')).not.toMatch(/\u202e/);
  };

  it('nothing in the words for a channel mentions, links, or breaks a message', () => {
    fc.assert(
      fc.property(
        nasty,
        nasty,
        fc.constantFrom(...WHOSE),
        fc.constantFrom(...PROBES),
        (name, other, whose, probe) => {
          for (const base of [denied, allowed, unknown]) {
            const [change] = base.changes;
            const why: WhyReport = {
              ...base,
              where: { ...base.where, name },
              changes: change ? [{ ...change, at: other, actor: other, summary: other }] : [],
            };
            harmless(publicWords({ service: name, whose, why, probe }), name);
            harmless(publicWords({ service: undefined, whose, why, probe }), name);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('nor in the one-line replies, whose one link is the one that was given', () => {
    fc.assert(
      fc.property(nasty, fc.nat(5_000), (text, people) => {
        harmless(sameForMany(people, text, 'https://acme.slack.test/archives/C1/p1'), text, 1);
        harmless(joined({ words: [text], permalink: undefined }), text);
        harmless(sameForMany(people, text, URL.canParse(text) ? undefined : text), text, 0);
      }),
    );
  });

  it('private fields of a report reach nobody, whatever is in them', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.constantFrom(...WHOSE),
        fc.constantFrom(...PROBES),
        (secret, whose, probe) => {
          const marked = (value: unknown, key = ''): unknown => {
            if (typeof value === 'string') return KEPT.has(key) ? value : secret;
            if (Array.isArray(value)) return value.map((one) => marked(one, key));
            if (typeof value !== 'object' || value === null) return value;
            return Object.fromEntries(
              Object.entries(value).map(([name, inner]) => [name, marked(inner, name)]),
            );
          };
          for (const base of [denied, allowed, unknown]) {
            const report = { ...(marked(base) as WhyReport), where: base.where };
            expect(read({ service: undefined, whose, why: report, probe })).not.toContain(secret);
          }
        },
      ),
    );
  });
});
/** Fields that are read for the decision, and never shown as they are. */
const KEPT = new Set(['verdict', 'relation', 'at', 'schema', 'code', 'kind']);
