/** Typed identifiers: everything that comes from outside is parsed here or is nothing. */
export * from './asked.js';
export * from './brand.js';
export * from './container.js';
export * from './email.js';
export * from './iap-resource.js';
export * from './principal.js';
export * from './principal-format.js';
export * from './principal-parse.js';
export * from './role.js';
export * from './subject.js';
export * from './suggest.js';
export * from './typed.js';
