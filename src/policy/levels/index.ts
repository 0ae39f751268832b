/** Access levels of Access Context Manager, evaluated from what is known of a request. */
export { evaluateLevels } from './evaluate.js';
export type { LevelFacts } from './facts.js';
