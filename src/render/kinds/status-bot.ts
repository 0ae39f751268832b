/** How the bot itself is, for its administrators: what it gave up, what waits, its way to Slack, and what it was asked. */
import type { AskedQuestion, BotReport, GivenUp } from '../../diagnosis/status/bot.js';
import type { StatusReport } from '../../diagnosis/status/report.js';
import type { Item, Line, Outline, Part, View } from '../outline-types.js';
import { bold, code, plain, sentence } from '../spans.js';
import { count, duration, list, moment } from '../words.js';
import { capped, limit } from './why-parts.js';

const at = (when: string, view: View): string => moment(when, view.now, view.timeZone);

function givenUpItem({ kind, id, reason, attempts, at: when }: GivenUp, view: View): Item {
  const tries = count(attempts, 'attempt', 'attempts');
  return {
    line: [bold(kind), plain(` ${at(when, view)} · ${tries} · `), plain(reason)],
    notes: [[plain('its key: '), code(id)]],
  };
}

function workLine({ jobs, outbox }: BotReport): Line {
  const { waiting, delayed, active, dead, onlyHere, complete } = jobs;
  const bits = [
    `${count(waiting, 'job waits', 'jobs wait')}, ${delayed} for later`,
    `${active} under way`,
    `${dead} given up`,
    `${count(outbox.waiting, 'message waits', 'messages wait')} to be posted`,
    onlyHere > 0 ? `${count(onlyHere, 'job is', 'jobs are')} kept in this process alone` : '',
    complete && outbox.complete ? '' : 'the shared store could not be asked, so these are my own',
  ];
  return [plain(sentence(bits.filter((bit) => bit !== '').join(' · ')))];
}

function slackLine({ slack, redis, since, version }: BotReport, view: View): Line {
  const { mode, ready, why } = slack;
  const way = `${mode === 'socket' ? 'Socket Mode' : 'HTTP'}, ${ready ? 'connected' : (why ?? 'not ready')}`;
  const store =
    redis === null
      ? 'no Redis configured'
      : redis.connected
        ? 'Redis answers'
        : `Redis does not answer${redis.problem === null ? '' : ` (${redis.problem})`}`;
  return [plain(sentence([way, store, `version ${version}, up since ${at(since, view)}`].join(' · ')))];
}

function askedLine({ asked, since }: BotReport, view: View): Line {
  const named = (counts: Readonly<Record<string, number>>): string =>
    list(
      Object.entries(counts)
        .sort(([, a], [, b]) => b - a)
        .map(([name, n]) => `${n} ${name}`),
      12,
    );
  const what = asked.questions === 0 ? '' : `: ${named(asked.byVerdict)}`;
  const refused = Object.keys(asked.refusals).length === 0 ? '' : ` · not answered: ${named(asked.refusals)}`;
  const head = `${count(asked.questions, 'question', 'questions')} since ${at(since, view)}`;
  return [plain(sentence(`${head}${what}${refused}`))];
}

/** `14:02 UTC · maya@ asked why about tom@ at dashboard · denied (no-grant) · button in C01 · 0.4 s · 7Q2M-K4XD`. */
function questionItem(question: AskedQuestion, view: View): Item {
  const { user, email, about, verb, place, verdict, refused, origin, channel, ms, reference } = question;
  const subject = about === null || about === email ? '' : ` about ${about}`;
  const where = place === null ? '' : ` at ${place}`;
  const came = refused ?? question.code;
  const bits = [
    `${email ?? user} asked ${verb}${subject}${where}`,
    `${verdict}${came === null ? '' : ` (${came})`}`,
    `${origin}${channel === null ? '' : ` in ${channel}`}`,
    duration(ms),
  ];
  return {
    line: [
      plain(`${at(question.at, view)} · ${bits.join(' · ')}`),
      ...(reference === null ? [] : [plain(' · '), code(reference)]),
    ],
  };
}

/** What stands in `status` beside what can be seen of Google. */
export function botParts(bot: BotReport, view: View): Part[] {
  return [
    ...capped('warnings', 'Given up', bot.givenUp, limit(view, 5), (one) => givenUpItem(one, view)),
    { key: 'note', label: 'Slack', line: slackLine(bot, view) },
    { key: 'note', label: 'Work', line: workLine(bot) },
    { key: 'note', label: 'Asked', line: askedLine(bot, view) },
    ...capped('details', 'Lately', bot.audit, bot.audit.length, (one) => questionItem(one, view)),
  ];
}

/** The answer to `status audit`. */
export function auditOutline({ id, cost }: StatusReport, bot: BotReport, view: View): Outline {
  const { audit } = bot;
  const heads = ['I remember no questions.', 'The last question I was asked.'];
  const head = heads[audit.length] ?? `The last ${audit.length} questions I was asked, newest first.`;
  return {
    mood: 'plain',
    headline: [plain(head)],
    tail: [],
    parts: [
      { key: 'note', label: 'Asked', line: askedLine(bot, view) },
      ...capped('details', 'Questions', audit, audit.length, (one) => questionItem(one, view)),
    ],
    context: [id, duration(cost.ms)],
  };
}
