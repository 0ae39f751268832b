/** Every gcloud command that a fix can print exists, with every flag: by gcloud's own help, kept in a table. */
import { describe, expect, it } from 'vitest';
import { gcloudIn, problemWith, shellWords } from '../support/gcloud.js';
import { everyFix } from './every-fix.js';

const fixes = everyFix();

describe('a command of a fix', () => {
  it('is one that gcloud takes, for every reason, resource and subject', () => {
    const wrong = fixes.flatMap(({ code, fix }) => {
      const says = { beta: fix.then.includes('gcloud beta') };
      return [...gcloudIn(fix.gcloud ?? ''), ...gcloudIn(fix.then)].flatMap((command) => {
        const problem = problemWith(command, says);
        return problem === undefined ? [] : [`${code}: ${command}: ${problem}`];
      });
    });
    expect([...new Set(wrong)].slice(0, 20)).toEqual([]);
  });

  it('is found in every place where one can stand', () => {
    const commands = new Set(fixes.flatMap(({ fix }) => gcloudIn(fix.gcloud ?? '')));
    expect(commands.size).toBeGreaterThan(100);
    // A line of a fix is a command, a comment, or the fix has none.
    for (const { fix } of fixes)
      for (const line of fix.gcloud?.split('\n') ?? [])
        if (!line.startsWith('#')) expect(gcloudIn(line), line).toHaveLength(1);
  });

  it('carries names through the shell as they are', () => {
    const values = fixes
      .flatMap(({ fix }) => gcloudIn(fix.gcloud ?? ''))
      .flatMap(shellWords)
      .filter((word) => word.startsWith('--condition='));
    expect(values.some((word) => word.includes('request.path.startsWith("/it\u2019s")'))).toBe(true);
  });
});

describe('the check itself', () => {
  it('sees a command, a flag and a value that do not exist', () => {
    const says = { beta: false };
    expect(problemWith('gcloud iap web add-iam-policy-binding --member=a --role=b', says)).toBeUndefined();
    expect(problemWith('gcloud iap web grant --member=a', says)).toContain('no such command');
    expect(problemWith('gcloud iap web add-iam-policy-binding --group=a', says)).toContain('--group');
    expect(problemWith('gcloud iap web add-iam-policy-binding --resource-type=run', says)).toContain('run');
    const run = 'gcloud iap web add-iam-policy-binding --resource-type=cloud-run';
    expect(problemWith(run, says)).toContain('beta');
    expect(problemWith(run, { beta: true })).toBeUndefined();
    expect(() => problemWith('gcloud projects add-iam-policy-binding $(x)', says)).toThrow();
  });
});
