/** The parts of the house know each other in one direction only, and packages stay where they belong. */
import { describe, expect, it } from 'vitest';
import { importsOf, packageOf, read, SOURCES } from './files.js';
import { HARMLESS, PACKAGES, PARTS, type Part, PURE, ROOTS } from './layers.js';

const ALL: readonly Part[] = [...PARTS, ...ROOTS];
const partOf = (file: string): Part | undefined => ALL.find((part) => part.files.test(file));

describe('the direction of imports', () => {
  it('knows to which part every source file belongs', () => {
    const strangers = SOURCES.filter((file) => partOf(file) === undefined);
    expect(strangers, 'give these a place in test/house/layers.ts').toEqual([]);
    expect(SOURCES.length).toBeGreaterThan(50);
  });

  it('is kept by every file', () => {
    const wrong = SOURCES.flatMap((file) => {
      const from = partOf(file);
      return importsOf(file).flatMap((one) => {
        if (one.file === undefined || from === undefined) return [];
        const to = partOf(one.file);
        const fine = to !== undefined && (to.name === from.name || from.mayImport.includes(to.name));
        return fine ? [] : [`${file} (${from.name}) imports ${one.file} (${to?.name ?? 'no part'})`];
      });
    });
    expect(wrong).toEqual([]);
  });

  it('has no way round: the plan itself holds no circle', () => {
    const seen = new Set<string>();
    for (const part of ALL) {
      for (const name of part.mayImport) expect(seen, `${part.name} may import ${name}`).toContain(name);
      seen.add(part.name);
    }
  });

  it('never leads in a circle from file to file', () => {
    expect(circles(SOURCES)).toEqual([]);
  });

  it('finds circles and imports where there are some', () => {
    const targets = importsOf('src/names/index.ts').map((one) => one.file);
    expect(targets).toContain('src/names/email.ts');
    expect(importsOf('src/names/email.ts')).toEqual([
      { specifier: './brand.js', file: 'src/names/brand.ts', typeOnly: true },
    ]);
    expect(circles(['a', 'b', 'c'], (file) => ({ a: ['b'], b: ['c'], c: ['a'] })[file] ?? [])).toEqual([
      'a → b → c → a',
    ]);
  });
});

/** Circles of imports that exist at run time; types alone cannot get in each other's way. */
function circles(
  files: readonly string[],
  next = (file: string): readonly string[] =>
    importsOf(file).flatMap((one) => (one.file !== undefined && !one.typeOnly ? [one.file] : [])),
): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) found.push([...path.slice(at), file].join(' → '));
    if (at >= 0 || done.has(file) || !files.includes(file)) return;
    for (const to of next(file)) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}

describe('packages', () => {
  const uses = SOURCES.flatMap((file) =>
    importsOf(file)
      .filter((one) => one.file === undefined)
      .map((one) => ({ file, part: partOf(file)?.name ?? '', name: packageOf(one.specifier) })),
  );

  it('are imported only where the plan allows it', () => {
    const wrong = uses
      .filter(({ name, part }) => !name.startsWith('node:') && !PACKAGES[name]?.includes(part))
      .map(({ file, name }) => `${file} imports ${name}`);
    expect(wrong, 'see test/house/layers.ts').toEqual([]);
  });

  it("of Node's that do something stay out of the pure parts", () => {
    const wrong = uses
      .filter(({ name, part }) => PURE.includes(part) && name.startsWith('node:') && !HARMLESS.includes(name))
      .map(({ file, name }) => `${file} imports ${name}`);
    expect(wrong).toEqual([]);
  });

  it('and nothing else lets the pure parts look at the clock, the network or the process', () => {
    const wrong = SOURCES.filter((file) => PURE.includes(partOf(file)?.name ?? '')).flatMap((file) =>
      read(file)
        .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
        .split('\n')
        .filter((line) =>
          /\bDate\.now\(|\bnew Date\(\)|\bfetch\(|\bprocess\.|\bsetTimeout\(|Math\.random\(/.test(line),
        )
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(wrong).toEqual([]);
  });
});
