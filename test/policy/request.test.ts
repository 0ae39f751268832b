/** Hosts and paths as IAP reads them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseHost, normalisePath, pathForms } from '../../src/policy/request.js';

describe('normaliseHost', () => {
  it.each([
    ['FOO.com', 'foo.com'],
    ['foo.com.', 'foo.com'],
    ['foo.com..', 'foo.com'],
    ['Foo.com:8443', 'foo.com'],
    ['café.fr', 'xn--caf-dma.fr'],
    ['CAFÉ.fr.', 'xn--caf-dma.fr'],
    ['dash_1.acme.test', 'dash_1.acme.test'],
    ['10.0.0.1', '10.0.0.1'],
    ['', ''],
  ])('%s becomes %s', (host, expected) => {
    expect(normaliseHost(host)).toBe(expected);
  });

  it('changes nothing the second time and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.string({ unit: 'grapheme' })), (host) => {
        const once = normaliseHost(host);
        expect(typeof once).toBe('string');
        if (/^[a-z0-9.-]+$/.test(once)) expect(normaliseHost(once)).toBe(once);
      }),
    );
  });
});

describe('normalisePath', () => {
  it.each([
    ['/internal;some_param/admin', '/internal/admin'],
    ['/a/../b', '/b'],
    ['/bar;param1/baz;baz;param2', '/bar/baz'],
    ['/a/./b/', '/a/b/'],
    ['/a/b/..', '/a/'],
    ['/a/.', '/a/'],
    ['/../../x', '/x'],
    ['/a;x/..;', undefined],
    ['/..;bar//bar/..;/', undefined],
    ['/..;p/b', undefined],
    ['/a/;x/..', '/a/'],
    ['/.;x/a', '/a'],
    ['/a//b', '/a//b'],
    ['/x?next=/../y', '/x'],
    ['/x#/../y', '/x'],
    ['', '/'],
    ['x/y', '/x/y'],
  ])('%s becomes %s', (path, expected) => {
    expect(normalisePath(path)).toBe(expected);
  });

  it('changes nothing the second time and leaves no relative segment or parameter', () => {
    const segment = fc.constantFrom('a', 'b', '..', '.', '', 'c;p', ';p', '.;x', '%2e%2e');
    fc.assert(
      fc.property(fc.array(segment), (segments) => {
        const once = normalisePath(`/${segments.join('/')}`);
        expect(once).toBeDefined();
        if (once === undefined) return;
        expect(normalisePath(once)).toBe(once);
        expect(once.split('/').some((part) => part === '.' || part === '..' || part.includes(';'))).toBe(
          false,
        );
      }),
    );
  });
});

describe('pathForms', () => {
  it('gives the raw and the normal form, and the cut one only with parameters', () => {
    expect(pathForms('/a/../b?q')).toEqual({ kind: 'forms', raw: '/a/../b', cut: undefined, normal: '/b' });
    expect(pathForms('/a;p/b')).toEqual({ kind: 'forms', raw: '/a;p/b', cut: '/a', normal: '/a/b' });
    expect(pathForms('/..;/b')).toEqual({ kind: 'refused' });
  });
});
