/** Reads the environment variables the product knows. Secrets enter here and are never repeated in a mistake. */
import type { ConfigMistake, Environment } from '../config.js';
import { suggest } from '../names/suggest.js';
import { parseDuration } from './duration.js';
import { parseLoopbackUrl } from './loopback.js';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const DEFAULT_PORT = 3000;
/** Less is not enough to tell somebody that their answer is cut off. */
const SHORTEST_STOP_MS = 3_000;
const LOOPBACK = 'a URL of this computer, e.g. http://127.0.0.1:8085 (emulators only, never a real service)';

/** The environment as a typed value, and every mistake in it. A variable that is set but empty counts as not set. */
export function readEnvironment(env: NodeJS.ProcessEnv): {
  readonly environment: Environment;
  readonly mistakes: readonly ConfigMistake[];
} {
  const mistakes: ConfigMistake[] = [];
  const given = (name: string): string | undefined => env[name]?.trim() || undefined;
  const wrong = (name: string, message: string, expected: string): void => {
    mistakes.push({ file: 'environment', line: undefined, path: name, message, expected });
  };
  const checked = (name: string, fits: (value: string) => boolean, message: string, expected: string) => {
    const value = given(name);
    if (value !== undefined && !fits(value)) wrong(name, message, expected);
    return value;
  };
  const loopback = (name: string): URL | undefined => {
    const value = given(name);
    const url = value === undefined ? undefined : parseLoopbackUrl(value);
    if (value !== undefined && !url) wrong(name, 'this does not point to this computer', LOOPBACK);
    return url;
  };

  const googleEndpoint = loopback('IAP_DOCTOR_GOOGLE_ENDPOINT');
  const slackApiUrl = loopback('SLACK_API_URL');
  if (slackApiUrl && !slackApiUrl.pathname.endsWith('/')) slackApiUrl.pathname += '/';

  const slackBotToken = checked(
    'SLACK_BOT_TOKEN',
    (value) => !value.startsWith('xapp-'),
    'this is an app-level token',
    'a bot token, xoxb-… (OAuth & Permissions)',
  );
  const slackAppToken = checked(
    'SLACK_APP_TOKEN',
    (value) => !/^xox[a-z]-/.test(value),
    'this is a bot or user token',
    'an app-level token, xapp-… (Basic Information)',
  );
  const redisUrl = checked(
    'REDIS_URL',
    (value) => URL.canParse(value) && ['redis:', 'rediss:'].includes(new URL(value).protocol),
    'this is not the address of a Redis',
    'redis://host:port or rediss://host:port',
  );
  const port = checked(
    'PORT',
    (value) => /^[0-9]{1,5}$/.test(value) && Number(value) <= 65_535,
    'this is not a port',
    'a number from 0 to 65535',
  );
  const stopWithin = checked(
    'STOP_WITHIN',
    (value) => (parseDuration(value) ?? 0) >= SHORTEST_STOP_MS,
    'this is not a time to stop in',
    'a length of time from 3s on, such as 9s or 25s',
  );
  const logLevel = given('LOG_LEVEL')?.toLowerCase() ?? 'info';
  if (!LEVELS.some((level) => level === logLevel)) {
    const near = suggest(logLevel, LEVELS);
    wrong(
      'LOG_LEVEL',
      'there is no such level',
      near === undefined ? `one of ${LEVELS.join(', ')}` : `did you mean ${near}?`,
    );
  }

  return {
    environment: {
      slackBotToken,
      slackAppToken,
      slackSigningSecret: given('SLACK_SIGNING_SECRET'),
      slackApiUrl,
      port: port === undefined ? DEFAULT_PORT : Number(port),
      redisUrl,
      logLevel,
      stopWithinMs: stopWithin === undefined ? undefined : parseDuration(stopWithin),
      googleEndpoint,
      googleToken: given('IAP_DOCTOR_GOOGLE_TOKEN') ?? 'emulator',
    },
    mistakes,
  };
}
