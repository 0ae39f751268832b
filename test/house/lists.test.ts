/** Lists and folders tell the same: what stands in a folder is in its list, and the other way round. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesUnder, importsOf, ROOT } from './files.js';

interface Listed {
  readonly what: string;
  readonly folder: string;
  readonly list: string;
  /** Files of the folder that are no entries. */
  readonly apart: readonly string[];
}

/** Where a new entry is one new file and one line in a list. */
const LISTS: readonly Listed[] = [
  { what: 'check', folder: 'src/diagnosis/checks', list: 'src/diagnosis/checks/index.ts', apart: [] },
  {
    what: 'verb',
    folder: 'commands',
    list: 'commands/index.ts',
    apart: [
      ...['verb.ts', 'ask.ts', 'as-admin.ts', 'deadline.ts', 'save.ts', 'terminal-file.ts'],
      ...['subject.ts', 'since.ts', 'changes-words.ts'],
      ...[
        'may-probe.ts',
        'probe-access.ts',
        'probe-run.ts',
        'probe-target.ts',
        'probe-words.ts',
        'trace-file.ts',
      ],
    ],
  },
  { what: 'remedy', folder: 'src/fixes/remedies', list: 'src/fixes/index.ts', apart: [] },
  { what: 'entry parser', folder: 'src/changes/entries', list: 'src/changes/entries/index.ts', apart: [] },
  {
    what: 'symptom',
    folder: 'src/probe/symptoms',
    list: 'src/probe/symptoms/index.ts',
    apart: ['symptom.ts'],
  },
  {
    what: 'feature',
    folder: 'src/slack/features',
    list: 'src/slack/features/index.ts',
    apart: ['clicked.ts'],
  },
  { what: 'stage', folder: 'src/probe/stages', list: 'src/probe/stages/index.ts', apart: [] },
];

describe('lists and folders', () => {
  // A part that is not built yet has no folder; once it has one, its list is binding.
  for (const { what, folder, list, apart } of LISTS) {
    const built = existsSync(join(ROOT, folder));
    it(`every ${what} in ${folder} stands in ${list}`, () => {
      if (!built) return;
      expect(existsSync(join(ROOT, list)), `${list} is missing`).toBe(true);
      const listed = new Set(importsOf(list).map((one) => one.file));
      // An entry is a file of the folder, or a folder in it, which is known by its index.
      const entry = new RegExp(`^${folder}/(?:[^/]+|[^/]+/index)\\.ts$`);
      const entries = filesUnder(folder, /\.ts$/).filter(
        (file) => entry.test(file) && file !== list && !apart.includes(basename(file)),
      );
      expect(entries.length).toBeGreaterThan(0);
      expect(entries.filter((file) => !listed.has(file))).toEqual([]);
      for (const file of listed)
        if (file?.startsWith(`${folder}/`)) expect(existsSync(join(ROOT, file)), file).toBe(true);
    });
  }
});
