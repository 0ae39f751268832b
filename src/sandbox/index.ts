/** `iap-doctor sandbox`: the whole product against a fictional company; with words, one question and its answer. */
import { systemClock } from '../assemble.js';
import { openCompany } from './company.js';
import { readFlags } from './flags.js';
import { runPage } from './run-page.js';

export interface SandboxRun {
  /** Answers one line with the terminal's own reading, printing and exit codes. */
  readonly once: (
    words: readonly string[],
    source: Awaited<ReturnType<typeof openCompany>>,
  ) => Promise<number>;
}

/** With words: asks once, as a script would, and returns the exit code. Without: the page, and a prompt. */
export async function runSandbox(words: readonly string[], { once }: SandboxRun): Promise<number> {
  const read = readFlags(words);
  if (!read.ok) {
    process.stderr.write(`${read.error}\n`);
    return 2;
  }
  if (read.words.length === 0) return runPage(read.flags, process.stdin, process.stdout);
  const company = await openCompany(systemClock);
  try {
    return await once(read.words, company);
  } finally {
    await company.close();
  }
}
