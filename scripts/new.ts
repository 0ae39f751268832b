/** `npm run new -- check NAME`: makes the check's file, its line in the list, its test and its section in the docs. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LIST = 'src/diagnosis/checks/index.ts';
const REASONS = 'docs/reasons.md';
/** New reasons go before this heading: they are causes until somebody says otherwise. */
const BEFORE = '\n## Wrongly allowed\n';

const camel = (name: string): string =>
  name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** The file that a line imports: what the formatter sorts by. */
const fileOf = (line: string): string => /'(.+)'/.exec(line)?.[1] ?? '';

const checkFile = (name: string): string => `/** Say in one sentence which question this check answers. */
import type { Check, CheckFinding, CheckInput } from '../check.js';

const stage = 'handover';

/** Source: name Google's page or method here. Facts come from input.scope.get(input.looks.…), all at once. */
async function run(_input: CheckInput): Promise<readonly CheckFinding[]> {
  const text = 'Say what was found, for anybody to read.';
  return [{ stage, verdict: 'not-applicable', code: null, text, adminText: text, evidence: [] }];
}

export const ${camel(name)}: Check = {
  id: '${name}',
  good: 'Say the good state in one sentence.',
  run,
};
`;

const testFile = (name: string): string => `/** What the check ${name} promises. */
import { describe, expect, it } from 'vitest';
${[
  `import { checks } from '../../../src/diagnosis/checks/index.js';`,
  `import { ${camel(name)} } from '../../../src/diagnosis/checks/${name}.js';`,
]
  .sort((a, b) => (fileOf(a) < fileOf(b) ? -1 : 1))
  .join('\n')}

describe('${name}', () => {
  it('is asked with every question, under the name of its file', () => {
    expect(checks).toContain(${camel(name)});
    expect(${camel(name)}.id).toBe('${name}');
  });
});
`;

const section = (name: string): string => `
### ${name}
- **Means.** What stops the person, in one or two sentences.
- **See it.** How to see it by hand.
- **Mend it.** The smallest thing that helps.
`;

/** The list with one more check: imports sorted by file, as the formatter wants them, the entry at the end. */
function listed(list: string, name: string): string {
  const line = `import { ${camel(name)} } from './${name}.js';`;
  const own = /^import \{ \w+ \} from '\.\/[\w-]+\.js';$/;
  const lines = list.split('\n');
  const at = lines.findIndex((text) => own.test(text) && fileOf(text) > fileOf(line));
  const last = lines.findLastIndex((text) => own.test(text));
  lines.splice(at < 0 ? last + 1 : at, 0, line);
  return lines
    .join('\n')
    .replace(/(export const checks\b[^\n]*\[)([\s\S]*?)\n?\];/, (_, head: string, body: string) => {
      const entries = body
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== '');
      return `${head}\n  ${[...entries, camel(name)].join(',\n  ')},\n];`;
    });
}

function refuse(message: string): never {
  process.stderr.write(
    `${message}\nUsage: npm run new -- check NAME   (letters, digits and dashes, e.g. vpc-service-controls)\n`,
  );
  process.exit(2);
}

function newCheck(root: string, name: string): readonly string[] {
  const file = `src/diagnosis/checks/${name}.ts`;
  const test = `test/diagnosis/checks/${name}.test.ts`;
  for (const path of [file, test]) if (existsSync(join(root, path))) refuse(`${path} exists already.`);
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const reasons = read(REASONS);
  if (new RegExp(`^### ${name}$`, 'm').test(reasons)) refuse(`${REASONS} has a section ${name} already.`);
  const write = (path: string, text: string): string => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    return path;
  };
  return [
    write(file, checkFile(name)),
    write(test, testFile(name)),
    write(LIST, listed(read(LIST), name)),
    write(
      REASONS,
      reasons.replace(BEFORE, () => `${section(name)}${BEFORE}`),
    ),
  ];
}

const [what, name] = process.argv.slice(2);
if (what !== 'check' || name === undefined) refuse('I can make a check.');
if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) refuse(`${name} is not a name for a check.`);
for (const path of newCheck(process.cwd(), name)) process.stdout.write(`${path}\n`);
process.stdout.write(
  'Now say what it looks at, make its test fail, and then pass. CONTRIBUTING.md tells the rest.\n',
);
