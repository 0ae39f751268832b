/** Every case file in `cases/` answers as it did when it was saved. A new one is a test by lying there. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readCase } from '../../src/case/case-file.js';
import { run } from '../support/program.js';

const folder = fileURLToPath(new URL('./cases/', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const CODES = { allowed: 0, denied: 1, unknown: 3 } as const;

describe('a saved case', () => {
  it('is there at all', () => expect(files.length).toBeGreaterThan(0));

  it.each(files)('%s answers with no network as it did then', async (name) => {
    const read = readCase(readFileSync(`${folder}${name}`, 'utf8'));
    if (!read.ok) throw new Error(read.why);
    const { answer } = read.value;
    if (!answer) throw new Error('it does not say what was answered; save it again');
    // Nobody listens there, and no credentials are given: nothing can be asked.
    const ended = await run(['replay', `${folder}${name}`, '--json'], {
      IAP_DOCTOR_GOOGLE_ENDPOINT: 'http://127.0.0.1:9',
    });
    const report = JSON.parse(ended.stdout);
    expect([report.verdict, report.cause?.code ?? null]).toEqual([answer.verdict, answer.code]);
    expect(ended.code).toBe(CODES[answer.verdict]);
    expect(report.cost.calls).toBe(0);
  });
});
