/** `npm run sandbox [-- WORDS]`: builds what is out of date and runs the product against the fictional company. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const program = 'dist/src/cli.js';
const page = 'dist/sandbox-page/index.html';
const changed = (file: string): number => statSync(join(root, file)).mtimeMs;

/** The time of the newest file under a folder, in milliseconds. */
function newest(folder: string): number {
  const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Math.max(...files.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs));
}

/** The program and the page are built one after the other; either may be missing or older than what it is made of. */
function isBuilt(): boolean {
  if (!existsSync(join(root, program)) || !existsSync(join(root, page))) return false;
  const settings = changed('package.json');
  const pageOf = Math.max(newest('src/sandbox/page'), changed('src/sandbox/web/protocol.ts'), settings);
  return Math.max(newest('src'), newest('commands'), settings) <= newest('dist/src') && pageOf <= changed(page);
}

if (!isBuilt()) {
  const build = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (build.status !== 0) process.exit(build.status ?? 1);
}
const child = spawn(process.execPath, [join(root, program), 'sandbox', ...process.argv.slice(2)], { stdio: 'inherit' });
// The terminal sends Ctrl-C to both; a stop sent to this process alone is passed on.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('close', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
