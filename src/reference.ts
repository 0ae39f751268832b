/** The reference shown with every answer: eight characters nobody confuses when reading them aloud. */
import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A new random reference, e.g. `7Q2MK4XD`; forty bits, shown to people as `7Q2M-K4XD`. */
export function newReference(): string {
  return [...randomBytes(8)].map((byte) => ALPHABET[byte & 31]).join('');
}
