/** What is said about a `status` report: what is missing and its cure first, what works in few words, then the settings. */
import type { AuditLog, Capability, StatusReport } from '../../diagnosis/status/report.js';
import type { Item, Line, Mood, Outline, Part, View } from '../outline-types.js';
import { bold, code, plain, prose, sentence } from '../spans.js';
import { count, duration, list } from '../words.js';
import { auditOutline, botParts } from './status-bot.js';
import { capped, limit } from './why-parts.js';

const MOOD: Readonly<Record<StatusReport['overall'], Mood>> = {
  works: 'good',
  missing: 'bad',
  unknown: 'unsure',
};

function headline({ overall, capabilities, blindSpots }: StatusReport): string {
  const of = (state: Capability['state']): number => capabilities.filter((one) => one.state === state).length;
  const works = of('works');
  switch (overall) {
    case 'works':
      return blindSpots.length === 0
        ? 'I can see everything I need.'
        : 'I can see everything I need, but not everything there could be.';
    case 'missing':
      return `I cannot see everything I need: ${of('missing')} of ${count(capabilities.length, 'capability is', 'capabilities are')} missing.`;
    case 'unknown':
      return works === 0
        ? 'I could not try anything, so I cannot tell what I can see.'
        : `I could not try everything: ${count(of('unknown'), 'capability is', 'capabilities are')} open.`;
  }
}

/** For everybody else: whether answers can be relied on, and whom to tell. */
function shortOutline(report: StatusReport): Outline {
  const { overall, id } = report;
  const said = {
    works: 'I am up, and I can read policies and groups.',
    missing: 'I am up, but I cannot read everything I need; answers may be \u201ccannot tell\u201d.',
    unknown: 'I am up, but Google does not answer me right now.',
  }[overall];
  const tell: Part[] =
    overall === 'works'
      ? []
      : [{ key: 'todo', line: [plain('Tell whoever looks after me, and quote '), code(id), plain('.')] }];
  return {
    mood: MOOD[overall],
    headline: [plain(said)],
    tail: [],
    parts: tell,
    context: [id, duration(report.cost.ms)],
  };
}

function problemWords({ tried, inconclusive }: Capability): Line {
  if (inconclusive) return [];
  const failed = tried.filter(({ state }) => state !== 'works');
  const [first] = failed;
  if (!first) return [];
  const where = list(
    failed.map(({ resource }) => resource),
    3,
  );
  const why = first.problem === null ? '' : ` (${first.problem})`;
  return [plain(' · '), code(where), plain(why)];
}

function gapItem(capability: Capability): Item {
  const { title, cure, note } = capability;
  const notes: Line[] = [];
  if (cure) notes.push([plain('needs: '), ...prose(sentence(cure.text))]);
  if (note !== null) notes.push(prose(sentence(note)));
  return { line: [bold(title), ...problemWords(capability)], notes };
}

const AUDIT: Readonly<Record<AuditLog['state'], string>> = {
  on: 'on',
  partly: 'on in part only',
  off: 'off',
  unknown: 'not to be seen',
};

/** `on in projects/a; off in projects/b`; what is left out stands in the notes. */
function auditPart(report: StatusReport): Part[] {
  const states = (['on', 'partly', 'off', 'unknown'] as const).flatMap((state) => {
    const projects = report.auditLogs.filter((log) => log.state === state).map(({ project }) => project);
    return projects.length === 0 ? [] : [`${AUDIT[state]} in ${list(projects, 5)}`];
  });
  if (states.length === 0) return [];
  return [
    { key: 'services', label: 'Logs of IAP\u2019s decisions', line: [plain(sentence(states.join('; ')))] },
  ];
}

function worksPart(report: StatusReport, view: View): Part[] {
  const working = report.capabilities.filter(({ state }) => state === 'works');
  if (working.length === 0) return [];
  if (view.full) {
    const items = working.map(({ title, ms }): Item => ({ line: [plain(`${title} `), code(`${ms} ms`)] }));
    return [{ key: 'details', label: 'Works', items }];
  }
  return [
    {
      key: 'details',
      label: 'Works',
      line: [
        plain(
          sentence(
            list(
              working.map(({ title }) => title),
              40,
            ),
          ),
        ),
      ],
    },
  ];
}

function configLine({ config, as }: StatusReport): Line {
  const { organization, projects, services, withoutResource, channels, admins } = config;
  const bits = [
    as === null ? '' : `I am ${as} to Google`,
    organization === null ? 'no organisation configured' : organization,
    count(projects.length, 'project to search', 'projects to search'),
    `${count(services, 'service', 'services')}${withoutResource.length > 0 ? ` (without their IAP resource: ${list(withoutResource, 5)})` : ''}`,
    count(channels, 'channel', 'channels'),
    count(admins, 'administrator entry', 'administrator entries'),
  ];
  return [plain(sentence(bits.filter((bit) => bit !== '').join(' · ')))];
}

/** The whole answer to `status`; the gaps and their cures are for administrators. */
export function statusOutline(report: StatusReport, view: View): Outline {
  if (!report.full || view.audience === 'asker') return shortOutline(report);
  if (report.auditOnly && report.bot) return auditOutline(report, report.bot, view);
  const of = (state: Capability['state']): Capability[] =>
    report.capabilities.filter((one) => one.state === state);
  const audit = report.blindSpots.filter(({ code: spot }) => spot === 'data-access-logs-off');
  return {
    mood: MOOD[report.overall],
    headline: [plain(headline(report))],
    tail: [],
    parts: [
      ...capped('unseen', 'Missing', of('missing'), limit(view, 12), gapItem),
      ...capped('doubt', 'Open', of('unknown'), limit(view, 12), gapItem),
      ...auditPart(report),
      ...capped('warnings', 'Note', audit, limit(view, 4), ({ what, needs }) => ({
        line: prose(sentence(what)),
        notes: [[plain('needs: '), ...prose(sentence(needs))]],
      })),
      ...(report.bot ? botParts(report.bot, view) : []),
      ...worksPart(report, view),
      ...(report.notTried.length === 0
        ? []
        : [
            {
              key: 'note',
              label: 'Nothing to try it on',
              line: [plain(sentence(list(report.notTried, 20)))],
            } as const,
          ]),
      { key: 'note', label: 'Configuration', line: configLine(report) },
    ],
    context: [report.id, `${count(report.cost.calls, 'call', 'calls')} to Google`, duration(report.cost.ms)],
  };
}
