/** The documents are true: every code has its section, every file and command they name exists, every link arrives. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesUnder, ROOT, read, SOURCES } from './files.js';

const DOCS = ['README.md', 'CONTRIBUTING.md', ...filesUnder('docs', /\.md$/)].filter((file) =>
  existsSync(join(ROOT, file)),
);
const scripts = (JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> })
  .scripts;

/** The anchors of a document, as GitHub makes them. */
const anchors = (file: string): Set<string> =>
  new Set(
    [...read(file).matchAll(/^#{1,6} (.+)$/gm)].map((match) =>
      (match[1] ?? '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    ),
  );

/** The sections that stand for a code. */
const sections = (file: string): string[] =>
  existsSync(join(ROOT, file))
    ? [...read(file).matchAll(/^### ([a-z0-9-]+)$/gm)].map((match) => match[1] ?? '')
    : [];

describe('the sections of codes', () => {
  const reasons = sections('docs/reasons.md');
  const symptoms = sections('docs/symptoms.md');

  it('stand once each, in one of the two lists', () => {
    const all = [...reasons, ...symptoms];
    expect(all.filter((code, i) => all.indexOf(code) !== i)).toEqual([]);
    expect(reasons.length).toBeGreaterThanOrEqual(78);
  });

  it('say what it means, how to see it and how to mend it', () => {
    for (const file of ['docs/reasons.md', 'docs/symptoms.md'].filter((one) => existsSync(join(ROOT, one))))
      for (const section of read(file).split(/^### /m).slice(1)) {
        const parts = [...section.matchAll(/^- \*\*(Means|See it|Mend it)\.\*\* \S.{5,}/gm)].map(
          (match) => match[1],
        );
        expect(parts, section.split('\n')[0]).toEqual(['Means', 'See it', 'Mend it']);
      }
  });

  it('exist for every code that a check, a remedy or a blind spot names', () => {
    const parts = SOURCES.filter((file) => /^src\/(?:diagnosis|fixes|policy|probe)\//.test(file)).map(read);
    const single = parts.flatMap((text) => [...text.matchAll(/\bcode(?::|\s*===)\s*('[^']+')/g)]);
    const lists = parts.flatMap((text) => [...text.matchAll(/\bcodes(?::|\s*=)\s*\[([^\]]*)\]/g)]);
    const named = [...single, ...lists]
      .flatMap((match) => [...(match[1] ?? '').matchAll(/'([^']+)'/g)].map((one) => one[1] ?? ''))
      .filter((code) => /^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(code));
    expect(named.length).toBeGreaterThan(30);
    const known = new Set([...reasons, ...symptoms]);
    expect([...new Set(named)].filter((code) => !known.has(code)).sort()).toEqual([]);
  });
});

describe.each(DOCS)('%s', (file) => {
  const text = read(file);

  it('links only to what exists', () => {
    const dead = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !/^[a-z]+:/i.test(target))
      .filter((target) => {
        const [path = '', anchor] = target.split('#');
        const to = path === '' ? file : join(dirname(file), path);
        if (!existsSync(join(ROOT, to))) return true;
        return anchor !== undefined && !anchors(to).has(anchor);
      });
    expect(dead).toEqual([]);
  });

  it('names only files and folders that exist', () => {
    const quoted = [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
    const top = /^(?:\.ci|src|commands|test|docs|scripts|bench)\//;
    const missing = quoted
      .filter(
        (word) =>
          top.test(word) ||
          /^(?:manifest\.yml|Dockerfile|[A-Z]+\.md|package\.json|tsconfig\.json|biome\.json)$/.test(word),
      )
      .map((word) => word.replace(/[.,]$/, ''))
      .filter((word) => !/[<*{…]|\bNAME\b/.test(word) && !existsSync(join(ROOT, word)));
    expect(missing).toEqual([]);
  });

  it('shows only commands of the project that exist', () => {
    const run = [...text.matchAll(/\bnpm run ([a-z:-]+)/g)].map((match) => match[1] ?? '');
    expect(run.filter((name) => scripts[name] === undefined)).toEqual([]);
    if (/\bnpm test\b/.test(text)) expect(scripts.test).toBeDefined();
    const verbs = [...text.matchAll(/(?:^|`|\$ )(?:iap-doctor|\/iap) ([a-z]+)\b/gm)].map(
      (match) => match[1] ?? '',
    );
    const known = filesUnder('commands', /\.ts$/).map((path) => path.replace(/^commands\/|\.ts$/g, ''));
    const always = [
      'why',
      'probe',
      'changes',
      'who',
      'status',
      'help',
      'expect',
      'snapshot',
      'drift',
      'replay',
      'sandbox',
      'start',
    ];
    expect(verbs.filter((verb) => !known.includes(verb) && !always.includes(verb))).toEqual([]);
  });
});

describe('the custom role', () => {
  const permissions = [
    ...read('docs/permissions.md').matchAll(/^- ([a-zA-Z]+\.[a-zA-Z]+\.[a-zA-Z]+)$/gm),
  ].map((match) => match[1] ?? '');

  it('only reads: nothing in it writes, opens an app or shows a secret', () => {
    expect(permissions.length).toBeGreaterThan(30);
    const verbs =
      /\.(?:get|list|getIamPolicy|getSettings|analyzeIamPolicy|searchAllIamPolicies|searchAllResources|searchPolicyBindings|listEffectiveTags|use)$/;
    expect(permissions.filter((name) => !verbs.test(name))).toEqual([]);
    expect(
      permissions.filter((name) => /ViaIAP|[sS]ecret|\.set[A-Z]/.test(name) && !/getSettings$/.test(name)),
    ).toEqual([]);
    expect(permissions.filter((name) => name.endsWith('.use'))).toEqual(['serviceusage.services.use']);
  });

  it('names nothing twice', () => {
    expect(new Set(permissions).size).toBe(permissions.length);
  });
});
