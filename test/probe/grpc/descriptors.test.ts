/** Descriptors met at run time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeJson,
  findMethod,
  missingImports,
  readFile,
  readFileSet,
} from '../../../src/probe/grpc/descriptors.js';
import { readFields } from '../../../src/probe/grpc/wire.js';
import { bytesOf, NOTES, ORDERS, setOf } from './orders-file.js';

describe('a set of descriptors', () => {
  it('tells how every method is called', () => {
    const files = readFileSet(setOf(NOTES, ORDERS)) ?? [];
    const shapes = ['Get', 'List', 'Upload', 'Chat', 'None'].map(
      (name) => findMethod(files, 'acme.orders.v1.Orders', name)?.shape,
    );
    expect(shapes).toEqual(['unary', 'server-streaming', 'client-streaming', 'bidi-streaming', undefined]);
  });

  it('is none when the bytes are something else, and reading never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        readFile(bytes);
        readFileSet(bytes);
      }),
    );
    expect(readFileSet(Buffer.from('syntax = "proto3";'))).toBeUndefined();
    expect(readFileSet(new Uint8Array())).toBeUndefined();
  });

  it('names the imports it lacks, and not those every compiler has', () => {
    expect(missingImports([ORDERS])).toEqual(['acme/orders/v1/note.proto']);
    expect(missingImports([ORDERS, NOTES])).toEqual([]);
  });
});

describe('a request made from JSON', () => {
  it('is the message, whatever order the files are in', () => {
    for (const files of [
      [NOTES, ORDERS],
      [ORDERS, NOTES],
    ]) {
      const made = encodeJson(
        files,
        'acme.orders.v1.Note',
        '{"text":"a","count":3,"at":"2026-11-22T08:00:00Z"}',
      );
      const fields = made.ok ? readFields(made.bytes) : undefined;
      expect(fields?.text(1)).toBe('a');
      expect(fields?.number(2)).toBe(3);
    }
  });

  it('says what is wrong with the JSON', () => {
    const made = encodeJson([NOTES], 'acme.orders.v1.Note', '{"txt":"a"}');
    expect(made).toMatchObject({ ok: false, problem: expect.stringContaining('txt') });
    expect(encodeJson([NOTES], 'acme.orders.v1.Note', '{')).toMatchObject({ ok: false });
  });

  it('says when the descriptors were made without what they import', () => {
    const made = encodeJson([ORDERS], 'acme.orders.v1.Note', '{}');
    expect(made).toMatchObject({ ok: false, problem: expect.stringContaining('not complete') });
  });

  it('says when no descriptor has the type', () => {
    const made = encodeJson([NOTES], 'acme.orders.v1.Other', '{}');
    expect(made).toMatchObject({ ok: false, problem: expect.stringContaining('acme.orders.v1.Other') });
  });

  it('survives its own bytes', () => {
    const again = readFile(bytesOf(NOTES));
    expect(again?.messageType[0]?.name).toBe('Note');
  });
});
