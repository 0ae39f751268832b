/** Reads gcloud commands out of fixes, and holds them against what gcloud itself says it takes. */
import table from '../fixes/gcloud-flags.json' with { type: 'json' };

/** What one command takes: each flag with the values it is limited to, if any. */
export interface GcloudCommand {
  readonly flags: Readonly<Record<string, readonly string[]>>;
}

const COMMANDS: Readonly<Record<string, GcloudCommand>> = table.commands;
/** Every command takes it. */
const WIDE = '--project';

const LOOKED_UP = '"$(gcloud projects describe ';

/** The words of a shell command; quotes as {@link https://pubs.opengroup.org/onlinepubs/9799919799/ POSIX} reads them. */
export function shellWords(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let i = 0; i < line.length; i += 1) {
    const char = line[i] ?? '';
    if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === "'") {
      const end = line.indexOf("'", i + 1);
      if (end < 0) throw new Error(`an open quote in ${line}`);
      word = (word ?? '') + line.slice(i + 1, end);
      i = end;
    } else if (line.startsWith(LOOKED_UP, i)) {
      // The one substitution that fixes use: the id behind a project's number.
      const end = line.indexOf(')"', i);
      word = `${word ?? ''}some-project`;
      i = end + 1;
    } else if (char === '\\') {
      i += 1;
      word = (word ?? '') + (line[i] ?? '');
    } else {
      if (/[;&|<`$()"]/.test(char)) throw new Error(`the shell would read ${char} in ${line}`);
      word = (word ?? '') + char;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** Every gcloud command in a text of several lines or in a sentence, without comments and redirections. */
export function gcloudIn(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .flatMap((line) => /(?:^|: )(gcloud [a-z].*)$/.exec(line)?.[1] ?? [])
    .map((command) => command.replace(/ > \S+$/, ''));
}

/** What is wrong with a command; nothing when gcloud takes it. `beta`: whether the text says which release track it needs. */
export function problemWith(command: string, says: { readonly beta: boolean }): string | undefined {
  const [, ...words] = shellWords(command);
  const path = words.map((_, i) => words.slice(0, i + 1).join(' ')).findLast((one) => COMMANDS[one]);
  const known = path === undefined ? undefined : COMMANDS[path];
  if (path === undefined || !known) return 'there is no such command';
  for (const word of words.slice(path.split(' ').length)) {
    if (!word.startsWith('-')) continue;
    const [flag = '', ...value] = word.split('=');
    const choices = known.flags[flag];
    if (/^--project=\d+$/.test(word)) return 'gcloud refuses project numbers';
    if (!choices && flag !== WIDE) return `${path} does not take ${flag}`;
    const given = value.join('=');
    if (!choices || choices.length === 0 || choices.includes(given)) continue;
    const beta = COMMANDS[`beta ${path}`]?.flags[flag]?.includes(given) === true;
    if (!beta || !says.beta)
      return `${path} does not take ${word}${beta ? ', and the beta track is not named' : ''}`;
  }
  return undefined;
}
