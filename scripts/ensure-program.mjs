/**
 * `node scripts/ensure-program.mjs PROGRAM PACKAGE`: makes sure that there is a program for the tests (`redis-server`,
 * `nginx`, `haproxy`) and prints where it is. Where it is missing, and this process is root on a system with apt-get, its
 * package is installed; otherwise one line says how to, and the exit code is 1.
 * Several test files may ask at the same time: one installs, the others wait for it.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const [program = 'redis-server', debianPackage = program] = process.argv.slice(2);
/** `REDIS_SERVER`, `NGINX_SERVER`: where the program is, if not on the usual ways. */
const variable = `${program.replace(/-server$/, '').toUpperCase()}_SERVER`;
const brew = program === 'redis-server' ? 'redis' : program;
const HOW = `Install it (Debian, Ubuntu: apt-get install ${debianPackage}; macOS: brew install ${brew}; Fedora: dnf install ${brew}) or set ${variable} to its path.`;
// One for all programs: apt-get runs once at a time anyway.
const lock = join(tmpdir(), 'iap-doctor-ensure-program.lock');
const LOCK_IS_DEAD_AFTER_MS = 5 * 60_000;

function find() {
  const given = process.env[variable];
  const places = given
    ? [given]
    : [
        ...(process.env.PATH ?? '').split(delimiter).filter(Boolean),
        '/usr/bin',
        '/usr/sbin',
        '/usr/local/bin',
        '/opt/homebrew/bin',
      ].map((place) => join(place, program));
  return places.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return statSync(path).isFile();
    } catch {
      return false;
    }
  });
}

function takeLock() {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    try {
      if (Date.now() - statSync(lock).mtimeMs > LOCK_IS_DEAD_AFTER_MS) rmSync(lock, { recursive: true });
    } catch {
      // Somebody else has just given it back.
    }
    return false;
  }
}

function apt(...words) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', words, { env, stdio: 'ignore', timeout: 180_000 }).status === 0;
}

/** Why it could not be installed, or undefined. */
function install() {
  if (process.env[variable]) return `${variable}=${process.env[variable]} is not a program.`;
  if (process.getuid?.() !== 0) return `${program} is missing and only root can install it.`;
  if (spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) {
    return `${program} is missing and there is no apt-get.`;
  }
  // A stale package list is better than none: installing is tried in any case.
  apt('update', '-qq');
  return apt('install', '-y', '-qq', '--no-install-recommends', debianPackage)
    ? undefined
    : `${program} is missing and apt-get could not install it.`;
}

async function ensure() {
  for (const end = Date.now() + 6 * 60_000; Date.now() < end; await pause(500)) {
    const found = find();
    if (found) return { found };
    if (!takeLock()) continue;
    try {
      // The one before us may have finished between the two looks.
      const why = find() ? undefined : install();
      if (why) return { why };
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
  return { why: `${program} is missing and its installation by another process did not end.` };
}

const { found, why } = await ensure();
if (found) process.stdout.write(`${found}\n`);
else process.stderr.write(`${why} ${HOW}\n`);
process.exitCode = found ? 0 : 1;
