/** Who is stopped although they have a grant, who passes under conditions only, and the names, as many as fit on a screen. */
import type { WhoReport, WhoRow, WhoState } from '../../diagnosis/who/report.js';
import type { Item, Line, Part, View } from '../outline-types.js';
import { code, plain, prose, sentence } from '../spans.js';
import { count, number, shortAddress } from '../words.js';
import { homeOf } from './who-ways.js';
import { capped, limit } from './why-parts.js';

const bare = (member: string): string => member.replace(/^(?:user|serviceAccount|group):/, '');

const LABELS: readonly (readonly [Exclude<WhoState, 'passes'>, string])[] = [
  ['blocked', 'Stopped all the same'],
  ['conditional', 'Only under a condition'],
  ['unknown', 'Cannot tell'],
];

/** People told together because the same stands in their way. */
interface Bunch {
  readonly why: string;
  readonly members: string[];
}

function bunchesOf(rows: readonly WhoRow[]): Bunch[] {
  const bunches = new Map<string, Bunch>();
  for (const row of rows) {
    const why = row.stops
      .filter(({ code: stop }) => stop !== 'foreign-boundary')
      .map(({ detail }) => detail)
      .join('; ');
    const known = bunches.get(why);
    if (known) known.members.push(row.member);
    else bunches.set(why, { why, members: [row.member] });
  }
  return [...bunches.values()].sort((a, b) => b.members.length - a.members.length);
}

function names(members: readonly string[], few: number, home: string | undefined): Line {
  const shown = members.slice(0, few);
  const left = members.length - shown.length;
  const spans = shown.flatMap(
    (member, i): Line => [
      ...(i === 0 ? [] : [plain(i === shown.length - 1 && left === 0 ? ' and ' : ', ')]),
      code(shortAddress(bare(member), home)),
    ],
  );
  return left > 0 ? [...spans, plain(` and ${number(left)} more`)] : spans;
}

/** Those who have a grant and do not simply pass, told by reason. */
export function exceptionParts(report: WhoReport, view: View): Part[] {
  const home = homeOf(report);
  return LABELS.flatMap(([state, label]) => {
    const rows = report.members.filter((row) => row.state === state);
    return capped('also', label, bunchesOf(rows), limit(view, 4), ({ why, members }): Item => {
      const who = names(members, limit(view, 4, 40), home);
      return { line: why === '' ? who : [...who, plain(': '), ...prose(sentence(why))] };
    });
  });
}

/** `ana@ through eng@ → dash-users@`. */
function person(row: WhoRow, home: string | undefined): Item {
  const open = row.ways.find(({ holds }) => holds === 'true') ?? row.ways[0];
  const via = (open?.via ?? []).slice(1);
  const steps = via.map((member) => shortAddress(bare(member), home)).join(' → ');
  const how = steps === '' ? ' by name' : ` through ${steps}`;
  return { line: [code(shortAddress(bare(row.member), home)), plain(how)] };
}

/** Where something else decides, the names are only what the policies would say. */
const LABEL: Readonly<Record<WhoReport['gate']['state'], string>> = {
  policies: 'Who',
  everybody: 'By the policies alone',
  nobody: 'By the policies alone',
  elsewhere: 'By the policies alone',
};

/** Those who pass, one screen of them. JSON has everybody; Slack has the numbers, and names where there are few. */
export function namesPart(report: WhoReport, view: View): Part[] {
  const home = homeOf(report);
  const passing = report.members.filter(({ state }) => state === 'passes');
  if (passing.length === 0) return [];
  if (view.surface === 'slack') {
    const line =
      passing.length > 10
        ? undefined
        : names(
            passing.map(({ member }) => member),
            10,
            home,
          );
    return line === undefined ? [] : [{ key: 'details', label: LABEL[report.gate.state], line }];
  }
  const shown = passing.slice(0, limit(view, 15));
  const left = passing.length - shown.length;
  const more: Item[] = left > 0 ? [{ line: [plain(`… and ${number(left)} more (--json lists all)`)] }] : [];
  const items = [...shown.map((row) => person(row, home)), ...more];
  return [
    {
      key: 'details',
      label: `${LABEL[report.gate.state]} (${count(passing.length, 'account', 'accounts')})`,
      items,
    },
  ];
}
