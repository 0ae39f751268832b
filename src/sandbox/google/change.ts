/** Everything that can happen in the fictional company, each with the audit entry that Google would write. */

export * from './change/accounts.js';
export type { Actor, ChangeMeta } from './change/audit.js';
export * from './change/authorize.js';
export * from './change/groups.js';
export * from './change/guards.js';
export * from './change/policies.js';
export * from './change/refused.js';
