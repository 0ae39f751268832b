/** `npm run bench`: every benchmark in turn, each a process of its own; fails when one of them did, and says which. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BENCHMARKS = ['policy', 'changes', 'probe-vs-curl', 'why', 'slack', 'burst'] as const;

const missed = BENCHMARKS.filter((name) => {
  process.stdout.write(`\n${name}\n`);
  const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  return spawnSync(process.execPath, [...process.execArgv, file], { stdio: 'inherit' }).status !== 0;
});
process.stdout.write(
  missed.length === 0 ? '\nEverything within its limits.\n' : `\nBeyond a limit: ${missed.join(', ')}\n`,
);
process.exitCode = missed.length === 0 ? 0 : 1;
