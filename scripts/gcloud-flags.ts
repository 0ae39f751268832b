/** `npm run gcloud-flags`: writes down what the installed gcloud takes, for every command that a fix can print. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { everyFix } from '../test/fixes/every-fix.js';
import { gcloudIn, shellWords } from '../test/support/gcloud.js';

const FILE = 'test/fixes/gcloud-flags.json';
/** What a terminal is told about weight and colour. */
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
/** Every command takes these. */
const WIDE = [
  ...['--billing-project', '--configuration', '--flags-file', '--flatten', '--format', '--help', '--quiet'],
  ...['--impersonate-service-account', '--log-http', '--trace-token', '--user-output-enabled', '--verbosity'],
];

function gcloud(...words: readonly string[]): string | undefined {
  try {
    return execFileSync('gcloud', words, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).replaceAll(COLOUR, '');
  } catch {
    return undefined;
  }
}

/** The flags of a command's help, each with the values in "must be one of". */
function flagsOf(help: string): Record<string, readonly string[]> {
  const flags: Record<string, readonly string[]> = {};
  const parts = help.split(/^ {4,}(?=--[a-z])/m).slice(1);
  for (const part of parts) {
    const [head = ''] = part.split('\n');
    const choices = /must be\s+(?:\(only one value is supported\)|one\s+of):\s*([a-z0-9_,\s-]+)\./i.exec(
      part,
    )?.[1];
    for (const [flag] of head.matchAll(/--[a-z][a-z-]*/g))
      if (!WIDE.includes(flag) && !flags[flag]?.length)
        flags[flag] = choices === undefined ? [] : choices.split(',').map((one) => one.trim());
  }
  return flags;
}

const heads = new Set(
  everyFix()
    .flatMap(({ fix }) => [...gcloudIn(fix.gcloud ?? ''), ...gcloudIn(fix.then)])
    .map((command) => shellWords(command).slice(1))
    .map((words) =>
      words
        .slice(
          0,
          words.findIndex((word) => word.startsWith('-')),
        )
        .join(' '),
    ),
);
const commands: Record<string, { flags: Record<string, readonly string[]> }> = {};
/** gcloud ignores what comes after a command when it is asked for help, and says which command that was. */
function ask(words: readonly string[]): void {
  const help = gcloud(...words, '--help');
  const path = /^NAME\n {4}gcloud (.+?) - /m.exec(help?.replace(/\n {8}/g, ' ') ?? '')?.[1];
  if (help === undefined || path === undefined || commands[path]) return;
  commands[path] = { flags: flagsOf(help) };
  process.stderr.write(`${path}\n`);
}
for (const head of heads) {
  ask(head.split(' '));
  if (!head.startsWith('beta ')) ask(['beta', ...head.split(' ')]);
}
const sdk = /Google Cloud SDK (\S+)/.exec(gcloud('--version') ?? '')?.[1];
if (sdk === undefined) throw new Error('gcloud does not answer');
const sorted = Object.fromEntries(Object.entries(commands).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify({ sdk, commands: sorted }, null, 2)}\n`);
