/** Reads an expectation file: every mistake in it in one go, with line and expected form. */

import { type Path, readSource, type Source } from '../config/source.js';
import type { ConfigMistake } from '../config.js';
import { parseWhere, parseWho } from '../names/typed.js';
import type { Expectation, Expected } from './expectation.js';
import { FIELDS, type Field, fieldOf, givenOf, textsOf, verdictOf } from './fields.js';

export type ReadExpectations =
  | { readonly ok: true; readonly expectations: readonly Expectation[] }
  | { readonly ok: false; readonly mistakes: readonly ConfigMistake[] };

const LISTS = ['expect', 'expectations', 'expected'] as const;
const FORM = 'a list such as "- { who: ana@example.com, where: dashboard, verdict: allowed }"';

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Collects mistakes with their lines while the rest is still read. */
class Reader {
  readonly mistakes: ConfigMistake[] = [];
  private readonly source: Source;

  constructor(source: Source) {
    this.source = source;
  }

  wrong(path: Path, message: string, expected: string, key?: string): void {
    const shown = [...path, ...(key === undefined ? [] : [key])].map(String).join('.');
    const line = this.source.lineOf(path, key);
    this.mistakes.push({ file: this.source.file, line, path: shown, message, expected });
  }

  lineOf(path: Path): number | undefined {
    return this.source.lineOf(path);
  }

  /** The fields of one entry under their own names. */
  fields(path: Path, entry: Readonly<Record<string, unknown>>): ReadonlyMap<Field, unknown> {
    const found = new Map<Field, unknown>();
    for (const [key, value] of Object.entries(entry)) {
      const named = fieldOf(key);
      if ('field' in named) {
        if (value !== null) found.set(named.field, value);
      } else {
        const expected =
          named.near === undefined ? `one of ${FIELDS.join(', ')}` : `did you mean ${named.near}?`;
        this.wrong(path, 'there is no such key', expected, key);
      }
    }
    return found;
  }
}

/** Whom an entry is about, with what is expected of each. */
function peopleOf(
  reader: Reader,
  path: Path,
  entry: ReadonlyMap<Field, unknown>,
): readonly { readonly who: string; readonly expected: Expected }[] {
  const listed = (['allowed', 'denied'] as const).flatMap((field) => {
    if (!entry.has(field)) return [];
    const names = textsOf(entry.get(field));
    if (!names) reader.wrong([...path, field], 'this is not a list of people', '[ana@example.com]');
    return (names ?? []).map((who) => ({ who, expected: field }));
  });
  if (!entry.has('who')) {
    if (listed.length === 0 && !entry.has('allowed') && !entry.has('denied'))
      reader.wrong(path, 'nobody is named', 'who: ana@example.com, or allowed: [ana@example.com]');
    return listed;
  }
  const names = textsOf(entry.get('who'));
  if (!names) reader.wrong([...path, 'who'], 'this is nobody', 'who: ana@example.com');
  const expected = verdictOf(entry.get('verdict'));
  if (!entry.has('verdict'))
    reader.wrong(path, 'the verdict is missing', 'verdict: allowed, or verdict: denied');
  else if (!expected)
    reader.wrong([...path, 'verdict'], 'this is not a verdict', 'allowed, denied or unknown');
  return [...listed, ...(expected ? (names ?? []).map((who) => ({ who, expected })) : [])];
}

function entryOf(reader: Reader, path: Path, value: unknown): readonly Expectation[] {
  if (!isMap(value)) {
    reader.wrong(path, 'this is not an entry', FORM);
    return [];
  }
  const entry = reader.fields(path, value);
  const places = textsOf(entry.get('where'));
  if (!places)
    reader.wrong(path, 'it does not say where', 'where: dashboard, or where: https://dash.example.com/admin');
  const people = peopleOf(reader, path, entry);
  const circumstances = givenOf(entry);
  if (!circumstances.ok)
    reader.wrong([...path, circumstances.field], circumstances.message, circumstances.expected);
  const [code, because] = [entry.get('code'), entry.get('because')];
  if (code !== undefined && (typeof code !== 'string' || !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(code)))
    reader.wrong([...path, 'code'], 'this is not a code', 'not-in-group');
  return (places ?? []).flatMap((place) =>
    people.flatMap(({ who, expected }): Expectation[] => {
      const where = parseWhere(place);
      if (!where.ok) reader.wrong(path, where.mistake.message, where.mistake.nearest ?? 'dashboard');
      const named = parseWho(who);
      const subject = named.ok && named.value.kind === 'subject' ? named.value : undefined;
      if (!named.ok) reader.wrong(path, named.mistake.message, named.mistake.nearest ?? 'ana@example.com');
      else if (!subject) reader.wrong(path, 'a file names people by their address', 'ana@example.com');
      if (!where.ok || !subject || !circumstances.ok) return [];
      return [
        {
          who: subject,
          where: where.value,
          expected,
          code: typeof code === 'string' ? code : undefined,
          given: circumstances.given,
          because: typeof because === 'string' ? because : undefined,
          line: reader.lineOf(path),
        },
      ];
    }),
  );
}

/** The entries of the file: a list by itself, or under `expect`. */
function listIn(
  reader: Reader,
  data: unknown,
): { readonly path: Path; readonly list: readonly unknown[] } | undefined {
  if (Array.isArray(data)) return { path: [], list: data };
  const name = isMap(data) ? LISTS.find((one) => one in data) : undefined;
  const list = isMap(data) && name !== undefined ? data[name] : undefined;
  if (name !== undefined && Array.isArray(list)) return { path: [name], list };
  reader.wrong(name === undefined ? [] : [name], 'there is no list of expectations', `expect: with ${FORM}`);
  return undefined;
}

/** Reads the file. An empty list is a mistake: a check of nothing would always pass. */
export function readExpectations(file: string): ReadExpectations {
  const read = readSource(file);
  if (!read.ok) return read;
  if (!read.source) return { ok: false, mistakes: [] };
  const reader = new Reader(read.source);
  const found = listIn(reader, read.source.data);
  const expectations = (found?.list ?? []).flatMap((value, at) =>
    entryOf(reader, [...(found?.path ?? []), at], value),
  );
  if (found && found.list.length === 0) reader.wrong(found.path, 'the list is empty', FORM);
  const distinct = [...new Map(reader.mistakes.map((one) => [JSON.stringify(one), one])).values()];
  return distinct.length > 0 ? { ok: false, mistakes: distinct } : { ok: true, expectations };
}
