/** The emulator's model in one import: the world, what it is made of, and how to find things in it. */
export * from './model/guardrails.js';
export * from './model/identity.js';
export * from './model/membership.js';
export * from './model/names.js';
export * from './model/places.js';
export * from './model/policy.js';
export * from './model/world.js';
