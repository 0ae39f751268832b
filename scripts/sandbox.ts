/** `npm run sandbox [-- WORDS]`: builds what is out of date and runs the product against the fictional company. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const program = join(root, 'dist/src/cli.js');
const PAGE = join(root, 'src/sandbox/page');

/** The time of the newest file among these files and folders, in milliseconds; 0 when there is none. */
function newest(places: readonly string[], except?: string): number {
  const files = places.flatMap((place) => {
    const path = join(root, place);
    if (!existsSync(path)) return [];
    if (statSync(path).isFile()) return [path];
    return readdirSync(path, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
    );
  });
  const counted = files.filter((file) => except === undefined || !file.startsWith(except + sep));
  return counted.reduce((latest, file) => Math.max(latest, statSync(file).mtimeMs), 0);
}

function build(script: string): void {
  const done = spawnSync('npm', ['run', '--silent', script], { cwd: root, stdio: ['ignore', 2, 2] });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

const words = process.argv.slice(2);
const isBuilt =
  existsSync(program) &&
  newest(['src', 'commands', 'package.json'], PAGE) <= newest(['dist/src', 'dist/commands']);
if (!isBuilt) {
  process.stderr.write('Building what is out of date: about ten seconds.\n');
  build('build');
}
// One question needs no page.
const needsPage = words.every((word, at) => word.startsWith('-') || words[at - 1] === '--port');
const page = ['src/sandbox/page', 'src/sandbox/web/protocol.ts', 'vite.config.ts'];
if (needsPage && newest(page) > newest(['dist/sandbox-page'])) build('page');

const child = spawn(process.execPath, [program, 'sandbox', ...words], { stdio: 'inherit' });
// The terminal sends Ctrl-C to both; a stop sent to this process alone is passed on.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('close', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
