/** What reaches the log: no token, no reply address, no body. */
import { describe, expect, it } from 'vitest';
import { boltLogger, whatWentWrong, withoutSecrets } from '../../src/slack/log.js';

describe('a log line', () => {
  it('holds no token and no reply address', () => {
    const line = withoutSecrets(
      'failed: xoxb-1234-5678-AbCd, xapp-1-A0-99-ff, Authorization: Bearer abc.def at https://hooks.slack.com/commands/T1/2/secret now',
    );
    expect(line).not.toMatch(/AbCd|xapp-1|abc\.def|secret/);
    expect(line).toContain('failed');
    expect(line).toContain('now');
  });

  it('of Bolt is passed on without its debug lines, which carry whole bodies', () => {
    const lines: string[] = [];
    const keep = (_: object, message: string) => lines.push(message);
    const logger = boltLogger({ debug: keep, info: keep, warn: keep, error: keep });
    logger.debug('{"text":"why alice@acme.test"}');
    logger.warn('refused', new Error('xoxb-1-2'), { a: 1 });
    expect(lines).toEqual(['refused [token] [object Object]']);
    expect(logger.getLevel()).toBe('info');
  });

  it('says in one short line what went wrong', () => {
    expect(whatWentWrong(new Error('x'.repeat(1_000)))).toHaveLength(300);
    expect(whatWentWrong('plain')).toBe('plain');
  });
});
