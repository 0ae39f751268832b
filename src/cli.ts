#!/usr/bin/env node
/** The terminal: reads the command line, answers on stdout, and ends with the exit code of the contract. */
import { answerTo, understand } from '../commands/ask.js';
import { assemble } from './assemble.js';
import { commonFlags, readCommon } from './cli-flags.js';
import type { Config, Environment } from './config.js';
import { formatMistakes, loadConfig } from './config-load.js';
import { exitCodeOf } from './exit-code.js';
import { startProgress } from './progress.js';
import type { Answer } from './render/answer.js';
import { renderJson } from './render/json.js';
import { renderText } from './render/text.js';
import { version } from './version.js';

/** Writes and waits until it is written: a pipe that is read slowly must not lose the end of the answer. */
const write = (stream: NodeJS.WriteStream, text: string): Promise<void> =>
  new Promise((resolve) => {
    // EPIPE: the reader has gone (`| head`), so there is nobody left to tell.
    stream.once('error', () => resolve());
    stream.write(text, () => resolve());
  });

interface Shown {
  readonly json: boolean;
  readonly debug: boolean;
  readonly about: 'self' | 'other';
}

async function show(answer: Answer, { json, debug, about }: Shown): Promise<number> {
  const code = exitCodeOf(answer);
  if (json) {
    await write(process.stdout, `${renderJson(answer)}\n`);
    return code;
  }
  const bad = answer.kind === 'mistake' || answer.kind === 'failure';
  const stream = bad ? process.stderr : process.stdout;
  const colour = stream.isTTY === true && process.env.NO_COLOR === undefined && process.env.TERM !== 'dumb';
  const width = Math.min(stream.columns ?? 100, 120);
  await write(stream, `${renderText(answer, { colour, width, about, debug, now: new Date() })}\n`);
  return code;
}

const mistake = (message: string, nearest: string | undefined): Answer => ({
  kind: 'mistake',
  mistake: { message, nearest },
  usage: 'iap-doctor help',
});

interface Settings {
  readonly config: Config;
  readonly environment: Environment;
}

/** Answers one question and returns the exit code. */
async function answerOnce(words: readonly string[], given?: Settings): Promise<number> {
  const wantsJson = words.includes('--json');
  const understood = understand(words, 'terminal', commonFlags);
  const common = understood.ok ? readCommon(understood.flags, understood.verb.patienceMs) : undefined;
  if (common && !common.ok) {
    return show(mistake(common.mistake.message, common.mistake.nearest), {
      json: wantsJson,
      debug: false,
      about: 'other',
    });
  }
  const {
    json,
    debug,
    fresh,
    timeoutMs,
    self,
    config: file,
  } = common?.common ?? {
    json: wantsJson,
    debug: false,
    fresh: false,
    timeoutMs: 0,
    self: undefined,
    config: undefined,
  };
  const shown: Shown = { json, debug, about: words.includes('me') && self ? 'self' : 'other' };
  if (!understood.ok || !understood.prepared.ok) {
    const wrong = understood.ok ? understood.prepared : understood;
    if (!wrong.ok) {
      const usage = understood.ok ? `iap-doctor ${understood.verb.usage.terminal}` : understood.usage;
      return show({ kind: 'mistake', mistake: wrong.mistake, usage }, shown);
    }
  }
  const loaded = given ? ({ ok: true, ...given } as const) : loadConfig({ file, env: process.env });
  if (!loaded.ok) return show(mistake(formatMistakes(loaded.mistakes), undefined), shown);
  const { app, close } = await assemble(loaded.config, loaded.environment);
  const progress = startProgress(process.stderr);
  const stopped = new AbortController();
  process.once('SIGINT', () => stopped.abort());
  const answer = await answerTo(
    understood,
    app,
    {
      speaker: { surface: 'terminal', self, resolveSlackUser: undefined },
      signal: stopped.signal,
      timeoutMs,
      fresh,
      progress: progress.say,
      trace: debug ? (line) => process.stderr.write(`${line}\n`) : undefined,
      mayAskAbout: () => true,
      isAdmin: () => true,
    },
    (id, error) => {
      process.stderr.write(
        `${id} ${error instanceof Error ? (debug ? error.stack : error.message) : String(error)}\n`,
      );
    },
  );
  progress.stop();
  const code = await show(answer, shown);
  // Connections that hang must not keep a finished answer waiting.
  await Promise.race([close(), new Promise((resolve) => setTimeout(resolve, 200).unref())]);
  return code;
}

async function run(words: readonly string[]): Promise<number> {
  const [first, ...rest] = words;
  switch (first) {
    case '--version':
      await write(process.stdout, `${version()}\n`);
      return 0;
    case 'start': {
      const { startBot } = await import('./main.js');
      return startBot(rest);
    }
    case 'sandbox': {
      const { runSandbox } = await import('./sandbox/index.js');
      return runSandbox(rest, { once: answerOnce });
    }
    case '--help':
    case '-h':
      return answerOnce(['help', ...rest]);
    default:
      return rest.includes('--help') || rest.includes('-h')
        ? answerOnce(['help', first ?? ''])
        : answerOnce(words);
  }
}

run(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`iap-doctor failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(4);
  },
);
