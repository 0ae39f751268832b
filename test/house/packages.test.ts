/** What is installed is what is written down, from wherever it is fetched. */
import { describe, expect, it } from 'vitest';
import { filesUnder, read } from './files.js';

interface Lock {
  readonly packages: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
interface Manifest {
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const lock = JSON.parse(read('package-lock.json')) as Lock;
const manifest = JSON.parse(read('package.json')) as Manifest;

/** Whether a package is locked where another one looks for it: beside itself, or anywhere above. */
function isThere(name: string, from: string): boolean {
  const levels = from.split('/node_modules/');
  return levels.some((_, i) => {
    const above = levels.slice(0, levels.length - i).join('/node_modules/');
    return `${above}/node_modules/${name}` in lock.packages || `node_modules/${name}` in lock.packages;
  });
}

describe('the lock file', () => {
  it('names no host: it installs from whichever registry is configured', () => {
    expect(
      Object.entries(lock.packages)
        .filter(([, entry]) => 'resolved' in entry)
        .map(([name]) => name),
    ).toEqual([]);
    expect(read('package-lock.json')).not.toMatch(/https?:\/\/[^"]*\.tgz/);
  });

  it('pins every package by its content', () => {
    const unpinned = Object.entries(lock.packages).filter(
      ([name, entry]) => name !== '' && entry.integrity === undefined && entry.inBundle !== true,
    );
    expect(unpinned.map(([name]) => name)).toEqual([]);
  });

  it('holds every variant of a package for other machines, so that it installs on all of them', () => {
    const missing = Object.entries(lock.packages).flatMap(([path, entry]) => {
      const wanted = Object.keys((entry.optionalDependencies as object | undefined) ?? {});
      return wanted.filter((name) => !isThere(name, path)).map((name) => `${path} wants ${name}`);
    });
    expect(missing, 'npm ci refuses such a lock; choose a version that is published whole').toEqual([]);
  });

  it('is in step with package.json', () => {
    expect(lock.packages['']?.dependencies).toEqual(manifest.dependencies);
    expect(lock.packages['']?.devDependencies).toEqual(manifest.devDependencies);
  });
});

describe('the repository', () => {
  it('tells of no machine but the one it runs on', () => {
    const texts = [
      'README.md',
      'CONTRIBUTING.md',
      'Dockerfile',
      ...filesUnder('docs', /\.md$/),
      ...filesUnder('src', /\.ts$/),
    ];
    const telling = texts.filter((file) => /\/work\/main|\/home\/[a-z]|\/Users\/[a-z]/.test(read(file)));
    expect(telling).toEqual([]);
  });
});
