/** The README's configuration is a right one, and its tables name every key and variable there is. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { KEYS } from '../../src/config/schema.js';
import { formatMistakes, loadConfig } from '../../src/config-load.js';

const root = join(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const yaml = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';

it('shows a configuration that is understood, with every key', () => {
  const folder = mkdtempSync(join(tmpdir(), 'iap-doctor-readme-'));
  try {
    writeFileSync(join(folder, 'iap-doctor.yaml'), yaml);
    writeFileSync(join(folder, 'extra-ca.pem'), '');
    const result = loadConfig({ file: join(folder, 'iap-doctor.yaml'), env: {} });
    expect(result.ok ? '' : formatMistakes(result.mistakes)).toBe('');
    if (result.ok) expect(result.config.services[0]?.aliases).toEqual(['dash']);
    for (const key of Object.values(KEYS).flat()) expect(yaml).toMatch(new RegExp(`\\b${key}:`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('has a row for every key', () => {
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
  for (const [map, keys] of Object.entries(KEYS))
    for (const key of keys.filter((name) => KEYS[name] === undefined))
      expect(
        rows.some(
          (row) => row.split('|')[1]?.includes(key) && (map === '' || row.split('|')[1]?.includes(map)),
        ),
        `${map} ${key}`,
      ).toBe(true);
});

it('has a row for every variable that is read', () => {
  const read = ['src/config/environment.ts', 'src/config/source.ts'].flatMap((file) => [
    ...readFileSync(join(root, file), 'utf8').matchAll(/'([A-Z]{2,}(?:_[A-Z]+)*)'|env\.([A-Z_]+)/g),
  ]);
  const names = new Set(
    read.map((match) => match[1] ?? match[2] ?? '').filter((name) => name.includes('_') || name === 'PORT'),
  );
  for (const name of names)
    if (!/^(?:DUPLICATE_KEY|MULTIPLE_DOCS)$/.test(name)) expect(readme, name).toContain(`\`${name}\``);
  expect(names.size).toBeGreaterThan(8);
});
