/** Reads the `<who>` and `<where>` people type; every refusal has its sentence and a form that would be understood. */
export { parseWhere } from './typed-where.js';
export { parseWho } from './typed-who.js';
