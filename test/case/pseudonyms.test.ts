/** A case with other names for its people answers the same, and names nobody. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pseudonymise } from '../../src/case/pseudonyms.js';
import { worldScenarios } from '../../src/sandbox/world.js';
import { type Product, startProduct } from '../support/product.js';

let product: Product;
let folder: string;
beforeAll(async () => {
  product = await startProduct();
  folder = mkdtempSync(join(tmpdir(), 'iap-doctor-case-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await product.close();
});

const PEOPLE = /\b(?:ana|maya|bob|sam|tom|dave|ines|otto|vera|ivy|wanda|dex|bea|carl)@/i;

describe('a case with pseudonyms', () => {
  it.each(worldScenarios.map(({ who, where }) => ({ who, where })))(
    'of $who at $where answers as it did with the names',
    async ({ who, where }) => {
      const file = join(folder, 'case.json');
      const live = await product.cold(['why', who, where, '--save', file, '--pseudonyms']);
      if (live.kind !== 'why') throw new Error(JSON.stringify(live));
      expect(readFileSync(file, 'utf8')).not.toMatch(PEOPLE);
      const again = await product.cold(['replay', file]);
      if (again.kind !== 'why') throw new Error(JSON.stringify(again));
      const short = ({ report }: typeof live) => [report.verdict, report.cause?.code ?? null];
      expect(short(again)).toEqual(short(live));
    },
  );
});

describe('pseudonyms', () => {
  it('are one for each person, whatever the spelling, and keep the domain', () => {
    expect(pseudonymise('"Ana@ACME.test" ana%40acme.test user:ana@acme.test bob@other.test')).toBe(
      '"person-1@acme.test" person-1%40acme.test user:person-1@acme.test person-2@other.test',
    );
  });

  it('leave groups and accounts of programs as they are', () => {
    const text = '"group:eng@acme.test" eng@acme.test ci@p.iam.gserviceaccount.com';
    expect(pseudonymise(text)).toBe(text);
  });

  it('keep JSON what it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(() => JSON.parse(pseudonymise(JSON.stringify(value)))).not.toThrow();
      }),
    );
  });
});
