/** Refusals of typed words, and the nearest form that would be understood. */
import type { Typed } from './asked.js';
import { parseDomain, parseEmail } from './email.js';

/** The longest text that is looked at: the length browsers and mail systems agree to carry. */
export const LONGEST_TYPED = 2048;

/** A refusal: one sentence for the person, and a form that works. */
export function refuse(message: string, nearest: string | undefined): Typed<never> {
  return { ok: false, mistake: { message, nearest } };
}

const isAscii = (text: string): boolean => /^[\x20-\x7E]*$/.test(text);

/** The first character that is not plain ASCII, as `U+0430`. */
export function firstForeign(text: string): string | undefined {
  for (const letter of text) {
    if (isAscii(letter)) continue;
    return `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  }
  return undefined;
}

/** `name@` the domain of a text that has one: the shape of an answer where the person cannot be guessed. */
export function somebodyAt(text: string): string {
  const domain = parseDomain(text.slice(text.lastIndexOf('@') + 1));
  return `name@${domain ?? 'example.com'}`;
}

const tidyLocal = (local: string): string =>
  local
    .replace(/[^a-z0-9!#$%&'*+/=?^_{|}~.-]/g, '')
    .replace(/\.{2,}/g, '.')
    .replace(/^\.|\.$/g, '')
    .slice(0, 64);

const tidyDomain = (domain: string): string =>
  domain
    .replace(/[,;]/g, '.')
    .replace(/_/g, '-')
    .replace(/[^a-z0-9.-].*$/, '')
    .replace(/-*\.[.-]*/g, '.')
    .replace(/^[.-]+/, '')
    .replace(/[.-]+$/, '');

/**
 * The address somebody most likely meant. Only spelling around the letters is repaired (doubled dots and at signs,
 * commas, what trails behind); letters are never replaced by others.
 */
export function repairEmail(text: string): string {
  if (!isAscii(text)) return somebodyAt(text);
  const inside = text.split(/\s+/).find((word) => parseEmail(word.replace(/^[<("']+|[>)"',.;]+$/g, '')));
  if (inside !== undefined) return inside.replace(/^[<("']+|[>)"',.;]+$/g, '');
  const [first = '', second = ''] = text
    .toLowerCase()
    .replace(/\s+/g, '')
    .split('@')
    .filter((part) => part !== '');
  const local = tidyLocal(first) || 'name';
  const domain = tidyDomain(second);
  const candidates = [`${local}@${domain}`, `${local}@${domain}.com`, `${local}@example.com`];
  return candidates.find((candidate) => parseEmail(candidate) !== undefined) ?? 'name@example.com';
}
