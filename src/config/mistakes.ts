/** Turns what is wrong with the configuration into sentences with a place and the right form. */
import type { z } from 'zod';
import type { ConfigMistake } from '../config.js';
import { suggest } from '../names/suggest.js';
import { KEYS, LISTS } from './schema.js';
import type { Path, Source } from './source.js';

/** `services[0].url`. */
function showPath(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}

/** The path without its numbers: `services.url`. */
const kindPath = (path: Path): string => path.filter((step) => typeof step !== 'number').join('.');

/** Keys people look for in the file, which live in the environment because they are secrets. */
const IN_ENVIRONMENT: readonly (readonly [RegExp, string])[] = [
  [/^bot_?token$/i, 'SLACK_BOT_TOKEN'],
  [/^app_?token$/i, 'SLACK_APP_TOKEN'],
  [/^signing_?secret$/i, 'SLACK_SIGNING_SECRET'],
  [/^redis(?:_?url)?$/i, 'REDIS_URL'],
  [/^port$/i, 'PORT'],
  [/^log_?level$/i, 'LOG_LEVEL'],
];

function unknownKey(source: Source, path: Path, key: string): ConfigMistake {
  const known = KEYS[kindPath(path)] ?? [];
  const variable = IN_ENVIRONMENT.find(([pattern]) => pattern.test(key))?.[1];
  const near = suggest(key, known);
  const expected =
    variable !== undefined
      ? `the environment variable ${variable}`
      : near === undefined
        ? `one of ${known.join(', ')}`
        : `did you mean ${near}?`;
  return {
    file: source.file,
    line: source.lineOf(path, key),
    path: showPath([...path, key]),
    message: 'there is no such key',
    expected,
  };
}

/** One finding of the schema as the mistakes it stands for. */
export function fromIssue(source: Source, issue: z.core.$ZodIssue): readonly ConfigMistake[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(source, issue.path, key));
  const at = { file: source.file, line: source.lineOf(issue.path), path: showPath(issue.path) };
  if (issue.code === 'custom') {
    const expected: unknown = issue.params?.expected;
    const missing = issue.message.startsWith('this is empty') && issue.path.at(-1) === 'name';
    const message = missing ? 'a service needs a name' : issue.message;
    return [{ ...at, message, expected: typeof expected === 'string' ? expected : '' }];
  }
  const list = LISTS.has(kindPath(issue.path)) && typeof issue.path.at(-1) !== 'number';
  const keys = KEYS[kindPath(issue.path)] ?? [];
  return [
    list
      ? { ...at, message: 'this is not a list', expected: 'a list: one line with a dash for each entry' }
      : {
          ...at,
          message: 'this is not a map',
          expected: `keys and values${keys.length === 0 ? '' : `: ${keys.join(', ')}`}`,
        },
  ];
}

/** Every mistake for people, in the order of the file: place, sentence, right form. */
export function formatMistakes(mistakes: readonly ConfigMistake[]): string {
  return mistakes
    .map(({ file, line, path, message, expected }) => {
      const place = line === undefined ? file : `${file}:${line}`;
      const what = path === '' ? message : `${path}: ${message}`;
      return expected === '' ? `${place}  ${what}` : `${place}  ${what}\n    expected: ${expected}`;
    })
    .join('\n');
}
