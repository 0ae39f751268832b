/** Through what people get in: one line for each group, one for all who are named one by one. */
import type { Through, WhoReport, WhoSet } from '../../diagnosis/who/report.js';
import type { Item, Line, Part, View } from '../outline-types.js';
import { bold, code, plain, prose, sentence } from '../spans.js';
import { count } from '../words.js';
import { capped, limit } from './why-parts.js';
import { memberName, nodeName, roleName } from './why-people.js';

/** The domain most of the people have: it goes without saying. */
export function homeOf(report: WhoReport): string | undefined {
  const domains = new Map<string, number>();
  const addresses =
    report.members.length > 0
      ? report.members.map(({ member }) => member)
      : report.groups.map(({ group }) => group);
  for (const address of addresses) {
    const domain = address.slice(address.lastIndexOf('@') + 1);
    domains.set(domain, (domains.get(domain) ?? 0) + 1);
  }
  return [...domains].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** `while "managed devices" holds (it depends on the request)`. */
export function conditionWords(condition: Through['condition'], holds: Through['holds']): Line {
  if (condition === null) return [];
  const name =
    condition.title === null ? code(condition.expression) : plain(`\u201c${condition.title}\u201d`);
  const now = {
    true: 'it does now',
    false: 'it does not now',
    'needs-context': 'that depends on the request',
  }[holds];
  return [plain(', while '), name, plain(` holds (${now})`)];
}

/** Entries that name one account, told together when they differ in nothing else. */
interface Row {
  readonly first: Through;
  readonly names: readonly string[];
}

function rowsOf(through: readonly Through[]): Row[] {
  const singles = new Map<string, { first: Through; names: string[] }>();
  const rows: Row[] = [];
  for (const entry of through) {
    if (entry.people === null) continue;
    if (entry.member.startsWith('group:')) {
      rows.push({ first: entry, names: [] });
      continue;
    }
    const key = JSON.stringify([entry.role, entry.node, entry.condition?.expression ?? null]);
    const known = singles.get(key);
    if (known) known.names.push(entry.member);
    else {
      const row = { first: entry, names: [entry.member] };
      singles.set(key, row);
      rows.push(row);
    }
  }
  return rows;
}

function item({ first, names }: Row, report: WhoReport, home: string | undefined): Item {
  const several = names.length > 1;
  const who: Line = several
    ? [bold(count(names.length, 'account', 'accounts')), plain(' named one by one')]
    : [memberName(first.member, home)];
  const people = first.people ?? 0;
  const number = several || !first.member.startsWith('group:') ? [] : [plain(': '), bold(numberWords(first))];
  const notPassing = people - (first.passing ?? 0);
  const some = notPassing > 0 && names.length === 0 && first.holds === 'true';
  const notes: Line[] = [];
  if (first.detail !== null && first.holds !== 'true') notes.push(prose(sentence(first.detail)));
  else if (first.detail !== null) notes.push(prose(sentence(first.detail)));
  if (some)
    notes.push([plain(`${count(notPassing, 'of them does', 'of them do')} not get in, or not for certain.`)]);
  return {
    line: [
      ...who,
      ...number,
      plain(' · '),
      roleName(first.role),
      plain(` ${nodeName(first.node, report.where)}`),
      ...conditionWords(first.condition, first.holds),
    ],
    notes,
  };
}

function numberWords({ people, complete }: Through): string {
  const words = count(people ?? 0, 'person', 'people');
  return complete ? words : `at least ${words}`;
}

/** The ways in, those with the most people first. */
export function throughPart(report: WhoReport, view: View): Part[] {
  const home = homeOf(report);
  const rows = rowsOf(report.through);
  return capped('through', 'Through', rows, limit(view, 8), (row) => item(row, report, home));
}

const SET_STATE: Readonly<Record<WhoSet['state'], string>> = {
  passes: '',
  conditional: ' Only under a condition.',
  unknown: ' Whether they pass cannot be told.',
  blocked: ' Something stops them: ',
  nobody: '',
};

/** Entries that stand for many, or for nobody any more. */
export function setsPart(report: WhoReport, view: View): Part[] {
  return capped('services', 'Not expanded', report.sets, limit(view, 6), (set) => {
    const stop = set.stops[0]?.detail ?? '';
    const state = SET_STATE[set.state];
    const said =
      set.state === 'blocked' || set.state === 'conditional'
        ? `${state}${stop === '' ? '' : ` ${sentence(stop)}`}`
        : state;
    return { line: [code(set.member), plain(': '), plain(set.text), plain(said.replace(/ {2,}/g, ' '))] };
  });
}
