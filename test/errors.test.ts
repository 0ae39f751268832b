/** Errors are values: every code has its exit code, a sentence for people and a remedy. */
import { describe, expect, it } from 'vitest';
import { type Coded, configInvalid, EXIT_CODES, internal, unusable, usage } from '../src/errors.js';

const SAMPLES: readonly Coded[] = [
  configInvalid([{ file: 'f.yaml', line: 3, path: 'slack', message: 'this is not a map', expected: 'keys' }]),
  usage({ message: 'Who is missing.', nearest: 'me' }, 'Usage: why <who>'),
  unusable('Port 3000 is taken.', 'Set PORT to another one.', new Error('EADDRINUSE')),
  internal(new Error('secret detail'), '7Q2M-K4XD'),
];

describe('errors', () => {
  it('has a sample of every code', () => {
    expect(SAMPLES.map((error) => error.code).sort()).toEqual(Object.keys(EXIT_CODES).sort());
  });

  it.each(SAMPLES.map((error) => [error.code, error] as const))('%s says what to do', (_code, error) => {
    expect(error.message).not.toBe('');
    expect(error.remedy).toMatch(/\S/);
    expect([2, 4]).toContain(EXIT_CODES[error.code]);
  });

  it('shows where a configuration is wrong', () => {
    expect(SAMPLES[0]?.message).toBe('f.yaml:3  slack: this is not a map\n    expected: keys');
  });

  it('keeps the words of a defect out of what people see', () => {
    const { message, remedy } = internal(new Error('secret detail'), '7Q2M-K4XD');
    expect(message + remedy).not.toContain('secret detail');
    expect(remedy).toContain('7Q2M-K4XD');
  });
});
