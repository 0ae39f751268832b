/** The README promises the verbs there are: no more, and no fewer. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verbs } from '../../commands/index.js';

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
/** Verbs of the terminal that are no questions. */
const PROGRAM = ['sandbox', 'start'];

it('the table of the README names every verb on each surface, and none that does not exist', () => {
  const rows = readme.split('\n').filter((line) => line.startsWith('| ') && line.includes('`iap-doctor '));
  const typed = (prefix: string): string[] =>
    rows.flatMap((row) =>
      [...row.matchAll(new RegExp(`\`${prefix} (\\w+)`, 'g'))].map(([, verb]) => verb ?? ''),
    );
  const onSlack = verbs.filter((verb) => verb.usage.slack !== undefined).map(({ name }) => name);
  expect(typed('/iap').sort()).toEqual(onSlack.sort());
  expect(typed('iap-doctor').sort()).toEqual([...verbs.map(({ name }) => name), ...PROGRAM].sort());
});
