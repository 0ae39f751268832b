/** `why <who> [<where>]`: can this person pass IAP here, and if not, what stops them and what would mend it. */
import { isIP } from 'node:net';
import type { App, Asking } from '../src/app.js';
import { answerWhy } from '../src/diagnosis/answer.js';
import { Engine } from '../src/diagnosis/engine.js';
import type { Given } from '../src/diagnosis/question.js';
import type { AskedWhere, AskedWho, Typed } from '../src/names/asked.js';
import { parseDomain, subjectMember } from '../src/names/index.js';
import { parseWhere, parseWho } from '../src/names/typed.js';
import type { Answer } from '../src/render/answer.js';
import { underDeadline } from './deadline.js';
import { saveCase } from './save.js';
import { subjectOf } from './subject.js';
import type { FlagValues, Verb } from './verb.js';

const usage = 'why <who> [<where>]';

interface Words {
  readonly who: AskedWho;
  readonly where: AskedWhere | undefined;
  readonly given: Given;
  /** Where to write the case file. */
  readonly save: string | undefined;
  /** Whether people go by other names in it. */
  readonly pseudonyms: boolean;
}

const refuse = (message: string, nearest: string | undefined): Typed<never> => ({
  ok: false,
  mistake: { message, nearest },
});

const text = (value: FlagValues[string]): string | undefined =>
  typeof value === 'string' ? value : undefined;
const list = (value: FlagValues[string]): string[] =>
  Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : [];

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/i;

function readGiven(flags: FlagValues): Typed<Given> {
  const at = text(flags.at);
  if (at !== undefined && (!RFC3339.test(at) || Number.isNaN(Date.parse(at)))) {
    return refuse(`--at takes a moment in RFC 3339, not \u201c${at}\u201d.`, '--at 2026-11-22T09:00:00Z');
  }
  const ip = text(flags.ip);
  if (ip !== undefined && isIP(ip) === 0)
    return refuse(`--ip takes an IP address, not \u201c${ip}\u201d.`, '--ip 203.0.113.7');
  const host = text(flags.host);
  const domain = host === undefined ? undefined : parseDomain(host);
  if (host !== undefined && domain === undefined) {
    return refuse(`--host takes a host name, not \u201c${host}\u201d.`, '--host dash.example.com');
  }
  const path = text(flags.path);
  if (path !== undefined && !path.startsWith('/'))
    return refuse(`--path starts with a slash, unlike \u201c${path}\u201d.`, `--path /${path}`);
  const iso = at === undefined ? undefined : new Date(at).toISOString();
  return {
    ok: true,
    value: {
      at: iso,
      ip,
      host: domain,
      path: path?.replace(/[?#].*$/, ''),
      levels: list(flags['access-level']),
    },
  };
}

function readWords(words: readonly string[], flags: FlagValues): Typed<Words> {
  const [whoWord, whereWord, extra] = words;
  if (whoWord === undefined) return refuse('Who is it about?', 'why alice@example.com dashboard');
  if (extra !== undefined) {
    return refuse(
      `I read \u201c${whoWord}\u201d as who and \u201c${whereWord ?? ''}\u201d as where; \u201c${extra}\u201d is one word too many.`,
      `why ${whoWord} ${whereWord ?? ''}`.trim(),
    );
  }
  const who = parseWho(whoWord);
  if (!who.ok) return who;
  const where = whereWord === undefined ? undefined : parseWhere(whereWord);
  if (where && !where.ok) return where;
  const given = readGiven(flags);
  if (!given.ok) return given;
  const save = text(flags.save);
  const pseudonyms = flags.pseudonyms === true;
  if (pseudonyms && save === undefined)
    return refuse('--pseudonyms is about the file that --save writes.', '--save case.json --pseudonyms');
  return {
    ok: true,
    value: { who: who.value, where: where?.value, given: given.value, save, pseudonyms },
  };
}

async function answer(words: Words, app: App, asking: Asking): Promise<Answer> {
  const subject = await subjectOf(words.who, asking, 'why');
  if (!subject.ok) return { kind: 'mistake', mistake: subject.mistake, usage: undefined };
  if (!(await asking.mayAskAbout(subject.value.subject))) {
    return {
      kind: 'mistake',
      mistake: {
        message: 'You can ask about yourself. Asking about others is for the administrators of this bot.',
        nearest: 'why me',
      },
      usage: undefined,
      refused: { why: 'about-others', about: subjectMember(subject.value.subject) },
    };
  }
  asking.progress('Looking at accounts, groups and policies');
  const now = app.clock.now();
  const { answered, engine } = await underDeadline(asking, async (signal) => {
    const deadline = now + asking.timeoutMs;
    const engine = new Engine({ cache: app.cache, clock: app.clock, signal, fresh: asking.fresh, deadline });
    const base = { google: app.google, config: app.config, ...subject.value, given: words.given, now };
    return { answered: await answerWhy(engine, base, words.where, app.newReference), engine };
  });
  if (answered.kind === 'mistake') return { ...answered, usage: undefined };
  const { report } = answered;
  if (words.save !== undefined) {
    const { given, where } = words;
    const question = { ...subject.value, where: where?.asked, given, now, id: report.id };
    const made = {
      question,
      config: app.config,
      looks: await engine.record(),
      answer: { verdict: report.verdict, code: report.cause?.code ?? null },
    };
    const problem = await saveCase(words.save, made, words.pseudonyms);
    if (problem) return { kind: 'mistake', mistake: problem, usage: undefined };
  }
  return { kind: 'why', report };
}

export const why: Verb = {
  name: 'why',
  summary: 'why somebody can or cannot get in, and what would mend it',
  usage: { slack: usage, terminal: usage },
  flags: {
    at: {
      type: 'string',
      placeholder: 'RFC3339',
      help: 'evaluate times as of that moment; policies are today\u2019s',
    },
    ip: { type: 'string', placeholder: 'ADDRESS', help: 'the address the request comes from' },
    host: { type: 'string', placeholder: 'HOST', help: 'the host name of the request' },
    path: { type: 'string', placeholder: '/PATH', help: 'the path of the request' },
    'access-level': {
      type: 'string',
      multiple: true,
      placeholder: 'NAME',
      help: 'an access level that is held; may be repeated',
    },
    save: {
      type: 'string',
      placeholder: 'CASE.json',
      help: 'write everything that was read, redacted, to a case file',
    },
    pseudonyms: { type: 'boolean', help: 'with --save: other names for the people in it' },
  },
  examples: [
    'why alice@example.com dashboard',
    'why me https://dash.example.com/admin',
    'why serviceAccount:ci@my-project.iam.gserviceaccount.com orders',
  ],
  prepare: (words, flags) => {
    const read = readWords(words, flags);
    return read.ok
      ? { ok: true, run: (app, asking) => answer(read.value, app, asking) }
      : { ok: false, mistake: read.mistake };
  },
};
