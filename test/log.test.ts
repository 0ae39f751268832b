/** The log is read by Cloud Logging and by people, and neither may find a secret in it. */
import { describe, expect, it } from 'vitest';
import { createLog } from '../src/log.js';

/** Collects what is logged, so that logs can be asserted. */
function collector() {
  const lines: string[] = [];
  return {
    to: { write: (line: string) => void lines.push(line) },
    text: () => lines.join(''),
    entries: (): Record<string, unknown>[] =>
      lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

const JWT = `eyJhbGciOiJSUzI1NiJ9.${'e30'.repeat(10)}.c2lnbmF0dXJl`;
const SECRETS = [JWT, 'ya29.a0AfH6SMBx', 'xoxb-12-34-abcdef', 'xapp-1-A0-42-ffff', 'hunter2-long'];

describe('the log', () => {
  it("speaks Cloud Logging's severities", () => {
    const log = collector();
    const logger = createLog('trace', log.to);
    for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const) logger[level]('said');
    expect(log.entries().map((entry) => entry.severity)).toEqual([
      'DEBUG',
      'DEBUG',
      'INFO',
      'WARNING',
      'ERROR',
      'CRITICAL',
    ]);
    expect(log.entries()[0]).toMatchObject({ message: 'said', time: expect.stringMatching(/^\d{4}-.*Z$/) });
  });

  it('shows a stack where Error Reporting looks for it, without secrets', () => {
    const log = collector();
    createLog('info', log.to).error({ err: new Error(`failed with ${JWT}`) }, 'a question failed');
    createLog('info', log.to).error({ err: 'no error at all' }, 'odd');
    const [entry, odd] = log.entries();
    expect(entry?.stack_trace).toMatch(/^Error: failed with .*\n\s+at /);
    expect(odd).not.toHaveProperty('stack_trace');
    expect(log.text()).not.toContain(JWT);
  });

  it('keeps silent below its level', () => {
    const log = collector();
    createLog('warn', log.to).info('hidden');
    createLog('silent', log.to).fatal('hidden');
    expect(log.text()).toBe('');
  });

  it.each(SECRETS.slice(0, 4))('removes %s from texts, fields, errors and child loggers', (secret) => {
    const log = collector();
    const logger = createLog('info', log.to);
    logger.info(`said ${secret} aloud`);
    logger.info('said %s aloud', secret);
    logger.info({ nested: { list: [`Bearer ${secret}`] } }, 'nested');
    logger.child({ binding: secret }).info('bound');
    logger.error(new Error(`broke on ${secret}`, { cause: new Error(secret) }));
    logger.error({ err: Object.assign(new Error('x'), { config: { url: `https://x/?t=${secret}` } }) }, 'y');
    expect(log.entries()).toHaveLength(6);
    expect(log.text()).not.toContain(secret);
    expect(log.text()).toContain('said [removed] aloud');
  });

  it('removes a value by the name of its field, whatever it looks like', () => {
    const log = collector();
    createLog('info', log.to).info({
      headers: {
        Authorization: 'hunter2-long',
        'Proxy-Authorization': 'hunter2-long',
        cookie: 'hunter2-long',
      },
      access_token: 'hunter2-long',
      slackSigningSecret: 'hunter2-long',
      response_url: 'hunter2-long',
      tokens: 3,
      hasToken: true,
      plain: 'kept',
    });
    expect(log.text()).not.toContain('hunter2-long');
    expect(log.entries()[0]).toMatchObject({ hasToken: true, plain: 'kept' });
  });

  it('removes passwords in URLs and reply hooks', () => {
    const log = collector();
    const logger = createLog('info', log.to);
    logger.info('redis://user:hunter2-long@redis.acme.test:6379 is gone');
    logger.info({ url: new URL('https://:hunter2-long@x.test/') });
    logger.info('posted to https://hooks.slack.com/commands/T1/hunter2-long');
    expect(log.text()).not.toContain('hunter2-long');
    expect(log.text()).toContain('redis.acme.test:6379 is gone');
  });

  it('survives anything it is given', () => {
    const log = collector();
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const logger = createLog('info', log.to);
    logger.info(
      { circle, big: 10n, bytes: Buffer.from('secret'), map: new Map([['a', 1]]), nothing: null },
      'odd',
    );
    logger.info('x'.repeat(100_000));
    expect(log.entries()).toHaveLength(2);
    expect(log.text().length).toBeLessThan(20_000);
  });

  it('keeps the type, message and stack of an error', () => {
    const log = collector();
    createLog('info', log.to).error({ err: new TypeError('no') }, 'failed');
    expect(log.entries()[0]).toMatchObject({
      message: 'failed',
      err: { type: 'TypeError', message: 'no', stack: expect.stringContaining('log.test.ts') },
    });
  });
});
