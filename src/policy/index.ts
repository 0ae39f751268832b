/** The front door of policy decisions: what goes in, what comes out, and the evaluators between. */
export * from './allow.js';
export * from './among.js';
export * from './boundary.js';
export { type BoundaryPlace, enforcedForIap } from './boundary-policy.js';
export * from './condition/index.js';
export * from './conditions.js';
export * from './decide.js';
export * from './deny.js';
export { denyPermission, permissionMatches } from './deny-permission.js';
export * from './identity.js';
export * from './interest.js';
export * from './kleene.js';
export * from './levels/index.js';
export * from './member.js';
export * from './results.js';
export * from './roles.js';
export * from './tags.js';
export * from './types.js';
