/** Whatever strangers write, are called, or call their services: nothing of it pings, links or breaks an answer. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { understand } from '../../../../commands/ask.js';
import type { Ask } from '../../../../src/app.js';
import { renderBlocks } from '../../../../src/render/blocks.js';
import { pingsOf } from '../../../../src/sandbox/slack/index.js';
import { wantedIn } from '../../../../src/slack/features/mention/question.js';
import { saidIn } from '../../../../src/slack/features/mention/said.js';
import { directoryOf } from '../../../../src/slack/recognizer/index.js';
import { denied, NOW } from '../../../render/fixtures.js';
import { until } from '../../../support/until.js';
import { ANA, type Bench, startBench } from '../../bench.js';

const EVIL = 'x<!channel> <https://evil.test|dash.acme.test> *b* `c` \u202Eabc & <@U0ROOT>';

/** Repeats what was typed in every place where an answer repeats it. */
const ask: Ask = async (words) => {
  const read = understand(words, 'slack', {});
  if (!read.ok) return { kind: 'mistake', mistake: read.mistake, usage: read.usage };
  if (!read.prepared.ok) return { kind: 'mistake', mistake: read.prepared.mistake, usage: EVIL };
  if (words[0] === 'help')
    return { kind: 'help', help: { title: words.join(' '), verbs: [], details: [EVIL] } };
  const where = { ...denied.where, name: words.slice(2).join(' ') };
  return {
    kind: 'why',
    report: {
      ...denied,
      where,
      who: { ...denied.who, asked: 'me' },
      services: [{ name: EVIL, verdict: 'denied', code: null }],
    },
  };
};

const piece = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    'why',
    'me',
    'help',
    'probe',
    EVIL,
    '<!here>',
    '<@U0ROOT>',
    '<https://evil.test|acme>',
    '```',
    '\n> ',
    '&lt;!channel&gt;',
    "I can't get into",
  ),
);
const typed = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(' '));

const TEXTS = fc.sample(typed, { numRuns: 60, seed: 20261122 });

let bench: Bench;
const answered = () => bench.log.filter(({ message }) => message === 'Answered a mention');
beforeAll(async () => {
  const service = {
    aliases: [],
    url: undefined,
    resource: undefined,
    audience: undefined,
    grpc: undefined,
    owners: [],
  };
  bench = await startBench({
    ask,
    render: (answer, audience, about) => renderBlocks(answer, audience, { about, now: NOW }),
    config: { services: [{ name: EVIL, ...service }] },
    emulator: {
      users: [{ id: ANA, name: 'ana', realName: EVIL, email: 'ana@acme.test' }],
      channels: TEXTS.map((_, n) => ({ id: `C0HOSTILE${n}`, name: `hostile-${n}` })),
    },
  });
});
afterAll(() => bench.close());

describe('what strangers write', () => {
  it('comes back to nobody as a mark of Slack’s', async () => {
    for (const [n, text] of TEXTS.entries())
      bench.emulator.say(ANA, `C0HOSTILE${n}`, `@iap-doctor ${text}`, { plain: n % 2 === 0 });
    const said = TEXTS.flatMap(
      (_, n) => bench.emulator.state.channels.get(`C0HOSTILE${n}`)?.messages[0] ?? [],
    );
    const directory = directoryOf([]);
    const wanted = said.filter((one) => wantedIn(saidIn(one, 'U0DOCTOR'), directory).kind !== 'nothing');
    await until('all of them are answered', () => answered().length === wanted.length);
    await bench.emulator.openHome(ANA);
    await until('the Home tab is there', () =>
      JSON.stringify([...bench.emulator.state.homes.values()].map(({ view }) => view)).includes(
        'Check again',
      ),
    );
    const posts = [
      ...[...bench.emulator.state.channels.values()].flatMap(({ messages }) => messages),
      ...bench.seenBy(ANA),
    ].filter((one) => one.kind === 'ephemeral' || one.botId !== undefined);
    expect(posts.length).toBeGreaterThan(20);
    expect(posts.flatMap(pingsOf)).toEqual([]);
    expect(bench.emulator.state.violations).toEqual([]);
  });
});
