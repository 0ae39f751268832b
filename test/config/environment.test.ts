/** What comes from the environment: defaults, mistakes, and that emulators can only ever be on this computer. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../src/config/duration.js';
import { parseLoopbackUrl } from '../../src/config/loopback.js';
import { formatMistakes, loadConfig } from '../../src/config-load.js';

const read = (env: NodeJS.ProcessEnv) => loadConfig({ file: undefined, env });
const sentences = (env: NodeJS.ProcessEnv): string => {
  const result = read(env);
  return result.ok ? '' : formatMistakes(result.mistakes);
};

describe('the environment', () => {
  it('may be empty', () => {
    const result = read({});
    expect(result).toMatchObject({
      ok: true,
      environment: { port: 3000, logLevel: 'info', googleToken: 'emulator', redisUrl: undefined },
    });
  });

  it('counts an empty variable as not set', () => {
    const result = read({ REDIS_URL: '', PORT: ' ', SLACK_APP_TOKEN: '', IAP_DOCTOR_CONFIG: '' });
    expect(result).toMatchObject({
      ok: true,
      environment: { redisUrl: undefined, port: 3000, slackAppToken: undefined },
    });
  });

  it('is read whole', () => {
    const result = read({
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      SLACK_SIGNING_SECRET: 's',
      SLACK_API_URL: 'http://127.0.0.1:9/api',
      PORT: '0',
      REDIS_URL: 'rediss://:pw@redis.acme.test:6380/1',
      LOG_LEVEL: 'DEBUG',
      STOP_WITHIN: '9s',
      IAP_DOCTOR_GOOGLE_ENDPOINT: 'http://localhost:8085',
      IAP_DOCTOR_GOOGLE_TOKEN: 't',
    });
    if (!result.ok) throw new Error(formatMistakes(result.mistakes));
    expect(result.environment).toMatchObject({
      slackBotToken: 'xoxb-1',
      slackAppToken: 'xapp-1',
      slackSigningSecret: 's',
      port: 0,
      redisUrl: 'rediss://:pw@redis.acme.test:6380/1',
      logLevel: 'debug',
      stopWithinMs: 9_000,
      googleToken: 't',
    });
    expect(result.environment.slackApiUrl?.href).toBe('http://127.0.0.1:9/api/');
    expect(result.environment.googleEndpoint?.href).toBe('http://localhost:8085/');
  });

  it.each([
    [{ PORT: '99999' }, 'environment  PORT: this is not a port\n    expected: a number from 0 to 65535'],
    [
      { STOP_WITHIN: '9' },
      'environment  STOP_WITHIN: this is not a time to stop in\n    expected: a length of time from 3s on, such as 9s or 25s',
    ],
    [
      { STOP_WITHIN: '1s' },
      'environment  STOP_WITHIN: this is not a time to stop in\n    expected: a length of time from 3s on, such as 9s or 25s',
    ],
    [{ PORT: '80 80' }, 'environment  PORT: this is not a port\n    expected: a number from 0 to 65535'],
    [
      { LOG_LEVEL: 'debgu' },
      'environment  LOG_LEVEL: there is no such level\n    expected: did you mean debug?',
    ],
    [
      { LOG_LEVEL: 'chatty' },
      'environment  LOG_LEVEL: there is no such level\n    expected: one of trace, debug, info, warn, error, fatal, silent',
    ],
    [
      { REDIS_URL: 'redis.acme.test:6379' },
      'environment  REDIS_URL: this is not the address of a Redis\n    expected: redis://host:port or rediss://host:port',
    ],
    [
      { SLACK_BOT_TOKEN: 'xapp-secret' },
      'environment  SLACK_BOT_TOKEN: this is an app-level token\n    expected: a bot token, xoxb-… (OAuth & Permissions)',
    ],
    [
      { SLACK_APP_TOKEN: 'xoxb-secret' },
      'environment  SLACK_APP_TOKEN: this is a bot or user token\n    expected: an app-level token, xapp-… (Basic Information)',
    ],
    [
      { SLACK_API_URL: 'https://slack.com/api/' },
      'environment  SLACK_API_URL: this does not point to this computer\n    expected: a URL of this computer, e.g. http://127.0.0.1:8085 (emulators only, never a real service)',
    ],
  ])('%o is answered with its sentence', (env, sentence) => {
    expect(sentences(env)).toBe(sentence);
  });

  it('reports all its mistakes at once and repeats no secret', () => {
    const all = sentences({
      PORT: 'x',
      LOG_LEVEL: 'x',
      REDIS_URL: 'http://:hunter2@x',
      SLACK_BOT_TOKEN: 'xapp-hunter2',
    });
    expect(all.match(/^environment/gm)).toHaveLength(4);
    expect(all).not.toContain('hunter2');
  });
});

describe('an emulator', () => {
  it.each([
    'http://127.0.0.1:8085',
    'https://127.0.0.1',
    'http://127.9.8.7:1/api/',
    'http://localhost:8085',
    'http://LOCALHOST',
    'http://[::1]:8085',
    'http://[0:0:0:0:0:0:0:1]',
    'http://0x7f000001',
    'http://2130706433:80',
    'http://127.1',
    'http://\uFF11\uFF12\uFF17.0.0.1',
  ])('%s is on this computer', (text) => {
    expect(parseLoopbackUrl(text)).toBeDefined();
  });

  it.each([
    'https://iap.googleapis.com',
    'http://10.0.0.1',
    'http://128.0.0.1',
    'http://0.0.0.0',
    'http://[::]',
    'http://[::ffff:10.0.0.1]',
    'http://169.254.169.254',
    'http://metadata.google.internal',
    'http://127.0.0.1.evil.test',
    'http://localhost.evil.test',
    'http://evil.test/127.0.0.1',
    'http://evil.test#localhost',
    'http://evil.test?127.0.0.1',
    'http://127.0.0.1@evil.test',
    'http://127.0.0.1:80@evil.test',
    'http://user:pw@127.0.0.1',
    'http://evil.test\\@127.0.0.1',
    'http://0177.0.0.1.evil.test',
    'http://3232235521',
    'http://127.0.0.1\u3002evil.test',
    'http://lo\u0441alhost',
    'ftp://127.0.0.1',
    'file:///127.0.0.1',
    '127.0.0.1:8085',
    'localhost:8085',
    '//127.0.0.1',
    'http://',
    '',
  ])('%s is not', (text) => {
    expect(parseLoopbackUrl(text)).toBeUndefined();
  });

  it('never lets through a URL whose parsed host is another', () => {
    const part = fc.constantFrom(
      '127.0.0.1',
      'localhost',
      'evil.test',
      '[::1]',
      '@',
      ':',
      '/',
      '\\',
      '#',
      '?',
      '.',
      '80',
      '%2e',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const url = parseLoopbackUrl(`http://${parts.join('')}`);
        if (url) expect(url.hostname).toMatch(/^(localhost|\[::1\]|127\.\d+\.\d+\.\d+)$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a length of time', () => {
  it.each([
    ['0s', 0],
    ['0', 0],
    ['45s', 45_000],
    ['5m', 300_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
    ['250ms', 250],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '5', '5 m', '-5m', '1.5h', '5M', 'm', '5m5s', '9'.repeat(400)])('%s is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
