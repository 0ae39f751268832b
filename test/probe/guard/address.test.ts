/** Which addresses are public, in every form an address can hide in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindOf, readAddress } from '../../../src/probe/guard/address.js';
import { readTarget } from '../../../src/probe/guard/target.js';

const kind = (text: string): string => {
  const address = readAddress(text);
  return address ? kindOf(address).kind : 'none';
};

describe('the kind of an address', () => {
  it.each([
    '8.8.8.8',
    '35.191.0.1',
    '130.211.0.1',
    '2607:f8b0:4004:800::200e',
    '2a00:1450:4001::1',
    '64:ff9b::8.8.8.8',
    '::ffff:8.8.8.8',
  ])('%s is public', (text) => {
    expect(kind(text)).toBe('public');
  });

  it.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '100.64.0.1',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.1.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::8.8.8.8',
    '::ffff:10.0.0.1',
    '::ffff:0:10.0.0.1',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::8.8.8.8',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '2002:7f00:1::',
    '2002:808:808::1',
    '3fff::1',
    '5f00::1',
    '4000::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '2607:f8b0::5efe:10.0.0.1',
    '2607:f8b0::200:5efe:10.0.0.1',
  ])('%s is not public', (text) => {
    expect(kind(text)).toBe('private');
  });

  it.each([
    '169.254.169.254',
    '100.100.100.200',
    '168.63.129.16',
    'fd00:ec2::254',
    'fd20:ce::254',
    '::ffff:169.254.169.254',
    '::169.254.169.254',
    '64:ff9b::169.254.169.254',
    '2002:a9fe:a9fe::',
    '2001:0:4136:e378:8000:63bf:5601:5601',
  ])('%s is where clouds hand out credentials', (text) => {
    expect(kind(text)).toBe('metadata');
  });

  it.each([
    '',
    'localhost',
    '1.2.3',
    '127.1',
    '0x7f000001',
    '1.2.3.4.',
    '::1%lo',
    'fe80::1%eth0',
    '1.2.3.4/8',
  ])('%j is not read as an address', (text) => {
    expect(kind(text)).toBe('none');
  });

  const octets = fc.tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: 0, max: 255 })));
  const hex = (bytes: readonly number[]): string =>
    bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const pair = (bytes: readonly number[], at: number): string => hex(bytes.slice(at, at + 2));

  it('is never better in an IPv6 form than it is by itself', () => {
    fc.assert(
      fc.property(octets, (bytes) => {
        const dotted = bytes.join('.');
        const forms = [
          `::ffff:${dotted}`,
          `64:ff9b::${dotted}`,
          `2002:${pair(bytes, 0)}:${pair(bytes, 2)}::1`,
          `::ffff:0:${dotted}`,
          `::${dotted}`,
        ];
        const plain = kind(dotted);
        for (const form of forms) if (plain !== 'public') expect(kind(form), form).not.toBe('public');
        if (plain === 'metadata') for (const form of forms) expect(kind(form), form).toBe('metadata');
      }),
    );
  });

  it('is the same in every spelling of a URL', () => {
    fc.assert(
      fc.property(octets, (bytes) => {
        const [a = 0, b = 0, c = 0, d = 0] = bytes;
        const number = ((a * 256 + b) * 256 + c) * 256 + d;
        const full = bytes
          .join('.')
          .replace(/[0-9]/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
        const spellings = [
          bytes.join('.'),
          `${bytes.join('.')}.`,
          String(number),
          `0x${number.toString(16)}`,
          `0${number.toString(8)}`,
          bytes.map((byte) => `0${byte.toString(8)}`).join('.'),
          bytes.map((byte) => `0X${byte.toString(16)}`).join('.'),
          `${a}.${b}.${c * 256 + d}`,
          `${a}.${(b * 256 + c) * 256 + d}`,
          bytes.join('%2E'),
          bytes.join('\u3002'),
          full,
          [...bytes.join('.')].map((one) => `%${(one.codePointAt(0) ?? 0).toString(16)}`).join(''),
        ];
        for (const spelling of spellings) {
          const target = readTarget(`https://${spelling}/`);
          expect('refusal' in target ? target.refusal : target.literal?.toString(), spelling).toBe(
            bytes.join('.'),
          );
        }
      }),
    );
  });
});
