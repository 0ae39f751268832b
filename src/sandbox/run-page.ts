/** Runs the sandbox until it is ended: its page, and a prompt beside it where somebody can type. */
import { systemClock } from '../assemble.js';
import type { SandboxFlags } from './flags.js';
import { openBrowser } from './open-browser.js';
import { runPrompt } from './prompt.js';
import { openStage, type Stage } from './stage.js';
import { type Page, startPage } from './web/server.js';

/** The same every time, so that a bookmark holds. */
const USUAL_PORT = 4710;

type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** Returns the exit code: 0 when it was ended, 2 when the port that was asked for is taken. */
export async function runPage(
  flags: SandboxFlags,
  input: Input,
  output: NodeJS.WritableStream,
): Promise<number> {
  const ended = endOfProcess();
  const stage = await openStage(systemClock);
  let page: Page | undefined;
  try {
    const opened = await openPage(stage, flags.port);
    if (typeof opened === 'string') {
      process.stderr.write(`${opened}\n`);
      return 2;
    }
    page = opened;
    output.write(`The sandbox is open at ${page.url} (Ctrl+C ends it).\n\n`);
    if (flags.open) openBrowser(page.url);
    const typed = await runPrompt(stage, input, output, ended.signal);
    // An input that was empty from the start, such as /dev/null, is nobody who could have left.
    if (typed === 0 && input.isTTY !== true && !ended.signal.aborted) await ended.happened;
    return 0;
  } finally {
    ended.forget();
    await page?.close();
    await stage.close();
  }
}

/** A port that was asked for is taken or nothing; the usual one gives way to any other. */
async function openPage(stage: Stage, port: number | undefined): Promise<Page | string> {
  try {
    return await startPage(stage, { port: port ?? USUAL_PORT });
  } catch (error) {
    if (port === undefined) return startPage(stage);
    return `The page could not be opened on port ${port}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

interface End {
  readonly signal: AbortSignal;
  readonly happened: Promise<void>;
  forget(): void;
}

/** Aborts when the process is told to end; a second time ends it at once. */
function endOfProcess(): End {
  const controller = new AbortController();
  const { signal } = controller;
  const stop = (): void => {
    if (signal.aborted) process.exit(130);
    controller.abort();
  };
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of names) process.on(name, stop);
  return {
    signal,
    happened: new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    }),
    forget() {
      for (const name of names) process.removeListener(name, stop);
    },
  };
}
