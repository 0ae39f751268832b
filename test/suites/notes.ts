/** What the small memory promises, in one process and among many. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Notes } from '../../src/store/ports-notes.js';
import { until } from '../support/until.js';

export interface NotesWorld {
  /** One more process. */
  open(): Notes;
  close(): Promise<void>;
}

/** Understands text and nothing else. */
export const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const asNumber = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const HOUR = 3_600_000;

export function notesSuite(name: string, createWorld: () => Promise<NotesWorld>): void {
  describe(`notes ${name}`, () => {
    let world: NotesWorld;
    let notes: Notes;
    beforeEach(async () => {
      world = await createWorld();
      notes = world.open();
    });
    afterEach(() => world.close());

    it('gives back the value that was put last, and nothing after it was removed', async () => {
      expect(await notes.get('a', asText)).toBeUndefined();
      await notes.put('a', 'one', HOUR);
      await notes.put('a', 'two', HOUR);
      await notes.put('b', 'other', HOUR);
      expect(await notes.get('a', asText)).toBe('two');
      await notes.remove('a');
      expect(await notes.get('a', asText)).toBeUndefined();
      expect(await notes.get('b', asText)).toBe('other');
    });

    it('forgets everything at its end', async () => {
      await notes.put('value', 'x', 30);
      await notes.claim('claim', 'x', 30, asText);
      await notes.add('set', 'x', 1, 30);
      await notes.push('list', 'x', 5, 30);
      await until('forgotten', async () => {
        const values = [await notes.get('value', asText), await notes.get('claim', asText)];
        const lists = [...(await notes.since('set', 0)), ...(await notes.newest('list', 5, asText))];
        return values.every((value) => value === undefined) && lists.length === 0;
      });
    });

    it('takes a value that nobody understands for none', async () => {
      await notes.put('a', { not: 'text' }, HOUR);
      expect(await notes.get('a', asText)).toBeUndefined();
      await notes.put('b', { not: 'text' }, HOUR);
      expect(await notes.claim('b', 'mine', HOUR, asText)).toEqual({ first: true, value: 'mine' });
      expect(await notes.get('b', asText)).toBe('mine');
      for (const value of ['one', 2, 'three']) await notes.push('list', value, 9, HOUR);
      expect(await notes.newest('list', 9, asText)).toEqual(['three', 'one']);
    });

    it('lets one of many have the claim, and tells all of them whose it is', async () => {
      const claims = await Promise.all(
        Array.from({ length: 20 }, (_, n) => notes.claim('incident', n, HOUR, asNumber)),
      );
      expect(claims.filter(({ first }) => first)).toHaveLength(1);
      expect(new Set(claims.map(({ value }) => value)).size).toBe(1);
      await notes.remove('incident');
      expect(await notes.claim('incident', 99, HOUR, asNumber)).toEqual({ first: true, value: 99 });
    });

    it('keeps members with their first moment, in the order of their moments', async () => {
      await notes.add('set', 'late', 300, HOUR);
      await notes.add('set', 'early', 100, HOUR);
      await notes.add('set', 'middle', 200, HOUR);
      await notes.add('set', 'early', 900, HOUR);
      expect(await notes.since('set', 0)).toEqual(['early', 'middle', 'late']);
      expect(await notes.since('set', 200)).toEqual(['middle', 'late']);
      expect(await notes.since('set', 301)).toEqual([]);
      expect(await notes.since('no set', 0)).toEqual([]);
    });

    it('keeps the newest of a list, newest first', async () => {
      for (let n = 1; n <= 6; n += 1) await notes.push('list', n, 4, HOUR);
      expect(await notes.newest('list', 10, asNumber)).toEqual([6, 5, 4, 3]);
      expect(await notes.newest('list', 2, asNumber)).toEqual([6, 5]);
      expect(await notes.newest('list', 0, asNumber)).toEqual([]);
      await notes.push('list', 6, 4, HOUR);
      expect(await notes.newest('list', 2, asNumber)).toEqual([6, 6]);
    });

    it('is one thing at a time under one key', async () => {
      await notes.put('a', 'x', HOUR);
      expect(await notes.since('a', 0)).toEqual([]);
      expect(await notes.newest('a', 1, asText)).toEqual([]);
      await notes.add('a', 'member', 1, HOUR);
      expect(await notes.get('a', asText)).toBeUndefined();
      await notes.push('a', 'entry', 5, HOUR);
      expect(await notes.newest('a', 5, asText)).toEqual(['entry']);
      expect(await notes.claim('a', 'mine', HOUR, asText)).toEqual({ first: true, value: 'mine' });
      expect(await notes.newest('a', 5, asText)).toEqual([]);
    });

    it('bears keys and values of any kind', async () => {
      for (const key of ['', ' ', 'ä€\u0000', 'x'.repeat(100_000), '__proto__']) {
        await notes.put(key, key, HOUR);
        expect(await notes.get(key, asText)).toBe(key);
        await notes.remove(key);
        await notes.add(key, key, 1, HOUR);
        expect(await notes.since(key, 0)).toEqual([key]);
      }
      await expect(notes.put('a', undefined, HOUR)).rejects.toThrow(TypeError);
    });

    it('keeps no more members than it has room for, the newest', async () => {
      const many = Array.from({ length: 10_005 }, (_, n) => n);
      await Promise.all(many.map((n) => notes.add('many', `${n}`, n, HOUR)));
      const kept = await notes.since('many', 0);
      expect(kept).toHaveLength(10_000);
      expect(kept[0]).toBe('5');
    });
  });
}
